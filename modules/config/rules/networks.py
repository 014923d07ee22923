"""Rules of the VPC, its zones and who is in them."""

from collections.abc import Iterator
from ipaddress import IPv4Network

from modules.catalog.nearest import nearest
from modules.catalog.regions import region_facts
from modules.config.problems import Path, Problem
from modules.config.sections.cluster import ClusterSections


def _zones_are_the_regions(cluster: ClusterSections) -> Iterator[Problem]:
    known = region_facts(cluster.region).zones
    seen: set[str] = set()
    for path, zone in _zones_of_the_network(cluster):
        if zone not in known:
            hint = f"did you mean {nearest(zone, known)!r}? " if nearest(zone, known) else ""
            yield Problem(
                path,
                f"no availability zone {zone!r} in {cluster.region}; "
                f"{hint}it has {', '.join(known)}",
                also=(("region",),),
            )
        elif zone in seen:
            yield Problem(path, f"availability zone {zone!r} stands twice; name it once")
        if isinstance(path[-1], int):
            seen.add(zone)


def _zones_of_the_network(cluster: ClusterSections) -> Iterator[tuple[Path, str]]:
    network = cluster.network
    for index, zone in enumerate(network.availability_zones or ()):
        yield ("network", "availability_zones", index), zone
    if network.existing is not None:
        for key in ("private_subnets", "public_subnets"):
            for zone in getattr(network.existing, key):
                yield ("network", "existing", key, zone), zone


def _chosen_zones_are_the_networks(cluster: ClusterSections) -> Iterator[Problem]:
    chosen: list[tuple[Path, str | None]] = [
        (("network", "single_nat_zone"), cluster.network.single_nat_zone),
        *(
            (("node_groups", name, "availability_zone"), group.availability_zone)
            for name, group in cluster.node_groups.items()
        ),
    ]
    for path, zone in chosen:
        if zone is not None and zone not in cluster.zones:
            yield Problem(
                path,
                f"the network has no zone {zone!r}; write one of {', '.join(cluster.zones)}",
                also=(("network",), ("region",)),
            )


def _services_and_vpc_are_apart(cluster: ClusterSections) -> Iterator[Problem]:
    network = cluster.network
    vpc, services = IPv4Network(network.cidr), IPv4Network(network.service_cidr)
    if network.existing is None and vpc.overlaps(services):
        other = "10.100.0.0/16" if vpc.overlaps(IPv4Network("172.20.0.0/16")) else "172.20.0.0/16"
        yield Problem(
            ("network", "service_cidr"),
            f"the services' block {services} overlaps the VPC's {vpc}; "
            f"write service_cidr: {other} or another block apart from it",
            also=(("network", "cidr"),),
        )


def _subnets_are_private(cluster: ClusterSections) -> Iterator[Problem]:
    existing = cluster.network.existing
    if existing is None:
        return
    public = set(existing.public_subnets.values())
    for zone, subnet in existing.private_subnets.items():
        if subnet in public:
            yield Problem(
                ("network", "existing", "private_subnets", zone),
                f"{subnet} is among the public subnets too; nodes go in private ones: EC2 gives no "
                "public address to an instance with several interfaces, as EFA needs, so it would "
                "reach nothing",
                also=(("network", "existing", "public_subnets"),),
            )


RULES = (
    _zones_are_the_regions,
    _chosen_zones_are_the_networks,
    _services_and_vpc_are_apart,
    _subnets_are_private,
)
