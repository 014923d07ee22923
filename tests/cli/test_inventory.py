"""Seeing what is left over."""

from collections.abc import Iterator

import pytest

from cli.inventory import Inventory, added, take_inventory
from embedded_aws.clients import EmbeddedAws
from embedded_aws.emulator import running_emulator


@pytest.fixture(scope="module")
def aws() -> Iterator[EmbeddedAws]:
    with running_emulator() as emulator:
        yield EmbeddedAws(endpoint=emulator.url, account_id="111122223333", region="us-west-2")


#: For each kind: how one is made.
MADE: dict[str, tuple[str, str, dict[str, object]]] = {
    "VPC": ("ec2", "create_vpc", {"CidrBlock": "10.0.0.0/16"}),
    "Elastic IP address": ("ec2", "allocate_address", {"Domain": "vpc"}),
    "internet gateway": ("ec2", "create_internet_gateway", {}),
    "launch template": (
        "ec2",
        "create_launch_template",
        {"LaunchTemplateName": "left", "LaunchTemplateData": {"EbsOptimized": True}},
    ),
    "IAM role": ("iam", "create_role", {"RoleName": "r", "AssumeRolePolicyDocument": "{}"}),
    "KMS key": ("kms", "create_key", {}),
    "log group": ("logs", "create_log_group", {"logGroupName": "left"}),
}


@pytest.fixture(scope="module")
def left(aws: EmbeddedAws) -> Inventory:
    """What is there after one of each kind was made."""
    before = take_inventory(aws)
    for service, operation, parameters in MADE.values():
        getattr(aws.client(service), operation)(**parameters)
    return added(before, take_inventory(aws))


@pytest.mark.parametrize("kind", MADE)
def test_what_was_made_since_is_seen(left: Inventory, kind: str) -> None:
    assert len(left[kind]) == 1


def test_a_key_that_waits_for_its_deletion_does_not_count(aws: EmbeddedAws) -> None:
    before = take_inventory(aws)
    kms = aws.client("kms")
    kms.schedule_key_deletion(KeyId=kms.create_key()["KeyMetadata"]["KeyId"])
    assert added(before, take_inventory(aws)) == {}
