"""Statements in as few managed policies as IAM's limits allow.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from modules.planning.identity.policy_documents import Statement, policy_json

#: Characters of a managed policy; IAM does not count white space.
LONGEST_POLICY = 6144
#: Managed policies of a role, unless AWS has raised the account's quota.
MOST_POLICIES_OF_A_ROLE = 10


def managed_policies(name: str, statements: Iterable[Statement]) -> Mapping[str, str]:
    """Write policies of a name, ``-2`` and so on after it where one does not hold all.

    Args:
        name: Name of the first.
        statements: What they allow; statements that deny cannot be taken apart as these are.
    """
    packed: list[list[Statement]] = []
    for statement in statements:
        for part in _that_fit(statement):
            if packed and _fits([*packed[-1], part]):
                packed[-1].append(part)
            else:
                packed.append([part])
    return {
        name if number == 1 else f"{name}-{number}": policy_json(each)
        for number, each in enumerate(packed, start=1)
    }


def _fits(statements: Sequence[Statement]) -> bool:
    document = json.loads(policy_json(statements))
    return len(json.dumps(document, separators=(",", ":"))) <= LONGEST_POLICY


def _that_fit(statement: Statement) -> Iterator[Statement]:
    """Halve the longest list of a statement until it fits.

    Of actions, resources and values of a condition one is enough, so two statements with half of
    them each allow what the one did.
    """
    if _fits([statement]):
        yield statement
        return
    path = max(_lists(statement), key=lambda found: len(_at(statement, found)))
    values = _at(statement, path)
    middle = len(values) // 2
    sid = str(statement["Sid"])
    for suffix, half in (("", values[:middle]), ("More", values[middle:])):
        yield from _that_fit({**_with(statement, path, half), "Sid": f"{sid}{suffix}"})


def _lists(statement: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    for key, value in statement.items():
        if isinstance(value, Mapping):
            yield from ((key, *rest) for rest in _lists(value))
        elif isinstance(value, Sequence) and not isinstance(value, str) and len(value) > 1:
            yield (key,)


def _at(statement: Mapping[str, Any], path: Sequence[str]) -> Sequence[str]:
    found: Any = statement
    for key in path:
        found = found[key]
    values: Sequence[str] = found
    return values


def _with(statement: Mapping[str, Any], path: Sequence[str], value: object) -> dict[str, Any]:
    first, *rest = path
    inner = _with(statement[first], rest, value) if rest else value
    return {**statement, first: inner}
