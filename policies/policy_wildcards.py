"""No policy allows everything everywhere."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from terraform_check import ConfigurationCheck
from terraform_graph import Configuration, Resource
from terraform_values import UNKNOWN, all_of, any_of, blocks, first, is_known, is_one_of, opposite

#: What stands between ``${`` and ``}``, unless it is an attribute of a resource.
_EXPRESSIONS = re.compile(r"\$\{(?!aws_)[^}]*\}")
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
            resource_types=[*_POLICIES, "aws_iam_role"],
        )

    def is_about(self, configuration: Configuration, resource: Resource) -> bool | None:
        return bool(list(_policies(resource)))

    def judge(self, configuration: Configuration, resource: Resource) -> bool | None:
        return opposite(any_of(_is_wide(_document(policy)) for policy in _policies(resource)))


def _policies(resource: Resource) -> Iterator[Any]:
    if resource.type in _POLICIES:
        yield first(resource.conf, "policy")
    else:
        yield from (first(each, "policy") for each in blocks(resource.conf, "inline_policy"))


def _document(policy: Any) -> Any:
    """Give a policy as it is meant, or ``UNKNOWN``: a scan of the plan may tell."""
    if isinstance(policy, str):
        try:
            policy = json.loads(policy)
        except json.JSONDecodeError:
            return UNKNOWN
    return policy if isinstance(policy, Mapping) else UNKNOWN


def _is_wide(document: Any) -> bool | None:
    if document is UNKNOWN:
        return None
    return any_of(map(_statement_is_wide, _listed(document.get("Statement"))))


def _statement_is_wide(statement: Any) -> bool | None:
    if not isinstance(statement, Mapping):
        return None
    # All but a few is nearly all.
    everything = "NotResource" in statement or any_of(
        is_one_of(resource, "*") for resource in _listed(statement.get("Resource"))
    )
    anything = "NotAction" in statement or any_of(map(_is_all, _listed(statement.get("Action"))))
    effect = statement.get("Effect")
    allows = is_one_of(effect if is_known(effect) else UNKNOWN, "Allow")
    return all_of((allows, everything, anything))


def _is_all(action: Any) -> bool | None:
    if action is UNKNOWN:
        return None
    text = str(action)
    return text == "*" or text.endswith(":*") or (None if "${" in text else False)


def _listed(value: Any) -> list[Any]:
    found = value if isinstance(value, list) else [] if value is None else [value]
    return [item if is_known(item) or _is_partly_text(item) else UNKNOWN for item in found]


def _is_partly_text(item: Any) -> bool:
    """Whether an expression cannot be a lone asterisk: it is part of a text, or one resource's."""
    if not isinstance(item, str):
        return False
    return bool(_EXPRESSIONS.sub("", item).strip()) and ("${" in item or item.startswith("aws_"))


check = NoWildcardActionsOnEverything()
