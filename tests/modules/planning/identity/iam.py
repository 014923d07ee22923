"""IAM's answer to a request, as far as our policies go: they allow, and never deny.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html,
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

_VARIABLE = re.compile(r"\$\{([^}]+)\}")
#: What takes the place of what a policy leaves open.
_ANYTHING = "x1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What IAM is asked.

    Attributes:
        sid: The statement that it was made from.
        action: For example ``ec2:DeleteVpc``.
        resource: ARN.
        context: Keys of conditions, and their values.
    """

    sid: str
    action: str
    resource: str
    context: Mapping[str, str] = field(default_factory=dict)


def requests_within(policy: str, context: Mapping[str, str]) -> Iterator[Request]:
    """Make requests that a policy allows: each action on each resource, by each condition."""
    for statement in json.loads(policy)["Statement"]:
        for made in _contexts(statement.get("Condition", {})):
            for action, resource in product(
                _listed(statement["Action"]), _listed(statement["Resource"])
            ):
                yield Request(
                    sid=statement["Sid"],
                    action=action,
                    resource=_some(resource),
                    context={**context, **made},
                )


class Iam:
    """Policies that a role has."""

    def __init__(self, policies: Iterable[str]) -> None:
        """Read them."""
        self._by_action: dict[str, list[Mapping[str, Any]]] = {}
        for policy in policies:
            for statement in json.loads(policy)["Statement"]:
                assert statement["Effect"] == "Allow"
                for action in _listed(statement["Action"]):
                    self._by_action.setdefault(action, []).append(statement)

    def allows(self, request: Request) -> bool:
        """Whether one of the statements allows a request."""
        return any(_allows(each, request) for each in self._by_action.get(request.action, ()))


def _allows(statement: Mapping[str, Any], request: Request) -> bool:
    return any(
        _like(each, request.resource, request) for each in _listed(statement["Resource"])
    ) and all(
        any(_holds(operator, each, request.context.get(key), request) for each in _listed(value))
        for operator, keys in statement.get("Condition", {}).items()
        for key, value in keys.items()
    )


def _holds(operator: str, wanted: str, given: str | None, request: Request) -> bool:
    if given is None:
        return False
    if operator == "StringEquals":
        # A wildcard means itself here.
        return _filled(wanted, request) == given
    assert operator in {"StringLike", "ArnEquals", "ArnLike"}
    return _like(wanted, given, request)


def _filled(text: str, request: Request) -> str | None:
    """Put the values of variables in; a text with a variable that has none matches nothing."""
    if not all(name in request.context for name in _VARIABLE.findall(text)):
        return None
    return _VARIABLE.sub(lambda found: request.context[found[1]], text)


def _like(pattern: str, text: str, request: Request) -> bool:
    """Match wildcards of the pattern, and none of what variables hold."""
    if _filled(pattern, request) is None:
        return False
    parts = re.split(r"(\$\{[^}]+\}|\*)", pattern)
    matched = "".join(
        ".*" if part == "*" else re.escape(str(_filled(part, request))) for part in parts
    )
    return re.fullmatch(matched, text) is not None


def _contexts(condition: Mapping[str, Mapping[str, Any]]) -> Iterator[dict[str, str]]:
    keys = [(key, _listed(value)) for each in condition.values() for key, value in each.items()]
    for values in product(*(listed for _, listed in keys)):
        yield {key: _some(value) for (key, _), value in zip(keys, values, strict=True)}


def _some(text: str) -> str:
    return text.replace("*", _ANYTHING)


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)
