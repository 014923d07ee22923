"""Memory that the kubelet's memory manager sets aside."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from modules.config.derived.add_ons import cni_of
from modules.config.derived.nodes import node_of
from modules.config.rules.typed.kubelet_settings import Finding
from modules.config.sections.cluster import ClusterSections
from modules.planning.nodes.quantities import NotAQuantityError, amount
from modules.planning.nodes.reservations import kube_reserved

#: NUMA node, kind of memory, size in bytes.
_Reservation: TypeAlias = tuple[int, str, Fraction]

_KEY = "reservedMemory"
_MEMORY = "memory"
_MIB = 1024**2
#: nodeadm's margin where a file says nothing.
#: Source: https://github.com/awslabs/amazon-eks-ami (nodeadm/internal/kubelet/config.go)
_EVICTION = "100Mi"


def memory_conflicts(
    cluster: ClusterSections, name: str, settings: Mapping[str, Any]
) -> Iterator[Finding]:
    """Find reservations with which the memory manager does not start.

    Source: https://github.com/kubernetes/kubernetes (pkg/kubelet/cm/memorymanager,
    pkg/kubelet/apis/config/validation/validation_reserved_memory.go)

    Args:
        cluster: The cluster.
        name: The node group.
        settings: A KubeletConfiguration whose every value is right by itself.
    """
    try:
        reserved = [
            (entry["numaNode"], kind, amount(limit))
            for entry in settings.get("reservedMemory", ())
            for kind, limit in entry["limits"].items()
        ]
    except NotAQuantityError as error:
        yield _KEY, str(error)
        return
    yield from ((_KEY, message) for message in _never_right(reserved))
    if settings.get("memoryManagerPolicy") == "Static":
        yield from _unlike_what_is_kept(reserved, _kept(cluster, name, settings))


def _never_right(reserved: Sequence[_Reservation]) -> Iterator[str]:
    places = [(numa_node, kind) for numa_node, kind, _ in reserved]
    for numa_node, kind in sorted({place for place in places if places.count(place) > 1}):
        yield f"{kind} of NUMA node {numa_node} stands twice; remove one"
    for numa_node, kind, size in reserved:
        if not size:
            yield f"{kind} of NUMA node {numa_node} is 0; remove it"


def _unlike_what_is_kept(
    reserved: Sequence[_Reservation], kept: Fraction | None
) -> Iterator[Finding]:
    for numa_node, kind, _ in reserved:
        if kind != _MEMORY:
            yield (
                _KEY,
                f"{kind} of NUMA node {numa_node} is no part of what the kubelet keeps; remove it",
            )
    given = sum((size for _, kind, size in reserved if kind == _MEMORY), Fraction())
    if kept is not None and kept != given:
        yield (
            _KEY if reserved else "memoryManagerPolicy",
            "Static wants reservedMemory of all NUMA nodes together to be what the kubelet keeps, "
            f"{_written(kept)} (kubeReserved, systemReserved and evictionHard), and it is "
            f"{_written(given)}; write reservedMemory: [{{numaNode: 0, limits: "
            f"{{memory: {_written(kept)}}}}}], or spread it over the NUMA nodes",
        )


def _kept(cluster: ClusterSections, name: str, settings: Mapping[str, Any]) -> Fraction | None:
    """Add up what the kubelet keeps; None where it depends on how much memory Linux sees."""
    margin = settings.get("evictionHard", {}).get("memory.available", _EVICTION)
    if margin.endswith("%"):
        return None
    group = cluster.node_groups[name]
    node = node_of(group, cni_of(cluster))
    by_type = {
        kube_reserved(
            [facts], node.limit, group.ami.operating_system, settings.get("kubeReserved", {})
        )[_MEMORY]
        for facts in group.hardware_facts
    }
    if len(by_type) > 1:
        return None
    system = settings.get("systemReserved", {}).get(_MEMORY, 0)
    return amount(by_type.pop()) + amount(system) + amount(margin)


def _written(size: Fraction) -> str:
    return f"{size // _MIB}Mi" if size % _MIB == 0 else str(size)
