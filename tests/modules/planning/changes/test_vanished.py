"""What Terraform does not find runs on where it no longer looks, or was deleted."""

from typing import Any

import pytest

from modules.planning.changes.vanished import vanished
from tests.modules.planning.changes.plan_documents import Values, change, in_aws, missing

CLUSTER = "arn:aws:eks:us-west-2:111122223333:cluster/demo"
ROLE = "arn:aws:iam::111122223333:role/demo-node"
BUCKET = "arn:aws:s3:::demo-data"


def told(document: Values) -> dict[str, str]:
    return {each.address: each.runs_on_in for each in vanished(document)}


def with_account(account_id: str, document: Values) -> Values:
    """Say the account as a stack does that names it."""
    said = document["configuration"]["provider_config"]["aws"]["expressions"]
    said["allowed_account_ids"] = {"constant_value": [account_id]}
    return document


def with_caller(account_id: str, document: Values) -> Values:
    """Say the account as a stack does that asks for it."""
    caller = {"type": "aws_caller_identity", "values": {"account_id": account_id}}
    return {**document, "prior_state": {"values": {"root_module": {"resources": [caller]}}}}


def test_what_is_in_the_region_that_the_plan_looks_in_was_deleted() -> None:
    found = told(in_aws(missing("aws_eks_cluster.x", CLUSTER), missing("aws_route.x")))
    assert found == {"aws_eks_cluster.x": "", "aws_route.x": ""}


def test_what_is_in_another_region_runs_on_there_and_with_it_what_has_no_arn() -> None:
    document = in_aws(
        missing("aws_route.x"),
        missing("aws_eks_cluster.x", CLUSTER),
        missing("aws_s3_bucket.x", BUCKET),
        region="us-east-1",
    )
    assert told(document) == dict.fromkeys(
        ("aws_route.x", "aws_eks_cluster.x", "aws_s3_bucket.x"), "us-west-2"
    )


def test_what_is_in_no_region_was_deleted_where_only_the_region_is_another() -> None:
    document = in_aws(
        missing("aws_iam_role.x", ROLE), missing("aws_vpc.x", CLUSTER), region="us-east-1"
    )
    assert told(with_caller("111122223333", document)) == {
        "aws_iam_role.x": "",
        "aws_vpc.x": "us-west-2",
    }


@pytest.mark.parametrize("say", [with_account, with_caller])
def test_what_is_in_another_account_runs_on_there(say: Any) -> None:
    document = in_aws(missing("aws_iam_role.x", ROLE), missing("aws_eks_cluster.x", CLUSTER))
    assert told(say("444455556666", document)) == dict.fromkeys(
        ("aws_iam_role.x", "aws_eks_cluster.x"), "account 111122223333"
    )
    assert told(say("111122223333", document)) == dict.fromkeys(told(document), "")


def test_another_account_and_region_are_both_named() -> None:
    document = in_aws(missing("aws_eks_cluster.x", CLUSTER), region="us-east-1")
    found = told(with_account("444455556666", document))
    assert found == {"aws_eks_cluster.x": "us-west-2 of account 111122223333"}


def test_what_only_differs_has_not_vanished() -> None:
    assert told(in_aws(change("aws_eks_cluster.x", ["update"], before={"arn": CLUSTER}))) == {}


def test_a_plan_that_says_not_where_it_looked_tells_of_no_other_place() -> None:
    assert told({"resource_drift": [missing("aws_eks_cluster.x", CLUSTER)]}) == {
        "aws_eks_cluster.x": ""
    }
