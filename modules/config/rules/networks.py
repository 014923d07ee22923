"""Rules of the VPC and its blocks."""

from collections.abc import Iterator
from ipaddress import IPv4Network

from modules.config.problems import Problem
from modules.config.sections.cluster import ClusterSections


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
    _services_and_vpc_are_apart,
    _subnets_are_private,
)
