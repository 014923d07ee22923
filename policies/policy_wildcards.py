"""No policy allows everything everywhere."""

import json
from collections.abc import Mapping
from typing import Any

from terraform_graph import Configuration, ConfigurationCheck, Verdicts
from terraform_values import first

_POLICIES = (
    "aws_iam_policy",
    "aws_iam_role_policy",
    "aws_iam_group_policy",
    "aws_iam_user_policy",
)


class NoWildcardActionsOnEverything(ConfigurationCheck):
    """A statement may name all actions of a service, or all resources, and not both."""

    def __init__(self) -> None:
        super().__init__(
            name="No statement allows all actions of a service on all resources",
            id="CKV_TRAINYARD_5",
            resource_types=_POLICIES,
        )

    def judge(self, configuration: Configuration) -> Verdicts:
        for policy in configuration.of_type(*_POLICIES):
            document = _document(first(policy.conf, "policy"))
            # Known only after apply, or made by a data source: a scan of the plan may tell.
            yield policy, None if document is None else not _is_wide(document)


def _document(policy: Any) -> Mapping[str, Any] | None:
    if isinstance(policy, str):
        try:
            policy = json.loads(policy)
        except json.JSONDecodeError:
            return None
    return policy if isinstance(policy, Mapping) else None


def _is_wide(document: Mapping[str, Any]) -> bool:
    statements = document.get("Statement", [])
    return any(
        map(_statement_is_wide, statements if isinstance(statements, list) else [statements])
    )


def _statement_is_wide(statement: Mapping[str, Any]) -> bool:
    actions, resources = _listed(statement.get("Action")), _listed(statement.get("Resource"))
    # All but a few is nearly all.
    all_but = "NotAction" in statement
    return (
        statement.get("Effect") == "Allow"
        and ("*" in resources or "NotResource" in statement)
        and (all_but or any(action == "*" or action.endswith(":*") for action in actions))
    )


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or [])


check = NoWildcardActionsOnEverything()
