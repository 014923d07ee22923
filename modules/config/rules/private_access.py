"""Rules of who reaches the private endpoint of the Kubernetes API."""

from collections.abc import Iterator
from ipaddress import IPv4Network

from modules.config.problems import Problem
from modules.config.rules.accounts import account_of
from modules.config.sections.cluster import ClusterSections
from modules.config.sections.strings import LARGEST_BLOCKS

#: Blocks that networks have inside, and that of carriers and of nodes' pods.
#: Source: https://www.iana.org/assignments/iana-ipv4-special-registry
_PRIVATE = (*LARGEST_BLOCKS, "100.64.0.0/10", "198.18.0.0/15")
#: EC2's default of 60 rules for each direction, but for the one that EKS makes.
#: Source: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
_MOST_RULES = 59


def _own_security_groups_are_named_alone(cluster: ClusterSections) -> Iterator[Problem]:
    """The AWS provider reads its own account's without the account, and would see a change.

    Source: https://github.com/hashicorp/terraform-provider-aws, internal/service/ec2,
    flattenReferencedSecurityGroup
    """
    account = account_of(cluster)
    for index, value in enumerate(cluster.access.private_security_groups):
        owner, _, name = value.rpartition("/")
        if account is not None and owner == account[0]:
            yield Problem(
                ("access", "private_security_groups", index),
                f"{value!r} is of the cluster's own account, whose groups are named alone; "
                f"write {name}",
                also=(account[1],),
            )


def _sources_are_networks(cluster: ClusterSections) -> Iterator[Problem]:
    """Tell of blocks of the internet: some networks have such inside, connected by VPN."""
    for index, value in enumerate(cluster.access.private_cidrs):
        block = IPv4Network(value)
        if not any(block.overlaps(IPv4Network(private)) for private in _PRIVATE):
            yield Problem(
                ("access", "private_cidrs", index),
                f"{value} is of the internet, from where nobody reaches the private endpoint; for "
                "people there write it in allowed_cidrs, and leave it here only if a network "
                "connected to the VPC has it",
            )


def _sources_do_not_overlap(cluster: ClusterSections) -> Iterator[Problem]:
    blocks = [IPv4Network(value) for value in cluster.access.private_cidrs]
    for index, block in enumerate(blocks):
        wider = next((each for each in blocks if each != block and block.subnet_of(each)), None)
        if wider is not None:
            yield Problem(
                ("access", "private_cidrs", index),
                f"{block} lies in {wider}, which stands here too and lets it in; remove one of "
                "the two",
            )


def _rules_fit_a_security_group(cluster: ClusterSections) -> Iterator[Problem]:
    access = cluster.access
    count = len(access.private_cidrs) + len(access.private_security_groups)
    if count > _MOST_RULES:
        yield Problem(
            ("access", "private_cidrs"),
            f"{count} blocks and security groups are as many rules of one security group, which "
            f"takes {_MOST_RULES} beside EKS's own unless the account's quota L-0EA8095F was "
            "raised; name wider blocks",
            also=(("access", "private_security_groups"),),
        )


RULES = (_own_security_groups_are_named_alone,)
WARNINGS = (_sources_are_networks, _sources_do_not_overlap, _rules_fit_a_security_group)
