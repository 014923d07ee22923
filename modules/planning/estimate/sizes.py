"""What node groups are at their least, desired and most nodes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from modules.catalog.efa_bandwidth import EFA_BANDWIDTH_GBPS
from modules.catalog.instance_types import InstanceTypeFacts
from modules.catalog.quotas import Quota, quota_of

Size = Literal["min", "desired", "max"]
SIZES: Final[tuple[Size, ...]] = ("min", "desired", "max")

_MIB_PER_GIB = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSizes:
    """A node group, as far as its size decides what it is.

    Attributes:
        name: Name of the group.
        facts: Its instance type; of several the first, which EKS prefers.
        nodes: Number of nodes at each size.
        purchase: How instances are bought: ``on_demand``, ``spot``, ``reservation`` or
            ``capacity_block``.
        efa_interfaces: Elastic Fabric Adapters of a node.
        volume_size_gib: Size of the volume of a node.
        volume_iops: Its provisioned input/output operations per second.
        volume_throughput_mibps: Its provisioned throughput.
    """

    name: str
    facts: InstanceTypeFacts
    nodes: Mapping[Size, int]
    purchase: str
    efa_interfaces: int
    volume_size_gib: int
    volume_iops: int
    volume_throughput_mibps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What all nodes are together.

    Attributes:
        nodes: Nodes.
        vcpus: Virtual processors.
        memory_gib: Memory in GiB.
        accelerators: Accelerators by model.
        accelerator_memory_gib: Memory of all accelerators in GiB; of those AWS tells it of.
        efa_interfaces: Elastic Fabric Adapters.
        efa_bandwidth_gbps: What those carry together; None where it is not known of a type.
        instance_store_gb: NVMe instance store in GB.
    """

    nodes: int
    vcpus: int
    memory_gib: int
    accelerators: Mapping[str, int]
    accelerator_memory_gib: int
    efa_interfaces: int
    efa_bandwidth_gbps: int | None
    instance_store_gb: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaNeed:
    """How much of a quota a cluster takes.

    Attributes:
        quota: The quota.
        vcpus: Virtual processors at each size.
    """

    quota: Quota
    vcpus: Mapping[Size, int]


def totals(groups: Sequence[GroupSizes], size: Size) -> Totals:
    """Add up what the nodes of groups are at a size."""
    models: dict[str, int] = {}
    for group in groups:
        facts, nodes = group.facts, group.nodes[size]
        if facts.accelerator_model is not None:
            count = facts.accelerator_count * nodes
            models[facts.accelerator_model] = models.get(facts.accelerator_model, 0) + count
    return Totals(
        nodes=sum(group.nodes[size] for group in groups),
        vcpus=sum(group.facts.vcpus * group.nodes[size] for group in groups),
        memory_gib=sum(group.facts.memory_mib * group.nodes[size] for group in groups)
        // _MIB_PER_GIB,
        accelerators=dict(sorted(models.items())),
        accelerator_memory_gib=sum(
            (group.facts.accelerator_memory_mib or 0)
            * group.facts.accelerator_count
            * group.nodes[size]
            for group in groups
        )
        // _MIB_PER_GIB,
        efa_interfaces=sum(group.efa_interfaces * group.nodes[size] for group in groups),
        efa_bandwidth_gbps=_efa_bandwidth_gbps(groups, size),
        instance_store_gb=sum(
            _instance_store_gb(group.facts) * group.nodes[size] for group in groups
        ),
    )


def quota_needs(groups: Sequence[GroupSizes]) -> Sequence[QuotaNeed]:
    """Give what the groups take of each quota; blocks have none in virtual processors.

    Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/capacity-blocks-how.html
    """
    needs: dict[Quota, dict[Size, int]] = {}
    for group in groups:
        if group.purchase == "capacity_block":
            continue
        need = needs.setdefault(
            quota_of(group.facts.name, spot=group.purchase == "spot"), dict.fromkeys(SIZES, 0)
        )
        for size in SIZES:
            need[size] += group.facts.vcpus * group.nodes[size]
    return [
        QuotaNeed(quota=quota, vcpus=vcpus)
        for quota, vcpus in sorted(needs.items(), key=lambda item: item[0].name)
    ]


def _efa_bandwidth_gbps(groups: Sequence[GroupSizes], size: Size) -> int | None:
    having = [group for group in groups if group.efa_interfaces and group.nodes[size]]
    if any(group.facts.name not in EFA_BANDWIDTH_GBPS for group in having):
        return None
    return sum(EFA_BANDWIDTH_GBPS[group.facts.name] * group.nodes[size] for group in having)


def _instance_store_gb(facts: InstanceTypeFacts) -> int:
    store = facts.instance_store
    return 0 if store is None else store.disks * store.disk_size_gb
