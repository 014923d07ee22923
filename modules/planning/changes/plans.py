"""What Terraform plans to do, from the JSON form of a plan.

Source: https://developer.hashicorp.com/terraform/internals/json-format
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

#: Terraform's own type of resource for values that it is to keep.
#: Source: https://developer.hashicorp.com/terraform/language/resources/terraform-data
_IN_THE_STATE_ALONE = "terraform_data"


def is_in_aws(address: str) -> bool:
    """Whether an address, outside of modules, is of something beyond Terraform's state."""
    return not address.startswith(f"{_IN_THE_STATE_ALONE}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceChange:
    """What is to happen to one resource.

    Attributes:
        address: Address of the resource.
        type: Type of the resource, for example ``aws_vpc``.
        actions: ``create``, ``update``, ``delete``, or two of these for a replacement.
        attributes: Paths of the attributes that differ, for example ``scaling_config[0].min_size``.
            Within a sensitive value even names may tell something: it is named as a whole.
        forced_by: Paths of the attributes that cannot change in place; empty if all can.
    """

    address: str
    type: str
    actions: tuple[str, ...]
    attributes: tuple[str, ...]
    forced_by: tuple[str, ...] = ()

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

    @property
    def in_aws(self) -> "Plan":
        """The plan without what stands in Terraform's state alone."""
        changes = tuple(change for change in self.changes if change.type != _IN_THE_STATE_ALONE)
        return replace(self, changes=changes)

    def count(self, action: str) -> int:
        """Give the number of resources an action will be taken on; replacements count twice."""
        return sum(action in change.actions for change in self.changes)


def read_plan(document: Mapping[str, Any]) -> Plan:
    """Read a plan that ``terraform show -json`` wrote."""
    return Plan(
        changes=tuple(
            ResourceChange(
                address=resource["address"],
                type=resource["type"],
                actions=tuple(resource["change"]["actions"]),
                attributes=_named(resource["change"], _differences(resource["change"])),
                forced_by=_named(resource["change"], _forced_by(resource["change"])),
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


def _named(change: Mapping[str, Any], paths: Iterable[str]) -> tuple[str, ...]:
    """Name each path once, and no path within a sensitive value."""
    hidden = [
        *_marked(change.get("before_sensitive"), ""),
        *_marked(change.get("after_sensitive"), ""),
    ]
    return tuple(sorted({_cut(path, hidden) for path in paths}))


def _cut(path: str, hidden: Sequence[str]) -> str:
    around = [value for value in hidden if path.startswith((f"{value}.", f"{value}["))]
    return min(around, key=len, default=path)


def _forced_by(change: Mapping[str, Any]) -> Iterator[str]:
    for steps in change.get("replace_paths", ()):
        written = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
        yield "".join(written).lstrip(".")


def _differences(change: Mapping[str, Any]) -> Iterator[str]:
    # Values known only after apply stand in a tree of their own.
    yield from _compare(change["before"], change["after"], "")
    if change["before"] is not None:
        yield from _marked(change.get("after_unknown"), "")


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


def _marked(tree: Any, path: str) -> Iterator[str]:
    """List the paths at which a tree of marks, as of what is unknown or sensitive, says true."""
    if tree is True:
        yield path
    elif isinstance(tree, dict):
        for name, branch in tree.items():
            yield from _marked(branch, f"{path}.{name}".lstrip("."))
    elif isinstance(tree, list):
        for index, branch in enumerate(tree):
            yield from _marked(branch, f"{path}[{index}]")
