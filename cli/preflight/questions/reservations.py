"""Whether reserved capacity is what the node groups take it for."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from botocore.exceptions import ClientError

from cli.preflight.answers import Finding, Question, failed, verdict_on
from cli.preflight.asking import error_code
from cli.preflight.subject import Subject
from cli.verification.check import Aws, filtered, tags_of
from modules.config import NodeGroupConfig
from modules.config.derived.addresses import zones_of

_RESERVATION = "AWS::EC2::CapacityReservation"
#: States in which instances start, now or once the time has come.
#: Source: botocore's model of EC2, CapacityReservationState
_USABLE = ("active", "scheduled")
_EC2_TYPES = {"reservation": "default", "capacity_block": "capacity-block"}
_KINDS = {"default": "a capacity reservation", "capacity-block": "a capacity block"}

Reservation = Mapping[str, Any]


def reservation_questions(subject: Subject) -> Iterator[Question]:
    """Ask of the reservation, block or resource group of each node group that names one."""
    for name, group in sorted(subject.cluster.node_groups.items()):
        if group.capacity.reservation_id or group.capacity.resource_group_arn:
            yield Question(
                title=f"node group {name}: reserved capacity",
                actions=(
                    "ec2:DescribeCapacityReservations",
                    "ec2:DescribeInstances",
                    *(
                        ("resource-groups:ListGroupResources",)
                        if group.capacity.resource_group_arn
                        else ()
                    ),
                ),
                ask=partial(_fits, subject, group),
            )


def _fits(subject: Subject, group: NodeGroupConfig, aws: Aws) -> Finding:
    ids = _ids(group, aws)
    if not ids:
        return failed(
            f"{group.capacity.resource_group_arn} is not there, or holds no capacity reservation; "
            "add them with aws resource-groups group-resources"
        )
    found = _describe(ids, aws)
    problems = [
        f"there is no {id_} in {subject.cluster.region}"
        for id_ in ids
        if id_ not in {each["CapacityReservationId"] for each in found}
    ]
    for each in found:
        problems += [f"{each['CapacityReservationId']} {text}" for text in _unfit(each, group)]
        problems += _of_zone(subject, group, each)
    problems += _of_end(group, found)
    problems += _of_size(group, found, _running(subject, ids, aws))
    return verdict_on(problems, "; ".join(map(_told, found)))


def _ids(group: NodeGroupConfig, aws: Aws) -> Sequence[str]:
    if group.capacity.reservation_id is not None:
        return [group.capacity.reservation_id]
    client = aws.client("resource-groups")
    pages = client.get_paginator("list_group_resources").paginate(
        Group=group.capacity.resource_group_arn
    )
    try:
        return [
            item["Identifier"]["ResourceArn"].rpartition("/")[2]
            for page in pages
            for item in page.get("Resources", ())
            if item["Identifier"]["ResourceType"] == _RESERVATION
        ]
    except client.exceptions.NotFoundException:
        return []


def _describe(ids: Sequence[str], aws: Aws) -> Sequence[Reservation]:
    try:
        found = aws.client("ec2").describe_capacity_reservations(CapacityReservationIds=[*ids])
    except ClientError as error:
        if error_code(error) != "InvalidCapacityReservationId.NotFound":
            raise
        return []
    reservations: Sequence[Reservation] = found["CapacityReservations"]
    return reservations


def _unfit(reservation: Reservation, group: NodeGroupConfig) -> Iterator[str]:
    """Say what one reservation is that the group does not take it for."""
    state, type_ = reservation["State"], reservation["InstanceType"]
    if state not in _USABLE:
        yield f"is {state}, and no node will start in it; name another"
    if type_ not in group.instance_types:
        yield f"is for {type_}; write instance_types: [{type_}], or name another"
    wanted = _EC2_TYPES[group.capacity.type]
    is_a = reservation.get("ReservationType", "default")
    if is_a != wanted:
        yield f"is {_KINDS[is_a]}; write type: {_file_word(is_a)}"
    if reservation.get("Tenancy", "default") != "default":
        yield f"is of tenancy {reservation['Tenancy']}, and nodes are of the default one"
    yield from _of_time(reservation, group)


def _of_time(reservation: Reservation, group: NodeGroupConfig) -> Iterator[str]:
    start: datetime | None = reservation.get("StartDate")
    end: datetime | None = reservation.get("EndDate")
    scheduled = group.capacity.scheduled_start
    if scheduled is None:
        if reservation["State"] == "scheduled" and group.scaling.desired:
            yield (
                f"starts at {_when(start)}, and nodes are wanted at once, which fails until then; "
                "write scaling: {desired: 0, ...}, and raise it when it has started"
            )
        return
    if start is not None and scheduled.at < start:
        yield (
            f"starts at {_when(start)}, after scheduled_start.at {_when(scheduled.at)}; "
            f"write {_when(start)}"
        )
    if end is not None and scheduled.at >= end:
        yield f"ends at {_when(end)}, before scheduled_start.at {_when(scheduled.at)}"


def _of_end(group: NodeGroupConfig, found: Sequence[Reservation]) -> Iterator[str]:
    """Compare the first end of all with the one that the file tells, which warnings go by."""
    written = group.capacity.ends_at
    if written is None or not found:
        return
    ending = [each for each in found if each.get("EndDate") is not None]
    if not ending:
        yield f"nothing of it has an end, and ends_at is {_when(written)}; remove ends_at"
        return
    first = min(ending, key=lambda each: each["EndDate"])
    if first["EndDate"] != written:
        end = _when(first["EndDate"])
        yield (
            f"{first['CapacityReservationId']} ends at {end}, and ends_at is {_when(written)}; "
            f"write ends_at: {end}"
        )


def _of_zone(subject: Subject, group: NodeGroupConfig, reservation: Reservation) -> Iterator[str]:
    zone, zones = reservation["AvailabilityZone"], zones_of(subject.cluster, group)
    if zone not in zones:
        yield (
            f"{reservation['CapacityReservationId']} is in {zone}, and the group in "
            f"{', '.join(zones)}; write availability_zone: {zone}"
        )


def _of_size(group: NodeGroupConfig, found: Sequence[Reservation], running: int) -> Iterator[str]:
    """Compare with what is reserved in all, and with what nobody else uses of it."""
    total = sum(each["TotalInstanceCount"] for each in found)
    scheduled = group.capacity.scheduled_start
    most = max(group.scaling.max, scheduled.desired if scheduled else 0)
    if most > total and group.capacity.has_an_end:
        yield f"{total} instances are reserved, and scaling.max is {most}; write max: {total}"
    active = [each for each in found if each["State"] == "active"]
    free = sum(each["AvailableInstanceCount"] for each in active) + running
    if len(active) == len(found) and free < group.scaling.desired <= total:
        yield (
            f"{total - free} of the {total} instances are used by others, and {free} are left for "
            f"the {group.scaling.desired} nodes of scaling.desired"
        )


def _running(subject: Subject, ids: Sequence[str], aws: Aws) -> int:
    """Count the nodes of this cluster that run in reservations already."""
    pages = (
        aws.client("ec2")
        .get_paginator("describe_instances")
        .paginate(
            Filters=[
                *filtered("capacity-reservation-id", *ids),
                *filtered("instance-state-name", "pending", "running"),
            ]
        )
    )
    return sum(
        subject.is_ours(tags_of(instance))
        for page in pages
        for reservation in page["Reservations"]
        for instance in reservation["Instances"]
    )


def _told(reservation: Reservation) -> str:
    until = reservation.get("EndDate")
    return (
        f"{reservation['CapacityReservationId']} is {reservation['State']}, for "
        f"{reservation['TotalInstanceCount']} {reservation['InstanceType']} in "
        f"{reservation['AvailabilityZone']}{'' if until is None else f', until {_when(until)}'}"
    )


def _file_word(ec2_type: str) -> str:
    return next(word for word, type_ in _EC2_TYPES.items() if type_ == ec2_type)


def _when(time: datetime | None) -> str:
    return "a later time" if time is None else f"{time:%Y-%m-%dT%H:%M:%SZ}"
