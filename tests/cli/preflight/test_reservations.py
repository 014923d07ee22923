"""Whether reserved capacity is what the node groups take it for."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any

import pytest

from modules.config import ClusterConfig
from tests.cli.preflight.stubs import StubbedAccount, subject_of, told

BLOCK = subject_of("p5-capacity-block")
RESERVED = subject_of("p5en-reservation")
RESERVED_GROUP = next(n for n, g in RESERVED.cluster.node_groups.items() if g.capacity.is_reserved)
GROUPED = subject_of("p6-b300")
GROUPED_GROUP = next(n for n, g in GROUPED.cluster.node_groups.items() if g.capacity.is_reserved)


def day(number: int) -> datetime:
    return datetime(2030, 1, number, 11, 30, tzinfo=timezone.utc)


A_BLOCK = {
    "CapacityReservationId": "cr-0123456789abcdef0",
    "ReservationType": "capacity-block",
    "InstanceType": "p5.48xlarge",
    "AvailabilityZone": "us-west-2a",
    "Tenancy": "default",
    "State": "scheduled",
    "TotalInstanceCount": 16,
    "AvailableInstanceCount": 0,
    "StartDate": day(7),
    "EndDate": day(14),
}


def account(
    *found: Mapping[str, Any], region: str = "us-west-2", ours: int = 0, others: int = 0
) -> StubbedAccount:
    tag = [{"Key": "trainyard/cluster", "Value": RESERVED.cluster.name}]
    running = [{"Tags": tag}] * ours + [{}] * others
    return (
        StubbedAccount(region)
        .answers("ec2", "describe_capacity_reservations", {"CapacityReservations": list(found)})
        .answers("ec2", "describe_instances", {"Reservations": [{"Instances": running}]})
    )


def of_block(**changes: Any) -> str:
    title = "node group h100: reserved capacity"
    return told(BLOCK, title, account({**A_BLOCK, **changes}))


def test_a_block_that_fits_passes() -> None:
    assert of_block() == (
        "passed: cr-0123456789abcdef0 is scheduled, for 16 p5.48xlarge in us-west-2a, until "
        "2030-01-14T11:30:00Z"
    )


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"State": "expired"}, "is expired, and no node will start in it; name another"),
        (
            {"InstanceType": "p5e.48xlarge"},
            "is for p5e.48xlarge; write instance_types: [p5e.48xlarge], or name another",
        ),
        (
            {"ReservationType": "default"},
            "is a capacity reservation; write type: reservation",
        ),
        (
            {"Tenancy": "dedicated"},
            "is of tenancy dedicated, and nodes are of the default one",
        ),
        (
            {"StartDate": day(8)},
            "starts at 2030-01-08T11:30:00Z, after scheduled_start.at 2030-01-07T11:30:00Z; write "
            "2030-01-08T11:30:00Z",
        ),
        (
            {"EndDate": day(7)},
            "ends at 2030-01-07T11:30:00Z, before scheduled_start.at 2030-01-07T11:30:00Z",
        ),
        (
            {"AvailabilityZone": "us-west-2b"},
            "is in us-west-2b, and the group in us-west-2a; write availability_zone: us-west-2b",
        ),
    ],
)
def test_a_block_that_does_not_fit_fails(changes: Mapping[str, Any], text: str) -> None:
    assert of_block(**changes) == f"failed: cr-0123456789abcdef0 {text}"


@pytest.mark.parametrize(
    ("ends_at", "changes", "text"),
    [
        ("2030-01-14T11:30:00Z", {}, None),
        ("2030-01-14T12:30:00+01:00", {}, None),
        (
            "2030-01-21T11:30:00Z",
            {},
            "cr-0123456789abcdef0 ends at 2030-01-14T11:30:00Z, and ends_at is "
            "2030-01-21T11:30:00Z; write ends_at: 2030-01-14T11:30:00Z",
        ),
        (
            "2030-01-14T11:30:00Z",
            {"EndDate": None},
            "nothing of it has an end, and ends_at is 2030-01-14T11:30:00Z; remove ends_at",
        ),
    ],
)
def test_the_end_that_the_file_tells_is_the_first_of_all(
    ends_at: str, changes: Mapping[str, Any], text: str | None
) -> None:
    members = BLOCK.cluster.model_dump(exclude_unset=True)
    members["node_groups"]["h100"]["capacity"]["ends_at"] = ends_at
    subject = replace(BLOCK, cluster=ClusterConfig.model_validate(members))
    block = {key: value for key, value in {**A_BLOCK, **changes}.items() if value is not None}
    later = {**block, "CapacityReservationId": "cr-0123456789abcdef1"}
    if "EndDate" in later:
        later["EndDate"] = day(28)
    found = told(subject, "node group h100: reserved capacity", account(later, block))
    assert (found == f"failed: {text}") if text else found.startswith("passed: ")


def test_a_block_that_is_too_small_fails() -> None:
    assert of_block(TotalInstanceCount=8) == (
        "failed: 8 instances are reserved, and scaling.max is 16; write max: 8"
    )


def test_all_that_is_wrong_is_told_at_once() -> None:
    found = of_block(State="expired", InstanceType="p5e.48xlarge")
    assert found.count("cr-0123456789abcdef0 is ") == 2


@pytest.mark.parametrize("code", [None, "InvalidCapacityReservationId.NotFound"])
def test_a_block_that_is_not_there_fails(code: str | None) -> None:
    asked = StubbedAccount()
    if code is None:
        asked.answers("ec2", "describe_capacity_reservations", {"CapacityReservations": []})
    else:
        asked.refuses("ec2", "describe_capacity_reservations", code)
    asked.answers("ec2", "describe_instances", {"Reservations": []})
    found = told(BLOCK, "node group h100: reserved capacity", asked)
    assert "there is no cr-0123456789abcdef0 in us-west-2" in found
    assert found.startswith("failed: ")


def of_reservation(ours: int = 0, **changes: Any) -> str:
    cluster = RESERVED.cluster
    group = cluster.node_groups[RESERVED_GROUP]
    found = {
        "CapacityReservationId": group.capacity.reservation_id,
        "InstanceType": group.instance_types[0],
        "AvailabilityZone": group.availability_zone,
        "State": "active",
        "TotalInstanceCount": group.scaling.max,
        "AvailableInstanceCount": group.scaling.max,
        **changes,
    }
    title = f"node group {RESERVED_GROUP}: reserved capacity"
    return told(RESERVED, title, account(found, region=cluster.region, ours=ours, others=3))


def test_a_reservation_with_room_passes() -> None:
    assert of_reservation().startswith("passed: cr-")


def test_a_reservation_that_others_fill_fails_but_not_one_that_this_cluster_fills() -> None:
    scaling = RESERVED.cluster.node_groups[RESERVED_GROUP].scaling
    full = of_reservation(AvailableInstanceCount=0)
    assert full == (
        f"failed: {scaling.max} of the {scaling.max} instances are used by others, and 0 are left "
        f"for the {scaling.desired} nodes of scaling.desired"
    )
    assert of_reservation(ours=scaling.max, AvailableInstanceCount=0).startswith("passed: ")


def test_nodes_that_are_wanted_before_a_reservation_starts_fail() -> None:
    found = of_reservation(State="scheduled", StartDate=day(7), AvailableInstanceCount=0)
    assert found.endswith(
        " starts at 2030-01-07T11:30:00Z, and nodes are wanted at once, which fails until then; "
        "write scaling: {desired: 0, ...}, and raise it when it has started"
    )


GROUPED_TITLE = f"node group {GROUPED_GROUP}: reserved capacity"


def test_the_reservations_of_a_resource_group_count_together() -> None:
    cluster = GROUPED.cluster
    group = cluster.node_groups[GROUPED_GROUP]
    half = -(-group.scaling.max // 2)
    ids = ["cr-1", "cr-2"]
    arn = f"arn:aws:ec2:{cluster.region}:111122223333:capacity-reservation"
    listed = [
        {
            "Identifier": {
                "ResourceArn": f"{arn}/{id_}",
                "ResourceType": "AWS::EC2::CapacityReservation",
            }
        }
        for id_ in ids
    ]
    each = {
        "InstanceType": group.instance_types[0],
        "AvailabilityZone": group.availability_zone,
        "State": "active",
        "TotalInstanceCount": half,
        "AvailableInstanceCount": half,
    }
    asked = account(
        *({"CapacityReservationId": id_, **each} for id_ in ids), region=cluster.region
    ).answers("resource-groups", "list_group_resources", {"Resources": listed})
    assert told(GROUPED, GROUPED_TITLE, asked).startswith("passed: cr-1 is active, for ")


def test_a_resource_group_that_is_not_there_fails() -> None:
    asked = StubbedAccount(GROUPED.cluster.region).refuses(
        "resource-groups", "list_group_resources", "NotFoundException"
    )
    arn = GROUPED.cluster.node_groups[GROUPED_GROUP].capacity.resource_group_arn
    assert told(GROUPED, GROUPED_TITLE, asked) == (
        f"failed: {arn} is not there, or holds no capacity reservation; add them with aws "
        "resource-groups group-resources"
    )
