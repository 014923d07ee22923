"""What differs between two resources as synthesized, and what that does without a plan."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from modules.planning.changes.effects import effects_of, worded
from modules.planning.changes.node_groups import WORDS

Json: TypeAlias = Mapping[str, Any]
#: Path of an argument, and its value before and after.
Differing: TypeAlias = tuple[str, Any, Any]

#: What is Terraform's own, and nothing to AWS.
_TERRAFORMS = frozenset({"//", "depends_on", "lifecycle", "timeouts"})
_UNSURE = "changes; terraform plan tells whether it is made anew"
_ROLLS_EVERY = "rolls the nodes of every node group"
#: What is no resource: what a change of it does, and where that is known.
_OF_THE_STACK: Mapping[str, str] = {
    "output": "changes outputs alone",
    "provider": "in place: tags of everything",
    "terraform": "moves the state",
}
_KNOWN_OF_THE_STACK = frozenset({"default_tags", "backend"})
_TEMPLATE_VERSION = "_template-version"


def differing_arguments(was: Json, becomes: Json) -> Sequence[Differing]:
    """List the arguments that differ between a resource and itself, as far as Terraform looks.

    Args:
        was: The resource.
        becomes: What it becomes.
    """
    ignored = [_plain(path) for path in becomes.get("lifecycle", {}).get("ignore_changes", ())]
    return [
        found
        for key in dict.fromkeys([*was, *becomes])
        if key not in _TERRAFORMS
        for found in _differing(key, was.get(key), becomes.get(key))
        if not any(f"{_plain(found[0])}.".startswith(f"{path}.") for path in ignored)
    ]


def what_it_does(
    address: str,
    was: Json | None,
    becomes: Json | None,
    differing: Sequence[Differing],
    *,
    forgotten: bool,
) -> str:
    """Say what a change does, as far as it can be told without a plan.

    Args:
        address: Address of the resource.
        was: The resource, or None.
        becomes: What it becomes, or None.
        differing: Arguments that differ.
        forgotten: Whether Terraform lets go of it, and does not destroy it.
    """
    if address.startswith("output."):
        return _OF_THE_STACK["output"]
    if was is None:
        return "made"
    if becomes is None:
        words = _in_a_plan(address, ["forget" if forgotten else "delete"], was, None)
        unlisted = "lets go of it; it stays in the account" if forgotten else "removed"
        return unlisted if words == "in place" else words
    changed = {path.partition(".")[0].partition("[")[0] for path, _, _ in differing}
    return _known(address, changed) or _of_a_group(address, changed, was, becomes) or _UNSURE


def _known(address: str, changed: set[str]) -> str | None:
    """Say what a change does of which that is known."""
    kind, _, name = address.partition(".")
    if kind == "terraform_data":
        # The version of a launch template is kept until something is worth new nodes.
        group = name.removesuffix(_TEMPLATE_VERSION)
        rolls = group != name and "triggers_replace" in changed
        return f"rolls the nodes of node group {group}" if rolls else "nothing"
    if kind == "aws_eks_cluster" and "version" in changed:
        return _ROLLS_EVERY if changed == {"version"} else f"{_ROLLS_EVERY}; {_UNSURE}"
    if kind == "aws_launch_template" and "name" not in changed:
        return "in place: a new version of it"
    if kind == "terraform" and "backend" not in changed:
        return "nothing: releases that Terraform takes"
    if kind in _OF_THE_STACK and changed <= {*_KNOWN_OF_THE_STACK}:
        return _OF_THE_STACK[kind]
    return None


def _of_a_group(address: str, changed: set[str], was: Json, becomes: Json) -> str | None:
    """Say what becomes of a node group of which nothing changes but what can in place."""
    kind, _, name = address.partition(".")
    if kind != "aws_eks_node_group" or not changed <= {*WORDS}:
        return None
    words = _in_a_plan(address, ["update"], was, becomes)
    return words.replace("one node group", f"node group {name}")


def _in_a_plan(address: str, actions: Sequence[str], was: Json, becomes: Json | None) -> str:
    """Say it as the summary of a plan does."""
    resource = {
        "address": address,
        "type": address.partition(".")[0],
        "mode": "managed",
        "change": {"actions": actions, "before": _listed(was), "after": _listed(becomes)},
    }
    return ", ".join(worded(effects_of({"resource_changes": [resource]})))


def _listed(body: Json | None) -> Json | None:
    """Write blocks as plans do, as lists."""
    if body is None or "scaling_config" not in body:
        return body
    return {**body, "scaling_config": [body["scaling_config"]]}


def _differing(path: str, was: Any, becomes: Any) -> Iterator[Differing]:
    if isinstance(was, Mapping) and isinstance(becomes, Mapping):
        for key in dict.fromkeys([*was, *becomes]):
            yield from _differing(f"{path}.{key}", was.get(key), becomes.get(key))
    elif isinstance(was, list) and isinstance(becomes, list) and len(was) == len(becomes):
        for index, (one, other) in enumerate(zip(was, becomes, strict=True)):
            yield from _differing(f"{path}[{index}]", one, other)
    elif was != becomes:
        yield path, was, becomes


def _plain(path: str) -> str:
    """Leave out positions in lists: blocks are lists to Terraform, and not in what is written."""
    return re.sub(r"\[[0-9]+\]", "", path)
