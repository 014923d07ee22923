"""Where AWS offers types: no wall without a door, and no door that review does not see."""

from pathlib import Path
from typing import Any

import pytest

from modules.config.derived.nodes import interfaces_of
from tests.modules.config.files import cluster, refusals, text, warned
from tests.modules.config.test_regions import DALLAS, existing

SYSTEM = {"instance_types": ["m7i.large"]}
GROUP_ARN = "arn:aws:resource-groups:us-east-1:111122223333:group/ultraservers"
OREGON_GROUP = GROUP_ARN.replace("us-east-1", "us-west-2")
B300 = {"instance_types": ["p6-b300.48xlarge"]}
GB200: dict[str, Any] = {
    "instance_types": ["p6e-gb200.36xlarge"],
    "availability_zone": DALLAS,
    "capacity": {"type": "capacity_block", "resource_group_arn": GROUP_ARN},
    "scaling": {"max": 18},
}
VIRGINIA = existing("us-east-1a", "us-east-1b", DALLAS)
HARDWARE = {
    "architecture": "x86_64",
    "vcpus": 192,
    "memory_gib": 4096,
    "accelerator": {"kind": "nvidia", "model": "B300", "count": 8},
    "network_cards": [{"count": 17, "interfaces": 4}],
    "ipv4_per_interface": 50,
}


def training(group: dict[str, Any], **sections: Any) -> dict[str, Any]:
    return {**sections, "node_groups": {"system": SYSTEM, "training": group}}


REFUSED: list[tuple[dict[str, Any], str]] = [
    (
        training(B300 | {"availability_zone": "eu-west-2a"}, region="eu-west-2"),
        "node_groups.training.instance_types[0]: AWS did not offer p6-b300.48xlarge in eu-west-2 "
        "in August 2026, but in ap-northeast-2, ap-south-2, ap-southeast-3, sa-east-1, us-east-1, "
        "us-west-2; if AWS does by now, add capacity: {unlisted: true}",
    ),
    (
        training({"instance_types": ["g6.xlarge", "g7.2xlarge"]}, region="eu-west-3"),
        "node_groups.training.instance_types[1]: AWS did not offer g7.2xlarge in eu-west-3 in "
        "August 2026, but in eu-central-1, eu-north-1, eu-south-2, us-east-1, us-east-2, "
        "us-west-2; if AWS does by now, add capacity: {unlisted: true}",
    ),
    (
        training(GB200 | {"availability_zone": "us-east-1a"}, region="us-east-1", network=VIRGINIA),
        "node_groups.training.instance_types[0]: AWS offers p6e-gb200.36xlarge in us-east-1-dfw-2a "
        "alone; write availability_zone: us-east-1-dfw-2a, and name a subnet there in "
        "network.existing: a Local Zone is for nodes and no part of a VPC built here; if AWS does "
        "by now, add capacity: {unlisted: true} elsewhere",
    ),
    (
        training(
            GB200
            | {"availability_zone": "us-west-2a"}
            | {"capacity": GB200["capacity"] | {"resource_group_arn": OREGON_GROUP}}
        ),
        "node_groups.training.instance_types[0]: AWS offers p6e-gb200.36xlarge in us-east-1-dfw-2a "
        "alone; write availability_zone: us-east-1-dfw-2a, and name a subnet there in "
        "network.existing: a Local Zone is for nodes and no part of a VPC built here; if AWS does "
        "by now, add capacity: {unlisted: true} elsewhere",
    ),
]


@pytest.mark.parametrize(("sections", "message"), REFUSED, ids=[message for _, message in REFUSED])
def test_a_type_that_aws_does_not_offer_there_is_refused(
    tmp_path: Path, sections: dict[str, Any], message: str
) -> None:
    assert [line.partition(": ")[2] for line in refusals(tmp_path, text(**sections))] == [message]


@pytest.mark.parametrize("sections", [sections for sections, _ in REFUSED])
def test_a_word_in_the_file_lets_it_pass(sections: dict[str, Any]) -> None:
    group = sections["node_groups"]["training"]
    capacity = group.get("capacity", {}) | {"unlisted": True}
    assert not warned(cluster(**(sections | training(group | {"capacity": capacity}))))


def test_hardware_of_the_file_is_not_looked_up_and_overrules_the_catalog() -> None:
    made = cluster(**training(B300 | {"hardware": HARDWARE}, region="eu-west-2"))
    assert made.node_groups["training"].efa_layout is None
    assert warned(made) == [
        "node_groups.training.hardware: the catalog knows p6-b300.48xlarge, and hardware overrules "
        "it; remove hardware, unless the catalog is wrong"
    ]


def test_what_is_sold_in_a_new_way_passes_with_the_word() -> None:
    capacity = {"type": "spot", "unlisted": True}
    group = {"instance_types": ["p6-b200.48xlarge"], "availability_zone": "us-west-2a"}
    assert not warned(cluster(**training(group | {"capacity": capacity})))


def test_ultraservers_are_taken_by_the_group_of_their_blocks_in_the_local_zone() -> None:
    made = cluster(**training(GB200, region="us-east-1", network=VIRGINIA))
    group = made.node_groups["training"]
    assert warned(made) == []
    assert group.resolved_ami_type == "AL2023_ARM_64_NVIDIA"
    assert [each.network_card_index for each in interfaces_of(group)] == [0, 1, 5, 9, 13]


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        # Everyone's letters.
        (
            training(B300 | {"availability_zone": "ap-south-2b"}, region="ap-south-2"),
            [
                "node_groups.training.availability_zone: in August 2026 AWS offered "
                "p6-b300.48xlarge in ap-south-2a, ap-south-2c and not in ap-south-2b; to see where "
                "your account has it: aws ec2 describe-instance-type-offerings --location-type "
                "availability-zone --region ap-south-2 --filters "
                "Name=instance-type,Values=p6-b300.48xlarge"
            ],
        ),
        # Each account's own.
        (
            training(B300 | {"availability_zone": "us-west-2c"}),
            [
                "node_groups.training.availability_zone: in August 2026 AWS offered "
                "p6-b300.48xlarge in us-west-2a, us-west-2b and not in us-west-2c, though zones "
                "have other letters in other accounts; to see where your account has it: aws ec2 "
                "describe-instance-type-offerings --location-type availability-zone --region "
                "us-west-2 --filters Name=instance-type,Values=p6-b300.48xlarge"
            ],
        ),
        (training(B300 | {"availability_zone": "us-west-2a"}), []),
        # All zones of the group.
        (
            training({"instance_types": ["g6.xlarge"]}, region="eu-west-3"),
            [
                "node_groups.training.instance_types[0]: in August 2026 AWS offered g6.xlarge in "
                "eu-west-3b, eu-west-3c and not in eu-west-3a; to see where your account has it: "
                "aws ec2 describe-instance-type-offerings --location-type availability-zone "
                "--region eu-west-3 --filters Name=instance-type,Values=g6.xlarge"
            ],
        ),
        # The reservation says where it is.
        (
            training(
                B300
                | {
                    "availability_zone": "us-west-2c",
                    "capacity": {
                        "type": "reservation",
                        "reservation_id": "cr-0123456789abcdef0",
                    },
                }
            ),
            [],
        ),
        # A zone that the asking account did not see.
        (
            {
                "region": "us-west-1",
                "node_groups": {"system": SYSTEM | {"availability_zone": "us-west-1c"}},
            },
            [],
        ),
    ],
)
def test_zones_that_may_lack_a_type_are_told(sections: dict[str, Any], expected: list[str]) -> None:
    assert warned(cluster(**sections)) == expected
