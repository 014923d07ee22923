"""Whether whoever applies may do what the policies of a deployer allow."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from cli.preflight.asking import ask_all
from embedded_aws.clients import EmbeddedAws
from embedded_aws.emulator import Emulator
from modules.planning.identity.deployer_policy import deployer_policies
from tests.cli.preflight.stubs import (
    ACCOUNT,
    ANY,
    CALLER,
    StubbedAccount,
    question_about,
    subject_of,
    told,
)

DEMO = subject_of("demo")
POLICIES = {
    name: json.loads(text)["Statement"] for name, text in deployer_policies(DEMO.stack).items()
}
ROLE = f"arn:aws:iam::{ACCOUNT}:role/ci/Deployer"
SESSION = f"arn:aws:sts::{ACCOUNT}:assumed-role/Deployer/session"


def evaluated(
    statement: Mapping[str, Any], refused: Mapping[str, Mapping[str, Any]]
) -> Mapping[str, Any]:
    return {
        "EvaluationResults": [
            {"EvalActionName": action, "EvalDecision": "allowed", **refused.get(action, {})}
            for action in statement["Action"]
        ]
    }


def simulating(
    policy: str, refused: Mapping[str, Mapping[str, Any]] | None = None, principal: str = CALLER
) -> StubbedAccount:
    account = StubbedAccount()
    if principal != CALLER:
        role = {
            "Path": "/ci/",
            "RoleName": "Deployer",
            "RoleId": "AROA0123456789ABCDEF",
            "Arn": principal,
            "CreateDate": "2026-01-01T00:00:00Z",
        }
        account.answers("iam", "get_role", {"Role": role}, {"RoleName": "Deployer"})
    for statement in POLICIES[policy]:
        account.answers(
            "iam",
            "simulate_principal_policy",
            evaluated(statement, refused or {}),
            {
                "PolicySourceArn": principal,
                "ActionNames": statement["Action"],
                "ResourceArns": ANY,
                "ContextEntries": ANY,
            },
        )
    return account


@pytest.mark.parametrize("policy", POLICIES)
def test_who_may_do_all_passes(policy: str) -> None:
    count = sum(len(statement["Action"]) for statement in POLICIES[policy])
    assert told(DEMO, f"permissions of policy {policy}", simulating(policy)) == (
        f"passed: {CALLER} may all {count}"
    )


def test_a_session_is_asked_about_as_its_role() -> None:
    subject = replace(DEMO, deployer_arn=SESSION)
    found = told(subject, "permissions of policy plan", simulating("plan", principal=ROLE))
    assert found.startswith(f"passed: {ROLE} may all ")


def test_the_region_and_the_tags_of_a_role_are_told_for_policies_of_a_fleet() -> None:
    account = StubbedAccount()
    role = {
        "Path": "/ci/",
        "RoleName": "Deployer",
        "RoleId": "AROA0123456789ABCDEF",
        "Arn": ROLE,
        "CreateDate": "2026-01-01T00:00:00Z",
        "Tags": [{"Key": "trainyard-cluster", "Value": "demo"}],
    }
    account.answers("iam", "get_role", {"Role": role}, {"RoleName": "Deployer"})
    for statement in POLICIES["plan"]:
        conditions = {
            k: v for each in statement.get("Condition", {}).values() for k, v in each.items()
        }
        known = {"aws:RequestedRegion": "us-west-2", "aws:PrincipalTag/trainyard-cluster": "demo"}
        entries = [
            {"ContextKeyName": key, "ContextKeyValues": [value], "ContextKeyType": "string"}
            for key, value in {**conditions, **known}.items()
        ]
        account.answers(
            "iam",
            "simulate_principal_policy",
            evaluated(statement, {}),
            {
                "PolicySourceArn": ROLE,
                "ActionNames": statement["Action"],
                "ResourceArns": ANY,
                "ContextEntries": entries,
            },
        )
    subject = replace(DEMO, deployer_arn=ROLE)
    assert told(subject, "permissions of policy plan", account).startswith("passed: ")


IMPLICIT = {"EvalDecision": "implicitDeny"}


@pytest.mark.parametrize(
    ("decision", "by"),
    [
        (IMPLICIT, "its own policy"),
        ({"EvalDecision": "explicitDeny"}, "a Deny"),
        (
            {**IMPLICIT, "OrganizationsDecisionDetail": {"AllowedByOrganizations": False}},
            "a policy of the organization",
        ),
        (
            {
                **IMPLICIT,
                "PermissionsBoundaryDecisionDetail": {"AllowedByPermissionsBoundary": False},
            },
            "its permissions boundary",
        ),
    ],
)
def test_who_may_not_fails_with_what_is_refused_and_by_what(
    decision: Mapping[str, Any], by: str
) -> None:
    account = simulating("plan", {"iam:GetRole": decision, "eks:DescribeCluster": decision})
    assert told(DEMO, "permissions of policy plan", account) == (
        f"failed: {CALLER}: {by} does not allow eks:DescribeCluster, iam:GetRole; attach the "
        "policy plan of trainyard policy, or let its owner allow them"
    )


@pytest.mark.parametrize("arn", [f"arn:aws:iam::{ACCOUNT}:root", "arn:aws:sts::1:federated-user/x"])
def test_who_cannot_be_simulated_is_said(arn: str) -> None:
    subject = replace(DEMO, deployer_arn=arn)
    assert told(subject, "permissions of policy plan", StubbedAccount()) == (
        f"unknown: IAM simulates no {arn}; ask as a role or user, or name the one that will apply "
        "with --deployer-arn"
    )


def calls(emulator: Emulator) -> Sequence[Mapping[str, Any]]:
    return [
        request["parameters"]
        for request in emulator.requests()
        if request["operation"] == "SimulatePrincipalPolicy"
    ]


def test_each_statement_is_asked_about_on_its_resources_under_its_conditions(
    emulator: Emulator,
) -> None:
    aws = EmbeddedAws(endpoint=emulator.url, account_id=ACCOUNT, region="us-west-2")
    name = "apply-identity"
    before = len(calls(emulator))
    (answer,) = ask_all(
        [question_about(DEMO, f"permissions of policy {name}")], aws, timeout_seconds=60
    )
    # The emulator allows nobody anything here.
    assert answer.finding.verdict.value == "failed"
    asked = calls(emulator)[before:]
    assert len(asked) == len(POLICIES[name])
    for call, statement in zip(asked, POLICIES[name], strict=True):
        resources = statement["Resource"]
        assert call["ActionNames"] == statement["Action"]
        assert call["ResourceArns"] == ([resources] if isinstance(resources, str) else resources)
        keys = {key for each in statement.get("Condition", {}).values() for key in each}
        told_of = {each["ContextKeyName"] for each in call.get("ContextEntries", [])}
        assert told_of == {*keys, "aws:RequestedRegion"}
