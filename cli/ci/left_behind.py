"""Clusters that a change would leave running with nobody to plan them.

A cluster whose file is gone, whose name is another, or whose state is no longer shared, is planned
by nothing. So its file says first that it is to go, the plan of that destroys it, and the file
goes last. Evidence is what was synthesized before and after.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

Stack: TypeAlias = Mapping[str, Any]
#: Synthesized stacks by cluster.
Stacks: TypeAlias = Mapping[str, Stack]

_WAY = (
    "write decommission: true in its file, have the plan of that approved and applied, and remove "
    "the file afterwards"
)


def left_behind(base: Stacks, head: Stacks) -> Iterator[tuple[str, str]]:
    """Give each cluster that would be left behind, and what to do.

    Args:
        base: What is compared with.
        head: What is proposed.
    """
    for name, stack in sorted(base.items()):
        if state_of(stack) is None or is_decommissioned(stack):
            continue
        if name not in head:
            other = _renamed(name, stack, {k: v for k, v in head.items() if k not in base})
            yield name, _gone(name) if other is None else _another_name(name, other)
        elif state_of(head[name]) is None:
            yield (
                name,
                f"the state of {name} would move from {state_of(stack)} to a local file, which no "
                f"other machine has: keep backend: s3, or {_WAY}",
            )


def state_of(stack: Stack) -> str | None:
    """Name where the state is, by what makes it another; None if it is a local file."""
    terraform = stack.get("terraform", {})
    backends = {**terraform.get("backend", {}), **_if_any("cloud", terraform)}
    if "s3" in backends:
        return f"s3://{backends['s3'].get('bucket', '')}/{backends['s3'].get('key', '')}"
    others = [kind for kind in sorted(backends) if kind != "local"]
    return f"{others[0]} {json.dumps(backends[others[0]], sort_keys=True)}" if others else None


def _if_any(key: str, terraform: Mapping[str, Any]) -> dict[str, Any]:
    return {key: terraform[key]} if key in terraform else {}


def moved_from(base: Stacks, name: str, stack: Stack) -> str | None:
    """Name where the state of a cluster was, if that is elsewhere than it is now."""
    if name not in base or not base[name].get("resource"):
        return None
    before = state_of(base[name])
    if before == state_of(stack):
        return None
    return before or "a local file"


def is_decommissioned(stack: Stack) -> bool:
    """Whether the file said that the cluster is to go, so that nothing of it is planned."""
    return bool(stack.get("//", {}).get("allow_destroy", {}).get("decommission"))


def _gone(name: str) -> str:
    return (
        f"the file of {name} is removed, and the cluster would run on with nothing to plan it: "
        f"bring the file back, and {_WAY}"
    )


def _another_name(name: str, other: str) -> str:
    return (
        f"{name} is called {other} now, which makes a second cluster and leaves the first running "
        f"with nothing to plan it: AWS cannot rename a cluster. Keep name: {name}, or have both: "
        f"bring the file of {name} back, and {_WAY}"
    )


def _renamed(name: str, stack: Stack, new: Stacks) -> str | None:
    """Find the new cluster that is the same but for its name."""
    for other, its in sorted(new.items()):
        if _as(name, stack) == _as(other, its):
            return other
    return None


def _as(name: str, stack: Stack) -> str:
    """Write a stack with a mark in place of the cluster's name."""
    text = json.dumps({**stack, "//": None}, sort_keys=True)
    return re.sub(
        rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])", "\N{REPLACEMENT CHARACTER}", text
    )
