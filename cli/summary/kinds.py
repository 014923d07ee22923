"""What is done to a resource, and of which resources the loss is grave."""

from collections.abc import Mapping
from typing import Any

from modules.planning.changes.effects import CLUSTER, HOLDS_DATA, NETWORK, NODE_GROUP
from modules.planning.changes.plans import ResourceChange, read_plan

#: What takes running work, or data, along when it goes.
GRAVE = (CLUSTER, NODE_GROUP, NETWORK, "aws_subnet", *HOLDS_DATA)
#: What can be done to a resource, gravest first.
KINDS = ("destroy", "replace", "change", "create", "forget")


def kind_of(change: ResourceChange) -> str:
    """Give what is done to a resource, one of `KINDS`."""
    actions = set(change.actions)
    if {"create", "delete"} <= actions:
        return "replace"
    if "delete" in actions:
        return "destroy"
    return {"update": "change", "create": "create"}.get(change.actions[0], "forget")


def changes_something(document: Mapping[str, Any]) -> bool:
    """Tell whether applying a plan would do anything.

    Args:
        document: What ``terraform show -json PLAN`` wrote.
    """
    plan = read_plan(document)
    return bool(document.get("applyable", plan.changes or plan.outputs))
