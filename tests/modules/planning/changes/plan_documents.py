"""Plans as Terraform writes them, cut down to what is read."""

from collections.abc import Mapping
from typing import Any

Values = dict[str, Any]

UPDATE, CREATE, DELETE, REPLACE = ["update"], ["create"], ["delete"], ["delete", "create"]


def change(address: str, actions: list[str], **of_change: Any) -> Values:
    """Give a change of one resource."""
    described = {"actions": actions, "before": {}, "after": {}, **of_change}
    if actions == CREATE:
        described["before"] = None
    if actions == DELETE:
        described["after"] = None
    return {"address": address, "type": address.partition(".")[0], "change": described}


def plan(*changes: Mapping[str, Any]) -> Values:
    """Give a plan of changes."""
    return {"resource_changes": [*changes]}


def in_aws(*missing: Values, region: str = "us-west-2", **document: Any) -> Values:
    """Give what a plan says of where it looked and of what it did not find there."""
    said = {"region": {"constant_value": region}}
    provider = {"provider_config": {"aws": {"name": "aws", "expressions": said}}}
    return {"configuration": provider, "resource_drift": [*missing], **document}


def missing(address: str, arn: str | None = None) -> Values:
    """Give a resource that is in the state, and that Terraform did not find."""
    return change(address, DELETE, before={} if arn is None else {"arn": arn})


def group(**members: Any) -> Values:
    """Give the values of a node group of eight nodes in one zone."""
    return {
        "node_group_name": "training",
        "capacity_type": "ON_DEMAND",
        "subnet_ids": ["subnet-a"],
        "scaling_config": [{"min_size": 8, "desired_size": 8, "max_size": 8}],
        "update_config": [{"max_unavailable": 1, "max_unavailable_percentage": None}],
        "launch_template": [{"id": "lt-1", "version": "1"}],
        "version": "1.35",
        "labels": {},
        "taint": [],
        **members,
    }


def group_change(before: Values, **edited: Any) -> Values:
    """Give an update of a node group."""
    return change("aws_eks_node_group.training", UPDATE, before=before, after={**before, **edited})


def template(**members: Any) -> Values:
    """Give a launch template that gets a new version."""
    values = {"id": "lt-1", "capacity_reservation_specification": [], **members}
    return change("aws_launch_template.training", UPDATE, before=values, after=values)


#: What a group refers to once its launch template has a new version.
NEWER = [{"id": "lt-1", "version": "2"}]
