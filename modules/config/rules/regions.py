"""Rules of the region, and of the zones that a file names."""

from collections.abc import Iterator

from modules.catalog.nearest import nearest
from modules.catalog.regions import (
    UnknownRegionError,
    is_zone_id,
    region_of_local_zone,
    regions,
)
from modules.config.problems import Path, Problem
from modules.config.sections.cluster import ClusterSections
from modules.planning.network.subnets import MOST_ZONES

_FEWEST_ZONES = 2
_NEWER = "for one newer than the catalog add unlisted_region: {zones: [...]}"


def problem_of_region(cluster: ClusterSections) -> Problem | None:
    """Say what is wrong with the region, without which nothing else can be looked at."""
    if cluster.region in regions() or cluster.unlisted_region is not None:
        return None
    error = UnknownRegionError(cluster.region)
    glue = " " if error.suggestion else "; "
    return Problem(("region",), f"{error}{glue}{_NEWER}", also=(("unlisted_region",),))


def _unlisted_zones_are_the_regions(cluster: ClusterSections) -> Iterator[Problem]:
    if cluster.unlisted_region is None:
        return
    zones = cluster.unlisted_region.zones
    path = ("unlisted_region", "zones")
    for index, zone in enumerate(zones):
        if not _is_named_after(zone, cluster.region):
            yield Problem(
                (*path, index),
                f"{zone!r} is no availability zone of {cluster.region}; write names like "
                f"{cluster.region}a",
                also=(("region",),),
            )
        elif zone in zones[:index]:
            yield Problem((*path, index), f"{zone!r} stands twice; name it once")
    if len(zones) > MOST_ZONES:
        yield Problem(path, f"holds {len(zones)}; a VPC has room for subnets in {MOST_ZONES}")
    known = regions()[cluster.region].zones if cluster.region in regions() else ()
    if known and tuple(zones[: len(known)]) != known:
        yield Problem(
            path,
            f"the catalog has {', '.join(known)}, in this order, which decides the addresses of "
            "subnets; begin with these, and add further ones behind",
            also=(("region",),),
        )


def _zones_are_the_regions(cluster: ClusterSections) -> Iterator[Problem]:
    seen: set[str] = set()
    for path, zone in _zones_of_the_network(cluster):
        wrong = _what_is_wrong(zone, cluster, may_be_local="existing" in path)
        if wrong is not None:
            yield Problem(path, wrong, also=(("region",),))
        elif zone in seen:
            yield Problem(path, f"availability zone {zone!r} stands twice; name it once")
        if isinstance(path[-1], int):
            seen.add(zone)


def _what_is_wrong(zone: str, cluster: ClusterSections, *, may_be_local: bool) -> str | None:
    region, known = cluster.region, cluster.region_facts.zones
    if zone in known:
        return None
    if is_zone_id(zone):
        return (
            f"{zone!r} is the id of a zone, and its name is wanted, as in {known[0]}; aws ec2 "
            f"describe-availability-zones --region {region} tells which your account has for it"
        )
    parent = region_of_local_zone(zone)
    if parent not in {None, region}:
        return f"{zone!r} is a Local Zone of {parent}, and the cluster is in {region}"
    if parent is not None:
        return (
            None
            if may_be_local
            else f"{zone!r} is a Local Zone, where no control plane can be and so no VPC is built; "
            "make a subnet there in a VPC of yours, and name it in network.existing"
        )
    close = nearest(zone, known)
    hint = f"did you mean {close!r}? " if close else ""
    return f"no availability zone {zone!r} in {region}; {hint}it has {', '.join(known)}; {_NEWER}"


def _zones_of_the_network(cluster: ClusterSections) -> Iterator[tuple[Path, str]]:
    network = cluster.network
    for index, zone in enumerate(network.availability_zones or ()):
        yield ("network", "availability_zones", index), zone
    if network.existing is not None:
        for key in ("private_subnets", "public_subnets"):
            for zone in getattr(network.existing, key):
                yield ("network", "existing", key, zone), zone


def _control_planes_are_in_two_zones(cluster: ClusterSections) -> Iterator[Problem]:
    """A Local Zone is for nodes alone.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/local-zones.html
    """
    if cluster.local_zones and len(cluster.zones) < _FEWEST_ZONES:
        yield Problem(
            ("network", "existing", "private_subnets"),
            "a control plane goes in two availability zones or more, and a Local Zone such as "
            f"{cluster.local_zones[0]} is none; add a subnet of another availability zone",
            also=(("region",),),
        )


def _chosen_zones_are_the_networks(cluster: ClusterSections) -> Iterator[Problem]:
    for_nodes = (*cluster.zones, *cluster.local_zones)
    chosen: list[tuple[Path, str | None, tuple[str, ...]]] = [
        (("network", "single_nat_zone"), cluster.network.single_nat_zone, cluster.zones),
        *(
            (("node_groups", name, "availability_zone"), group.availability_zone, for_nodes)
            for name, group in cluster.node_groups.items()
        ),
    ]
    for path, zone, known in chosen:
        if zone is None or zone in known:
            continue
        wrong = _what_is_wrong(zone, cluster, may_be_local=False)
        is_named_otherwise = is_zone_id(zone) or region_of_local_zone(zone) is not None
        yield Problem(
            path,
            wrong
            if wrong is not None and is_named_otherwise
            else f"the network has no zone {zone!r}; write one of {', '.join(known)}",
            also=(("network",), ("region",)),
        )


def _is_named_after(zone: str, region: str) -> bool:
    letter = zone.removeprefix(region)
    return zone.startswith(region) and len(letter) == 1 and "a" <= letter <= "z"


RULES = (
    _unlisted_zones_are_the_regions,
    _zones_are_the_regions,
    _control_planes_are_in_two_zones,
    _chosen_zones_are_the_networks,
)
