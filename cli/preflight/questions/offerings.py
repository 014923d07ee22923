"""Whether AWS offers to this account what the cluster wants, where it wants it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from cli.preflight.answers import Finding, Question, verdict_on
from cli.preflight.subject import Subject
from cli.verification.check import Aws, filtered
from modules.catalog.control_plane_zones import ZONES_WITHOUT_CONTROL_PLANE
from modules.config import ClusterConfig, NodeGroupConfig
from modules.config.derived.addresses import zones_of

#: As EC2 calls what is no Local Zone.
_ZONE = "availability-zone"


def offering_questions(subject: Subject) -> Iterator[Question]:
    """Ask whether the zones are there, and of each node group whether they have its types."""
    yield Question(
        title="availability zones",
        actions=("ec2:DescribeAvailabilityZones",),
        ask=partial(_zones_are_there, subject),
    )
    for name, group in sorted(subject.cluster.node_groups.items()):
        yield Question(
            title=f"node group {name}: instance types offered",
            actions=("ec2:DescribeInstanceTypeOfferings",),
            ask=partial(_types_are_offered, subject, group),
        )


def _zones_are_there(subject: Subject, aws: Aws) -> Finding:
    cluster = subject.cluster
    described = aws.client("ec2").describe_availability_zones(AllAvailabilityZones=True)
    zones = {zone["ZoneName"]: zone for zone in described["AvailabilityZones"]}
    named = (*cluster.zones, *cluster.local_zones)
    problems = [*_not_there(named, zones, cluster.region), *_without_control_plane(cluster, zones)]
    ids = [f"{name} is {zones[name]['ZoneId']}" for name in named if name in zones]
    return verdict_on(problems, ", ".join(ids))


def _not_there(
    named: Sequence[str], zones: Mapping[str, Mapping[str, str]], region: str
) -> Iterator[str]:
    for name in named:
        if name not in zones:
            there = [n for n, zone in zones.items() if zone.get("ZoneType", _ZONE) == _ZONE]
            yield f"this account has no zone {name}; it has {_listed(there)}"
        elif zones[name].get("OptInStatus") == "not-opted-in":
            yield (
                f"{name} is not switched on: aws ec2 modify-availability-zone-group --group-name "
                f"{zones[name]['GroupName']} --opt-in-status opted-in --region {region}"
            )


def _without_control_plane(
    cluster: ClusterConfig, zones: Mapping[str, Mapping[str, str]]
) -> Iterator[str]:
    existing = cluster.network.existing
    chosen = None if existing is None else existing.control_plane_zones
    key = "availability_zones" if existing is None else "existing.control_plane_zones"
    for name in cluster.zones if chosen is None else chosen:
        id_ = zones.get(name, {}).get("ZoneId")
        if id_ in ZONES_WITHOUT_CONTROL_PLANE:
            yield (
                f"{name} is {id_} in this account, where EKS makes no control plane; write "
                f"network.{key} without it"
            )


def _types_are_offered(subject: Subject, group: NodeGroupConfig, aws: Aws) -> Finding:
    region = subject.cluster.region
    pages = (
        aws.client("ec2")
        .get_paginator("describe_instance_type_offerings")
        .paginate(
            LocationType="availability-zone",
            Filters=filtered("instance-type", *group.instance_types),
        )
    )
    offered: dict[str, set[str]] = {name: set() for name in group.instance_types}
    for page in pages:
        for offering in page["InstanceTypeOfferings"]:
            offered[offering["InstanceType"]].add(offering["Location"])
    problems = list(_lacking(offered, region, zones_of(subject.cluster, group)))
    return verdict_on(problems, "; ".join(f"{n} in {_listed(z)}" for n, z in offered.items()))


def _lacking(offered: Mapping[str, set[str]], region: str, zones: Sequence[str]) -> Iterator[str]:
    for name, where in offered.items():
        lacking = [zone for zone in zones if zone not in where]
        if not where:
            yield f"AWS offers this account no {name} in {region}; take another type or region"
        elif lacking:
            yield (
                f"AWS offers {name} in {_listed(where)} and not in {_listed(lacking)}; give the "
                "group an availability_zone that has it, or the cluster other zones"
            )


def _listed(zones: Iterable[str]) -> str:
    return ", ".join(sorted(zones))
