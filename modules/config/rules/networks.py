"""Rules of the VPC and its blocks."""

from collections.abc import Iterator
from ipaddress import IPv4Network

from modules.config.problems import Problem
from modules.config.sections.cluster import ClusterSections
from modules.config.sections.strings import LARGEST_BLOCKS

#: Source: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html and
#: https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html
_DOCKERS = IPv4Network("172.17.0.0/16")
#: Blocks that anyone may use inside: private ones, that of carriers, and that of benchmarks.
#: Source: https://www.iana.org/assignments/iana-ipv4-special-registry
_PRIVATE = (*LARGEST_BLOCKS, "100.64.0.0/10", "198.18.0.0/15")


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


def _subnets_are_distinct(cluster: ClusterSections) -> Iterator[Problem]:
    existing = cluster.network.existing
    for key in ("private_subnets", "public_subnets") if existing is not None else ():
        first: dict[str, str] = {}
        for zone, subnet in getattr(existing, key).items():
            other = first.setdefault(subnet, zone)
            if other != zone:
                yield Problem(
                    ("network", "existing", key, zone),
                    f"{subnet} is given for {other} too, and a subnet is in one zone; name the one "
                    f"that is in {zone} (aws ec2 describe-subnets)",
                )


def _control_planes_are_in_zones_of_the_network(cluster: ClusterSections) -> Iterator[Problem]:
    existing = cluster.network.existing
    chosen = () if existing is None else existing.control_plane_zones or ()
    for index, zone in enumerate(chosen):
        path = ("network", "existing", "control_plane_zones", index)
        if zone in chosen[:index]:
            yield Problem(path, f"{zone} stands twice; name it once")
        elif zone not in cluster.zones:
            yield Problem(
                path,
                f"the network has no zone {zone!r} for a control plane; "
                f"write one of {', '.join(cluster.zones)}",
                also=(("network", "existing", "private_subnets"),),
            )


def _peers_are_other_clusters(cluster: ClusterSections) -> Iterator[Problem]:
    peers = cluster.network.peers
    for index, peer in enumerate(peers):
        path = ("network", "peers", index)
        if peer == cluster.name:
            yield Problem(path, "is this cluster itself; name others", also=(("name",),))
        elif peer in peers[:index]:
            yield Problem(path, f"{peer!r} stands twice; name it once")


def _blocks_are_nobody_elses(cluster: ClusterSections) -> Iterator[Problem]:
    network = cluster.network
    given = {"service_cidr": network.service_cidr}
    if network.existing is None:
        given["cidr"] = network.cidr
    for key, value in given.items():
        block = IPv4Network(value)
        if block.overlaps(_DOCKERS):
            yield Problem(
                ("network", key),
                f"Docker's bridge has {_DOCKERS} wherever it runs, and so have AWS services such "
                "as SageMaker and Cloud9, which will not reach this cluster; write another block",
            )
        elif not any(block.subnet_of(IPv4Network(private)) for private in _PRIVATE):
            yield Problem(
                ("network", key),
                f"{block} is of the internet, and nodes will not reach whoever has it there; write "
                "a private block like 10.0.0.0/16",
            )


RULES = (
    _services_and_vpc_are_apart,
    _subnets_are_private,
    _subnets_are_distinct,
    _control_planes_are_in_zones_of_the_network,
    _peers_are_other_clusters,
)
WARNINGS = (_blocks_are_nobody_elses,)
