"""What Terraform plans to do, from the JSON form of a plan.

Source: https://developer.hashicorp.com/terraform/internals/json-format
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceChange:
    """What is to happen to one resource.

    Attributes:
        address: Address of the resource.
        actions: ``create``, ``update``, ``delete``, or two of these for a replacement.
        attributes: Paths of the attributes that differ, for example ``scaling_config[0].min_size``.
    """

    address: str
    actions: tuple[str, ...]
    attributes: tuple[str, ...]

    def __str__(self) -> str:
        """Write the change as one line."""
        return f"{' then '.join(self.actions)} {self.address}: {', '.join(self.attributes)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything that is to happen; empty if nothing is.

    Attributes:
        changes: Resources that will be made, changed or deleted.
        outputs: Names of outputs that will change.
    """

    changes: tuple[ResourceChange, ...]
    outputs: tuple[str, ...]

    def count(self, action: str) -> int:
        """Give the number of resources an action will be taken on; replacements count twice."""
        return sum(action in change.actions for change in self.changes)


def read_plan(document: Mapping[str, Any]) -> Plan:
    """Read a plan that ``terraform show -json`` wrote."""
    return Plan(
        changes=tuple(
            ResourceChange(
                address=resource["address"],
                actions=tuple(resource["change"]["actions"]),
                attributes=tuple(sorted(set(_differences(resource["change"])))),
            )
            for resource in document.get("resource_changes", ())
            if _matters(resource["change"]["actions"])
        ),
        outputs=tuple(
            name
            for name, change in sorted(document.get("output_changes", {}).items())
            if _matters(change["actions"])
        ),
    )


def _matters(actions: Sequence[str]) -> bool:
    return actions not in (["no-op"], ["read"])


def _differences(change: Mapping[str, Any]) -> Iterator[str]:
    # Values known only after apply stand in a tree of their own.
    yield from _compare(change["before"], change["after"], "")
    if change["before"] is not None:
        yield from _unknown(change.get("after_unknown"), "")


def _compare(before: Any, after: Any, path: str) -> Iterator[str]:
    if isinstance(before, dict) and isinstance(after, dict):
        for name in before.keys() | after.keys():
            yield from _compare(before.get(name), after.get(name), f"{path}.{name}".lstrip("."))
        return
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from _compare(old, new, f"{path}[{index}]")
        return
    if before != after and path:
        yield path


def _unknown(tree: Any, path: str) -> Iterator[str]:
    if tree is True:
        yield path
    elif isinstance(tree, dict):
        for name, branch in tree.items():
            yield from _unknown(branch, f"{path}.{name}".lstrip("."))
    elif isinstance(tree, list):
        for index, branch in enumerate(tree):
            yield from _unknown(branch, f"{path}[{index}]")
