"""What AWS refuses is refused, with AWS's own errors."""

import re
from collections.abc import Sequence
from fnmatch import fnmatchcase

import pytest
from botocore.exceptions import ClientError

from embedded_aws.refusals import REFUSALS
from embedded_aws.refusals.refusal import Refusal
from embedded_aws.requests import service_model
from tests.embedded_aws.refusals import of_ec2, of_eks, of_eks_nodes, of_iam_and_kms
from tests.embedded_aws.refusals.scenario import Scenario
from tests.embedded_aws.world import World

SCENARIOS = (
    *of_ec2.SCENARIOS,
    *of_eks.SCENARIOS,
    *of_eks_nodes.SCENARIOS,
    *of_iam_and_kms.SCENARIOS,
)
#: Services whose models list no errors, and errors common to all operations of a service.
UNLISTED = {"ec2"}
COMMON = {("autoscaling", "ValidationError")}


def starred(message: str) -> str:
    return re.sub(r"\{\w+\}", "*", message).replace("[", "[[]")


def rows_of(scenario: Scenario) -> Sequence[Refusal]:
    """Give the rows a scenario shows; those of the emulator begin with what they say."""
    return [
        row
        for row in REFUSALS
        if scenario.operation in row.operations
        and scenario.says == starred(row.message) + "*" * (row.finds is None)
    ]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda each: f"{each.operation}: {each.says}")
def test_what_aws_refuses_is_refused(scenario: Scenario, world: World) -> None:
    [row] = rows_of(scenario)
    with pytest.raises(ClientError) as refused:
        scenario.act(world)
    assert refused.value.operation_name == scenario.operation
    error = refused.value.response["Error"]
    assert error["Code"] == row.code
    assert fnmatchcase(error["Message"], scenario.says)
    assert scenario.told in error["Message"]
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == row.status


def test_every_refusal_is_shown() -> None:
    shown = {(id(row), each.operation) for each in SCENARIOS for row in rows_of(each)}
    missing = {
        f"{operation}: {row.when}"
        for row in REFUSALS
        for operation in row.operations
        if (id(row), operation) not in shown
    }
    assert missing == set()


@pytest.mark.parametrize("row", REFUSALS, ids=lambda row: f"{row.operations[0]}: {row.when}")
def test_every_error_is_one_of_the_operations(row: Refusal) -> None:
    assert row.source.startswith("https://")
    model = service_model(row.service)
    for operation in row.operations:
        errors = model.operation_model(operation).error_shapes
        declared = {
            each.metadata.get("error", {}).get("code", each.name): each.metadata.get("error", {})
            for each in errors
        }
        if row.service not in UNLISTED and (row.service, row.code) not in COMMON:
            assert row.code in declared
            assert declared[row.code].get("httpStatusCode", row.status) == row.status
