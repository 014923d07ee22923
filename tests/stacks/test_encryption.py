"""Which key encrypts what, and who may use it."""

from typing import Any

import pytest

from modules.planning.terraform.state_blocks import state_blocks
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


def test_one_key_is_shared_by_choice_which_is_that_of_secrets(shared: Json) -> None:
    assert set(resources(shared, "aws_kms_key")) == {"secrets"}
    assert set(keys_in_use(shared)) == {"${aws_kms_key.secrets.arn}"}
    aliases = resources(shared, "aws_kms_alias")
    assert {each["name"] for each in aliases.values()} == {
        "alias/demo-secrets",
        "alias/demo-shared",
    }
    assert {each["target_key_id"] for each in aliases.values()} == {"${aws_kms_key.secrets.key_id}"}
    assert shared["output"]["kms_key_arns"]["value"] == {"shared": "${aws_kms_key.secrets.arn}"}


def test_the_shared_key_names_all_who_use_the_separate_ones(separate: Json, shared: Json) -> None:
    apart: dict[str, Json] = {}
    for use in ("logs", "secrets", "volumes"):
        apart |= statements(separate, use)
    assert statements(shared, "secrets") == apart


def test_a_key_that_was_shared_admits_the_others_where_the_file_says_so(
    separate: Json, shared: Json
) -> None:
    kept = stack(encryption={"retired_keys": {"shared": "keep"}})
    assert statements(kept, "secrets") == statements(shared, "secrets")
    assert keys_in_use(kept) == keys_in_use(separate)
    assert "shared" in resources(kept, "aws_kms_alias")
    assert set(statements(separate, "secrets")) == {
        "AccountAdministersKey",
        "ClusterEncryptsSecrets",
    }


#: For each section: the keys that are resources, and those that Terraform lets go.
RETIRED: list[tuple[Json, set[str], set[str]]] = [
    ({}, {"secrets", "logs", "volumes"}, set()),
    ({"volumes": "aws"}, {"secrets", "logs"}, {"volumes"}),
    (
        {"volumes": "aws", "retired_keys": {"volumes": "keep"}},
        {"secrets", "logs", "volumes"},
        set(),
    ),
    ({"volumes": "aws", "retired_keys": {"volumes": "delete"}}, {"secrets", "logs"}, set()),
    ({"keys": "shared"}, {"secrets"}, {"logs", "volumes"}),
    ({"keys": "shared", "retired_keys": {"logs": "keep"}}, {"secrets", "logs"}, {"volumes"}),
    (
        {"keys": "shared", "retired_keys": {"logs": "delete", "volumes": "delete"}},
        {"secrets"},
        set(),
    ),
]


@pytest.mark.parametrize(("section", "kept", "let_go"), RETIRED)
def test_no_key_is_deleted_that_the_file_does_not_say_to_delete(
    section: Json, kept: set[str], let_go: set[str]
) -> None:
    document = stack(encryption=section)
    assert set(resources(document, "aws_kms_key")) == kept
    of_keys = [
        each
        for each in state_blocks(document, "removed")
        if each["from"].startswith("aws_kms_key.")
    ]
    assert of_keys == [
        {"from": f"aws_kms_key.{key}", "lifecycle": {"destroy": False}} for key in sorted(let_go)
    ]


def test_a_key_that_is_deleted_goes_after_what_used_it(separate: Json) -> None:
    keys = resources(separate, "aws_kms_key")
    last = {name for name, each in keys.items() if "lifecycle" in each}
    assert last == {"logs", "volumes"}
    assert all(keys[name]["lifecycle"] == {"create_before_destroy": True} for name in last)


@pytest.mark.parametrize("shared_by_all", [False, True])
def test_no_condition_stands_between_the_creator_of_a_cluster_and_its_grant(
    *,
    shared_by_all: bool,
) -> None:
    document = stack(encryption={"keys": "shared" if shared_by_all else "separate"})
    of_secrets = statements(document, "secrets")
    assert of_secrets["AccountAdministersKey"] == {
        "Sid": "AccountAdministersKey",
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
        "Action": "kms:*",
        "Resource": "*",
    }
    assert all(each["Effect"] == "Allow" for each in of_secrets.values())
    conditioned = {sid for sid, each in of_secrets.items() if "GrantIsForAWSResource" in str(each)}
    # Volumes are another matter: there EC2 asks for the grant, and the guide has the condition.
    assert conditioned == ({"NamedRolesGrantKeyToVolumes"} if shared_by_all else set())


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
