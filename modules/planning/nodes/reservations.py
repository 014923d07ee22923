"""What a node keeps for itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from modules.catalog.ami_releases import OperatingSystem
from modules.catalog.instance_types import InstanceTypeFacts
from modules.planning.nodes.pod_capacity import PodLimit, pods_nodeadm_counts
from modules.planning.nodes.quantities import amount, mebibytes, milli

#: nodeadm's and Bottlerocket's defaults of ``evictionHard``, as Kubernetes writes them.
#: Source: awslabs/amazon-eks-ami, nodeadm/internal/kubelet/config.go.
_EVICTION = {"memory.available": "100Mi", "nodefs.available": "10%"}
_ALL = 100
_EPHEMERAL_STORAGE = "1Gi"
_MIB_PER_POD = 11
_MIB_AT_LEAST = 255
#: Share of each further processor that is kept, in thousandths of a processor: of the first one, of
#: the second, of the third and fourth, and of all others.
_MILLI_CPU = ((1, 60.0), (1, 10.0), (2, 5.0))
_MILLI_CPU_OF_OTHERS = 2.5
#: What is counted where AWS does not say how many addresses there are: the kubelet's own default.
_PODS_OTHERWISE = 110


@dataclass(frozen=True, slots=True, kw_only=True)
class KubeletReservations:
    """What a file says of reservations, in the kubelet's words.

    Attributes:
        kube_reserved: For the kubelet and the container runtime, in place of what the AMI says.
        system_reserved: For everything else that is no pod.
        eviction_hard: From when on pods are evicted, in place of what the AMI says.
    """

    kube_reserved: Mapping[str, str] = field(default_factory=dict)
    system_reserved: Mapping[str, str] = field(default_factory=dict)
    eviction_hard: Mapping[str, str] = field(default_factory=dict)


def kube_reserved(
    types: Sequence[InstanceTypeFacts],
    limit: PodLimit,
    operating_system: OperatingSystem,
    asked: Mapping[str, str],
) -> Mapping[str, str]:
    """Give what is kept for the kubelet and the container runtime; the most of the types for each.

    Amazon Linux counts the pods it believes in, whatever limit it is told; Bottlerocket counts up
    to the limit.

    Source: awslabs/amazon-eks-ami, nodeadm/internal/kubelet/config.go; bottlerocket,
    sources/api/schnauzer/src/helpers.rs.
    """
    counted = [pods_nodeadm_counts(facts) for facts in types]
    if operating_system == "bottlerocket" and limit.told is not None:
        counted = [limit.told]
    pods = max(_PODS_OTHERWISE if count is None else count for count in counted)
    return {
        "cpu": f"{max(_milli_cpu(facts.vcpus) for facts in types)}m",
        "ephemeral-storage": _EPHEMERAL_STORAGE,
        "memory": f"{_MIB_AT_LEAST + _MIB_PER_POD * pods}Mi",
        **asked,
    }


def _milli_cpu(vcpus: int) -> int:
    reserved, left = 0.0, vcpus
    for processors, share in _MILLI_CPU:
        reserved += min(left, processors) * share
        left -= min(left, processors)
    return int(reserved + left * _MILLI_CPU_OF_OTHERS)


def milli_cpu_kept(reserved: Mapping[str, str], system: Mapping[str, str]) -> Mapping[str, int]:
    """Give what of the processors is kept, in thousandths of one, by what for."""
    return {what: milli(kept["cpu"]) for what, kept in _by_whom(reserved, system) if "cpu" in kept}


def memory_mib_kept(
    reserved: Mapping[str, str], kubelet: KubeletReservations, memory_mib: int
) -> Mapping[str, int]:
    """Give what of the memory is kept, in MiB, by what for."""
    return _mib_kept("memory", "memory.available", reserved, kubelet, memory_mib)


def storage_mib_kept(
    reserved: Mapping[str, str], kubelet: KubeletReservations, storage_mib: int
) -> Mapping[str, int]:
    """Give what of the ephemeral storage is kept, in MiB, by what for."""
    return _mib_kept("ephemeral-storage", "nodefs.available", reserved, kubelet, storage_mib)


def _mib_kept(
    key: str,
    signal: str,
    reserved: Mapping[str, str],
    kubelet: KubeletReservations,
    whole_mib: int,
) -> Mapping[str, int]:
    by_whom = _by_whom(reserved, kubelet.system_reserved)
    kept = {what: mebibytes(kept[key]) for what, kept in by_whom if key in kept}
    threshold = {**_EVICTION, **kubelet.eviction_hard}[signal]
    return {**kept, "the margin before eviction": _of(threshold, whole_mib)}


def _by_whom(
    reserved: Mapping[str, str], system: Mapping[str, str]
) -> Sequence[tuple[str, Mapping[str, str]]]:
    return (("the kubelet and the container runtime", reserved), ("the system", system))


def _of(threshold: str, whole_mib: int) -> int:
    if threshold.endswith("%"):
        share = amount(threshold.removesuffix("%"))
        # All of it stands for no margin, to the kubelet.
        return 0 if share == _ALL else int(whole_mib * share / _ALL)
    return mebibytes(threshold)
