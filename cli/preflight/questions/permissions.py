"""Whether whoever applies may do what the policies of a deployer allow."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from cli.preflight.answers import Finding, Question, failed, passed, unknown
from cli.preflight.subject import Subject
from cli.verification.check import Aws
from modules.planning.identity.deployer_policy import deployer_policies

_SESSION = re.compile(r"arn:[a-z-]+:sts::[0-9]{12}:assumed-role/(?P<role>[^/]+)/.+")
_ROLE = re.compile(r"arn:[a-z-]+:iam::[0-9]{12}:role/(.+/)?(?P<role>[^/]+)")
_USER = re.compile(r"arn:[a-z-]+:iam::[0-9]{12}:user/.+")
_ALLOWED = "allowed"


def permission_questions(subject: Subject) -> Iterator[Question]:
    """Ask of each policy that whoever applies needs."""
    for name, document in deployer_policies(subject.stack).items():
        yield Question(
            title=f"permissions of policy {name}",
            actions=("iam:GetRole", "iam:SimulatePrincipalPolicy"),
            ask=partial(_may, subject, name, json.loads(document)["Statement"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Refused:
    """An action that is not allowed.

    Attributes:
        action: The action.
        by: What does not allow it, as far as IAM says.
    """

    action: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Principal:
    """Who applies.

    Attributes:
        arn: The role or user.
        tags: Tags of a role, by which policies of a fleet tell its clusters apart.
    """

    arn: str
    tags: Mapping[str, str]


def _may(
    subject: Subject, policy: str, statements: Sequence[Mapping[str, Any]], aws: Aws
) -> Finding:
    principal = _principal(subject.deployer_arn, aws)
    if principal is None:
        return unknown(
            f"IAM simulates no {subject.deployer_arn}; ask as a role or user, or name the one that "
            "will apply with --deployer-arn"
        )
    # Policies of a fleet ask for them, and IAM's simulator knows neither if it is not told.
    known = {
        "aws:RequestedRegion": subject.stack.region,
        **{f"aws:PrincipalTag/{key}": value for key, value in principal.tags.items()},
    }
    refused = [
        each for statement in statements for each in _simulate(principal.arn, statement, known, aws)
    ]
    if not refused:
        count = sum(len(statement["Action"]) for statement in statements)
        return passed(f"{principal.arn} may all {count}")
    by = {each.by: sorted({r.action for r in refused if r.by == each.by}) for each in refused}
    listed = "; ".join(f"{what} does not allow {', '.join(a)}" for what, a in by.items())
    return failed(
        f"{principal.arn}: {listed}; attach the policy {policy} of trainyard policy, or let its "
        "owner allow them"
    )


def _principal(arn: str, aws: Aws) -> _Principal | None:
    """Give the role or user behind credentials; a session has lost its role's path."""
    role_name = _SESSION.fullmatch(arn) or _ROLE.fullmatch(arn)
    if role_name is not None:
        role = aws.client("iam").get_role(RoleName=role_name["role"])["Role"]
        return _Principal(
            arn=role["Arn"], tags={each["Key"]: each["Value"] for each in role.get("Tags", ())}
        )
    return _Principal(arn=arn, tags={}) if _USER.fullmatch(arn) else None


def _simulate(
    principal: str, statement: Mapping[str, Any], known: Mapping[str, str], aws: Aws
) -> Iterator[_Refused]:
    """Ask for the actions of a statement on its own resources, under its own conditions.

    A wildcard in a resource is matched as it stands by one that is as wide.
    """
    resources = statement["Resource"]
    pages = (
        aws.client("iam")
        .get_paginator("simulate_principal_policy")
        .paginate(
            PolicySourceArn=principal,
            ActionNames=statement["Action"],
            ResourceArns=[resources] if isinstance(resources, str) else resources,
            ContextEntries=[*_context({**statement.get("Condition", {}), "Known": known})],
        )
    )
    for result in (each for page in pages for each in page["EvaluationResults"]):
        if result["EvalDecision"] != _ALLOWED:
            yield _Refused(action=result["EvalActionName"], by=_refused_by(result))


def _context(conditions: Mapping[str, Mapping[str, Any]]) -> Iterator[Mapping[str, object]]:
    for keys in conditions.values():
        for key, values in keys.items():
            # A request has one value, of the several that a condition may allow.
            one = values if isinstance(values, str) else values[0]
            yield {
                "ContextKeyName": key,
                "ContextKeyValues": [one],
                "ContextKeyType": "string",
            }


def _refused_by(result: Mapping[str, Any]) -> str:
    organization = result.get("OrganizationsDecisionDetail", {})
    boundary = result.get("PermissionsBoundaryDecisionDetail", {})
    if not organization.get("AllowedByOrganizations", True):
        return "a policy of the organization"
    if not boundary.get("AllowedByPermissionsBoundary", True):
        return "its permissions boundary"
    return "a Deny" if result["EvalDecision"] == "explicitDeny" else "its own policy"
