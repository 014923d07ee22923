"""Policies of the roles of add-ons, and what becomes of those that older releases attached."""

import json
from typing import Any

import pytest

from modules.planning.terraform.state_blocks import state_blocks
from tests.cluster_files import synthesize_clusters
from tests.modules.config.files import cluster
from tests.synthesis import Json, resources

ROLE = "add-on_aws-ebs-csi-driver"
FORMER = f"aws_iam_role_policy_attachment.{ROLE}_AmazonEBSCSIDriverPolicy"
FORMER_ARN = "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy"


def synthesized(**ebs: Any) -> Json:
    made = cluster(add_ons={"aws-ebs-csi-driver": ebs})
    return synthesize_clusters([made])["demo"]


def attached(document: Json) -> dict[str, str]:
    return {
        name: each["policy_arn"]
        for name, each in resources(document, "aws_iam_role_policy_attachment").items()
        if name.startswith(ROLE)
    }


def test_the_ebs_driver_may_touch_what_is_tagged_as_its_own() -> None:
    assert attached(synthesized()) == {
        f"{ROLE}_AmazonEBSCSIDriverPolicyV2": "arn:aws:iam::aws:policy/AmazonEBSCSIDriverPolicyV2"
    }


def test_its_former_policy_is_left_attached_and_goes_with_the_role() -> None:
    document = synthesized()
    assert state_blocks(document, "removed") == [{"from": FORMER, "lifecycle": {"destroy": False}}]
    roles = resources(document, "aws_iam_role")
    assert {name for name, role in roles.items() if role.get("force_detach_policies")} == {ROLE}


@pytest.mark.parametrize(
    "ebs",
    [
        {"install": False},
        {
            "pod_identity": {
                "service_account": "ebs-csi-controller-sa",
                "policy_arns": [FORMER_ARN],
            }
        },
    ],
)
def test_nothing_is_let_go_of_where_the_file_decides(ebs: dict[str, Any]) -> None:
    document = synthesized(**ebs)
    assert "removed" not in document
    assert "force_detach_policies" not in json.dumps(document)


def test_the_former_policy_can_be_kept_by_name() -> None:
    kept = {"service_account": "ebs-csi-controller-sa", "policy_arns": [FORMER_ARN]}
    assert attached(synthesized(pod_identity=kept)) == {
        f"{ROLE}_AmazonEBSCSIDriverPolicy": FORMER_ARN
    }
