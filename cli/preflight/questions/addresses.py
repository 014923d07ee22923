"""Whether subnets that exist already have addresses for all nodes there may be at once."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from cli.preflight.answers import Finding, Question, verdict_on
from cli.preflight.questions.network import subnets_by_id
from cli.preflight.subject import Subject
from cli.verification.check import Aws, filtered, tags_of
from modules.config import ExistingNetworkConfig
from modules.config.derived.addresses import demands_of
from modules.planning.network.address_budget import Shortage, addresses_left_for_nodes, shortages

#: What the VPC CNI writes on the interfaces that it adds to nodes.
#: Source: https://github.com/aws/amazon-vpc-cni-k8s (README.md, CLUSTER_NAME)
_CNI_TAG = "cluster.k8s.amazonaws.com/name"
_ADDRESSES_OF_A_PREFIX = 16


def address_questions(subject: Subject) -> Iterator[Question]:
    """Ask for the free addresses of the nodes' subnets."""
    existing = subject.cluster.network.existing
    if existing is not None:
        yield Question(
            title="free addresses of subnets",
            actions=("ec2:DescribeSubnets", "ec2:DescribeNetworkInterfaces"),
            ask=partial(_suffice, subject, existing),
        )


def _suffice(subject: Subject, existing: ExistingNetworkConfig, aws: Aws) -> Finding:
    named = existing.private_subnets
    found = subnets_by_id(aws, [*named.values()])
    held = _held_by_ours(subject, [*named.values()], aws)
    free = {
        zone: addresses_left_for_nodes(found[id_]["AvailableIpAddressCount"] + held.get(id_, 0))
        for zone, id_ in named.items()
        if id_ in found
    }
    problems = [
        _too_small(shortage, named[shortage.zone])
        for shortage in shortages(demands_of(subject.cluster).values(), free)
    ]
    seen = ", ".join(f"{named[zone]} has {count} for nodes" for zone, count in free.items())
    return verdict_on(problems, seen)


def _too_small(shortage: Shortage, subnet_id: str) -> str:
    groups = ", ".join(
        f"{demand.group} {demand.addresses_in_a_zone} ({demand.nodes_in_a_zone} nodes of "
        f"{demand.addresses_per_node})"
        for demand in shortage.demands
    )
    return (
        f"{subnet_id} in {shortage.zone} has {shortage.free} free for nodes, which at their most "
        f"ask for {shortage.needed}: {groups}; lower scaling.max, or name a larger subnet"
    )


def _held_by_ours(subject: Subject, subnet_ids: list[str], aws: Aws) -> Mapping[str, int]:
    """Count the addresses of nodes that run already, by subnet: they are not wanted twice."""
    pages = (
        aws.client("ec2")
        .get_paginator("describe_network_interfaces")
        .paginate(Filters=filtered("subnet-id", *subnet_ids))
    )
    held: dict[str, int] = {}
    for interface in (each for page in pages for each in page["NetworkInterfaces"]):
        if _is_ours(subject, interface):
            id_ = interface["SubnetId"]
            held[id_] = held.get(id_, 0) + _addresses(interface)
    return held


def _is_ours(subject: Subject, interface: Mapping[str, Any]) -> bool:
    # EC2 calls the tags of an interface otherwise than those of anything else.
    tags = tags_of({"Tags": interface.get("TagSet", ())})
    return subject.is_ours(tags) or tags.get(_CNI_TAG) == subject.cluster.name


def _addresses(interface: Mapping[str, Any]) -> int:
    prefixes = len(interface.get("Ipv4Prefixes", ())) * _ADDRESSES_OF_A_PREFIX
    return len(interface.get("PrivateIpAddresses", ())) + prefixes
