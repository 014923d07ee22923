"""What a plan does to node groups."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from modules.planning.changes.plans import ResourceChange, read_plan
from modules.planning.changes.rolls import Roll, plan_roll

#: What happens to a group, gravest first. To roll is to replace every node, a few at a time.
GroupFate = Literal["removed", "replaced", "rolls", "shrinks", "changed", "made"]

_GROUP = "aws_eks_node_group"
_TEMPLATE = "aws_launch_template"
#: For any of these the provider calls UpdateNodegroupVersion, with which EKS replaces every node.
#: Source: resourceNodeGroupUpdate in internal/service/eks/node_group.go of the AWS provider.
_ROLLING = ("launch_template", "release_version", "version")
#: What people call the other arguments, which change in place.
WORDS = {
    "labels": "labels",
    "node_repair_config": "node repair",
    "scaling_config": "scaling",
    "taint": "taints",
    "update_config": "update settings",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupChange:
    """What happens to one node group.

    Attributes:
        address: Address of the group.
        name: Name of the group.
        fate: The gravest of what happens.
        nodes: Nodes that the group has now.
        nodes_after: Nodes that it will have.
        roll: How its nodes are replaced, where they are.
        aspects: What changes besides, without a new node: ``labels``, ``taints``, ``scaling``.
    """

    address: str
    name: str
    fate: GroupFate
    nodes: int
    nodes_after: int
    roll: Roll | None = None
    aspects: tuple[str, ...] = ()


def group_changes(document: Mapping[str, Any]) -> tuple[GroupChange, ...]:
    """List the node groups to which a plan does something, in the order of the plan.

    Args:
        document: What ``terraform show -json PLAN`` wrote.
    """
    values = {each["address"]: each["change"] for each in document.get("resource_changes", ())}
    return tuple(
        _group_change(change, values[change.address], document)
        for change in read_plan(document).changes
        if change.type == _GROUP and change.actions != ("forget",)
    )


def _group_change(
    change: ResourceChange, values: Mapping[str, Any], document: Mapping[str, Any]
) -> GroupChange:
    before, after = values.get("before") or {}, values.get("after") or {}
    fate = _fate(change, before, after)
    return GroupChange(
        address=change.address,
        name=str((before or after).get("node_group_name") or change.address.rpartition(".")[2]),
        fate=fate,
        nodes=_size(before),
        nodes_after=_size(after),
        roll=(
            plan_roll(before, after, _template(before, after, document))
            if fate == "rolls"
            else None
        ),
        aspects=tuple(_aspects(change.attributes)) if change.actions == ("update",) else (),
    )


def _fate(change: ResourceChange, before: Mapping[str, Any], after: Mapping[str, Any]) -> GroupFate:
    if "delete" in change.actions:
        return "replaced" if "create" in change.actions else "removed"
    if "create" in change.actions:
        return "made"
    # A value known only after apply is a new one: a template's version is unknown when it changes.
    if any(_argument(path) in _ROLLING for path in change.attributes):
        return "rolls"
    return "shrinks" if _size(after) < _size(before) else "changed"


def _aspects(paths: Sequence[str]) -> Iterator[str]:
    arguments = sorted({_argument(path) for path in paths} - {*_ROLLING, "tags_all"})
    yield from (WORDS.get(argument, argument) for argument in arguments)


def _argument(path: str) -> str:
    return path.partition(".")[0].partition("[")[0]


def _size(group: Mapping[str, Any]) -> int:
    scaling = group.get("scaling_config") or [{}]
    return int(scaling[0].get("desired_size") or 0)


def _template(
    before: Mapping[str, Any], after: Mapping[str, Any], document: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Give a group's launch template as planned: found by its id, which a rolled group keeps."""
    ids = {
        template.get("id")
        for group in (after, before)
        for template in group.get("launch_template") or ()
    }
    for resource in document.get("resource_changes", ()):
        change = resource["change"]
        known = (change.get("before") or {}).get("id")
        if resource["type"] == _TEMPLATE and known is not None and known in ids:
            return cast(Mapping[str, Any], change.get("after") or change["before"])
    return {}
