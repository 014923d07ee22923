"""Which key encrypts what, and who may use it."""

from typing import Any

import pytest

from tests.cluster_files import synthesize_clusters
from tests.modules.config.files import cluster
from tests.synthesis import Json, policy, resources


def stack(**sections: Any) -> Json:
    sections = {"account_id": "111122223333"} | sections
    return synthesize_clusters([cluster(**sections)])["demo"]


@pytest.fixture(scope="module")
def separate() -> Json:
    return stack()


@pytest.fixture(scope="module")
def shared() -> Json:
    return stack(encryption={"keys": "shared"})


def keys_in_use(document: Json) -> list[str]:
    (eks,) = resources(document, "aws_eks_cluster").values()
    (logs, *_) = resources(document, "aws_cloudwatch_log_group").values()
    (template, *_) = resources(document, "aws_launch_template").values()
    return [
        eks["encryption_config"]["provider"]["key_arn"],
        logs["kms_key_id"],
        template["block_device_mappings"][0]["ebs"].get("kms_key_id"),
    ]


def statements(document: Json, key: str) -> dict[str, Json]:
    document_of_key = resources(document, "aws_kms_key")[key]["policy"]
    return {statement["Sid"]: statement for statement in policy(document_of_key)}


def test_each_use_has_a_key_of_its_own(separate: Json) -> None:
    assert keys_in_use(separate) == [
        "${aws_kms_key.secrets.arn}",
        "${aws_kms_key.logs.arn}",
        "${aws_kms_key.volumes.arn}",
    ]


def test_one_key_is_shared_by_choice(shared: Json) -> None:
    assert set(resources(shared, "aws_kms_key")) == {"shared"}
    assert set(keys_in_use(shared)) == {"${aws_kms_key.shared.arn}"}


def test_the_shared_key_names_all_who_use_the_separate_ones(separate: Json, shared: Json) -> None:
    apart: dict[str, Json] = {}
    for use in ("logs", "secrets", "volumes"):
        apart |= statements(separate, use)
    assert statements(shared, "shared") == apart


def test_volumes_may_have_the_key_of_the_account() -> None:
    document = stack(encryption={"volumes": "aws"})
    assert set(resources(document, "aws_kms_key")) == {"secrets", "logs"}
    assert keys_in_use(document)[-1] is None


def test_a_group_may_name_a_key_of_its_own() -> None:
    arn = "arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555"
    groups = {"system": {"instance_types": ["m7i.large"], "volume": {"kms_key_arn": arn}}}
    assert keys_in_use(stack(node_groups=groups))[-1] == arn


def test_volumes_are_for_auto_scaling_and_the_ebs_csi_driver_through_ec2(separate: Json) -> None:
    of_volumes = statements(separate, "volumes")
    used = of_volumes["NamedRolesEncryptVolumes"]
    assert used["Condition"] == {
        "StringEquals": {
            "kms:CallerAccount": "111122223333",
            "kms:ViaService": "ec2.us-west-2.amazonaws.com",
        },
        "ArnLike": {
            "aws:PrincipalArn": [
                "arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/"
                "AWSServiceRoleForAutoScaling*",
                "arn:aws:iam::111122223333:role/demo-us-west-2-ebs-csi",
            ]
        },
    }
    granted = of_volumes["NamedRolesGrantKeyToVolumes"]
    assert granted["Condition"] == used["Condition"] | {
        "Bool": {"kms:GrantIsForAWSResource": "true"}
    }


@pytest.mark.parametrize("key", ["secrets", "logs", "volumes"])
def test_every_statement_of_a_key_policy_names_who_or_is_narrowed(separate: Json, key: str) -> None:
    for statement in statements(separate, key).values():
        assert statement["Principal"] != {"AWS": "*"} or "Condition" in statement
