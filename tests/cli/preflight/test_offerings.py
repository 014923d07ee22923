"""Whether zones are there, and offer the types."""

from collections.abc import Mapping

import pytest

from tests.cli.preflight.stubs import StubbedAccount, subject_of, told

ZONES = "availability zones"
TYPES = "node group training: instance types offered"


def zones(region: str, **changes: Mapping[str, str]) -> StubbedAccount:
    described = [
        {
            "ZoneName": f"{region}{letter}",
            "ZoneId": f"usw2-az{number}",
            "OptInStatus": "opt-in-not-required",
            **changes.get(letter, {}),
        }
        for number, letter in enumerate("abc", start=1)
    ]
    return StubbedAccount(region).answers(
        "ec2", "describe_availability_zones", {"AvailabilityZones": described}
    )


def test_zones_that_are_there_pass() -> None:
    assert told(subject_of("demo"), ZONES, zones("us-west-2")) == (
        "passed: us-west-2a is usw2-az1, us-west-2b is usw2-az2, us-west-2c is usw2-az3"
    )


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (
            {"ZoneName": "us-west-2d"},
            "this account has no zone us-west-2c; it has us-west-2a, us-west-2b, us-west-2d",
        ),
        (
            {"OptInStatus": "not-opted-in", "GroupName": "us-west-2-zg-1"},
            "us-west-2c is not switched on: aws ec2 modify-availability-zone-group --group-name "
            "us-west-2-zg-1 --opt-in-status opted-in --region us-west-2",
        ),
        (
            {"ZoneId": "use1-az3"},
            "us-west-2c is use1-az3 in this account, where EKS makes no control plane; write "
            "network.availability_zones without it",
        ),
    ],
)
def test_zones_that_will_not_do_fail(change: Mapping[str, str], text: str) -> None:
    assert told(subject_of("demo"), ZONES, zones("us-west-2", c=change)) == f"failed: {text}"


def test_a_zone_without_control_plane_is_fine_for_nodes_alone() -> None:
    network = {
        "existing": {
            "vpc_id": "vpc-0a1b2c3d4e5f60718",
            "private_subnets": {f"eu-central-1{z}": f"subnet-0a1b2c3d4e5f6071{z}" for z in "abc"},
            "control_plane_zones": ["eu-central-1a", "eu-central-1b"],
        }
    }
    guest = subject_of("guest", {"network": network})
    found = zones("eu-central-1", c={"ZoneId": "use1-az3"})
    assert told(guest, ZONES, found).startswith("passed: ")


def offerings(*letters: str) -> StubbedAccount:
    return StubbedAccount().answers(
        "ec2",
        "describe_instance_type_offerings",
        {
            "InstanceTypeOfferings": [
                {"InstanceType": "g6.8xlarge", "Location": f"us-west-2{letter}"}
                for letter in letters
            ]
        },
        {
            "LocationType": "availability-zone",
            "Filters": [{"Name": "instance-type", "Values": ["g6.8xlarge"]}],
        },
    )


@pytest.mark.parametrize(
    ("letters", "text"),
    [
        ("abc", "passed: g6.8xlarge in us-west-2a, us-west-2b, us-west-2c"),
        (
            "ab",
            "failed: AWS offers g6.8xlarge in us-west-2a, us-west-2b and not in us-west-2c; give "
            "the group an availability_zone that has it, or the cluster other zones",
        ),
        (
            "",
            "failed: AWS offers this account no g6.8xlarge in us-west-2; take another type or "
            "region",
        ),
    ],
)
def test_types_are_offered_in_every_zone_of_the_group(letters: str, text: str) -> None:
    assert told(subject_of("demo"), TYPES, offerings(*letters)) == text
