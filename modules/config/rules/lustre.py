"""Rules of Lustre file systems."""

from collections.abc import Iterator, Sequence

from modules.catalog.lustre import NO_EFA_CLIENTS
from modules.config.problems import Path, Problem
from modules.config.sections.cluster import ClusterSections
from modules.config.sections.efs import EfsConfig
from modules.config.sections.lustre import LustreConfig


def _file_systems_are_in_zones_of_the_network(cluster: ClusterSections) -> Iterator[Problem]:
    for name, lustre in cluster.storage.lustre.items():
        if lustre.availability_zone not in cluster.zones:
            yield Problem(
                ("storage", "lustre", name, "availability_zone"),
                f"the cluster has no subnet in {lustre.availability_zone}; it has them in "
                f"{', '.join(cluster.zones)}",
                also=(("network",), ("region",)),
            )


def _linked_buckets_are_there(cluster: ClusterSections) -> Iterator[Problem]:
    there = sorted(cluster.storage.buckets)
    for name, lustre in cluster.storage.lustre.items():
        for index, link in enumerate(lustre.linked):
            if link.bucket not in there:
                yield Problem(
                    ("storage", "lustre", name, "linked", index, "bucket"),
                    f"storage.buckets has no {link.bucket!r}; it has {', '.join(there) or 'none'}",
                    also=(("storage", "buckets"),),
                )


def _somebody_reaches_it_by_efa(cluster: ClusterSections) -> Iterator[Problem]:
    for name, lustre in cluster.storage.lustre.items():
        reasons = [*_without_efa(cluster, lustre.availability_zone)]
        if lustre.efa and len(reasons) == len(cluster.node_groups):
            told = "; ".join(reasons)
            yield Problem(
                ("storage", "lustre", name, "efa"),
                f"no node group would reach it by EFA: {told}; leave efa out, or add such a group",
                also=(("node_groups",), ("storage", "lustre", name, "availability_zone")),
            )


def _without_efa(cluster: ClusterSections, zone: str) -> Iterator[str]:
    """Say of each node group that would not reach a file system by EFA why not."""
    for name, group in cluster.node_groups.items():
        families = {facts.name.partition(".")[0] for facts in group.hardware_facts}
        left_out = sorted(families & set(NO_EFA_CLIENTS))
        if group.efa_layout is None:
            yield f"{name} has no EFA"
        elif group.availability_zone not in {None, zone}:
            yield f"{name} is in {group.availability_zone}"
        elif left_out:
            yield f"the {left_out[0]} instances of {name} {NO_EFA_CLIENTS[left_out[0]]}"


def _nothing_is_lost_with_the_cluster(cluster: ClusterSections) -> Iterator[Problem]:
    storage = cluster.storage
    kept: list[Path] = [
        *(("storage", "lustre", n) for n, each in storage.lustre.items() if _stays(each)),
        *(("storage", "efs", n) for n, each in storage.efs.items() if _stays(each)),
    ]
    for path in kept:
        if cluster.decommission:
            yield Problem(
                path,
                "it would be destroyed with all files on it; say so with delete_with_files: true, "
                "or keep the cluster",
                also=(("decommission",),),
            )


def _stays(file_system: LustreConfig | EfsConfig) -> bool:
    return not file_system.delete_with_files


def _somebody_trains_beside_it(cluster: ClusterSections) -> Iterator[Problem]:
    """Warn of a file system in a zone without accelerators, where another has some."""
    for name, lustre in cluster.storage.lustre.items():
        zones = _training_zones(cluster)
        if zones and lustre.availability_zone not in zones:
            yield Problem(
                ("storage", "lustre", name, "availability_zone"),
                f"nodes with accelerators are in {', '.join(zones)}, and reach it across zones: "
                "slower, and paid for by the GB",
            )


def _training_zones(cluster: ClusterSections) -> Sequence[str]:
    found: set[str] = set()
    for group in cluster.node_groups.values():
        if group.hardware_facts[0].accelerator != "none":
            one = group.availability_zone
            found |= {*cluster.zones} if one is None else {one}
    return sorted(found)


RULES = (
    _file_systems_are_in_zones_of_the_network,
    _linked_buckets_are_there,
    _somebody_reaches_it_by_efa,
    _nothing_is_lost_with_the_cluster,
)
WARNINGS = (_somebody_trains_beside_it,)
