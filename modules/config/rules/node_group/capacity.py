"""Rules of how instances are bought."""

from modules.catalog.instance_types import instance_types
from modules.config.problems import Problem
from modules.config.rules.node_group.wrong import wrong
from modules.config.sections.node_group import NodeGroupConfig

#: What EC2 calls each way of buying.
_USAGE_CLASSES = {
    "on_demand": "on-demand",
    "reservation": "on-demand",
    "spot": "spot",
    "capacity_block": "capacity-block",
}


def _is_sold_that_way(group: NodeGroupConfig) -> Problem | None:
    if group.capacity.unlisted:
        return None
    usage_class = _USAGE_CLASSES[group.capacity.type]
    for facts in group.hardware_facts:
        if usage_class not in facts.usage_classes:
            others = sorted(
                name
                for name, other in instance_types().items()
                if usage_class in other.usage_classes and other.accelerator == facts.accelerator
            )
            choice = (
                f"use one of {', '.join(others)}"
                if usage_class == "capacity-block" and others
                else "write another type of capacity"
            )
            message = (
                f"AWS does not sell {facts.name} as {usage_class}; {choice}, or, if it does by "
                "now, add unlisted: true"
            )
            return wrong(("capacity", "type"), message, "instance_types")
    return None


def _a_reservation_is_of_one_type(group: NodeGroupConfig) -> Problem | None:
    if not group.capacity.is_in_one_zone or len(group.instance_types) == 1:
        return None
    message = "a reservation holds one instance type; name that one alone"
    return wrong("instance_types", message, "capacity")


def _a_block_starts_and_ends_empty(group: NodeGroupConfig) -> Problem | None:
    if group.capacity.type != "capacity_block":
        return None
    if "scaling" not in group.model_fields_set or "max" not in group.scaling.model_fields_set:
        message = "say how many instances the capacity block has, as in scaling: {max: 16}"
        return wrong("scaling", message, "capacity")
    if group.scaling.min > 0:
        message = (
            "EKS takes all nodes away 40 minutes before a capacity block ends; write min: 0, and "
            "set desired once the block has started"
        )
        return wrong(("scaling", "min"), message, "capacity")
    return None


def _a_schedule_sets_the_size(group: NodeGroupConfig) -> Problem | None:
    start = group.capacity.scheduled_start
    if start is None:
        return None
    if group.scaling.owner != "autoscaler":
        message = (
            "Terraform would undo what scheduled_start does at the next apply; write owner: "
            "autoscaler, or remove scheduled_start"
        )
        return wrong(("scaling", "owner"), message, "capacity")
    if start.desired > group.scaling.max:
        message = f"{start.desired} nodes are more than scaling: {{max: {group.scaling.max}}}"
        return wrong(("capacity", "scheduled_start", "desired"), message, "scaling")
    return None


RULES = (
    _is_sold_that_way,
    _a_reservation_is_of_one_type,
    _a_block_starts_and_ends_empty,
    _a_schedule_sets_the_size,
)
