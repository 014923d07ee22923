"""Rules of a node group that need more than one of its keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from modules.catalog.ami_types import ami_types_for
from modules.catalog.instance_types import InstanceTypeFacts, instance_type_facts, instance_types
from modules.catalog.nearest import UnknownNameError, nearest
from modules.config.sections.model import refusal
from modules.planning.nodes.network_interfaces import NoSuchLayoutError, interface_layout

if TYPE_CHECKING:
    from pydantic_core import PydanticCustomError

    from modules.config.sections.node_group import NodeGroupConfig

#: What EC2 calls each way of buying.
_USAGE_CLASSES = {
    "on_demand": "on-demand",
    "reservation": "on-demand",
    "spot": "spot",
    "capacity_block": "capacity-block",
}


def check_node_group(group: NodeGroupConfig) -> None:
    """Refuse what does not go together.

    Raises:
        PydanticCustomError: The first thing that is wrong.
    """
    for rule in _RULES:
        found = rule(group)
        if found is not None:
            raise found


def _instance_types_differ(group: NodeGroupConfig) -> PydanticCustomError | None:
    types = group.instance_types
    twice = next((name for name in types if types.count(name) > 1), None)
    return (
        None
        if twice is None
        else refusal("instance_types", f"{twice!r} stands twice; name it once")
    )


def _instance_types_are_known(group: NodeGroupConfig) -> PydanticCustomError | None:
    for index, name in enumerate(group.instance_types):
        try:
            instance_type_facts(name)
        except UnknownNameError as error:
            if group.hardware is None:
                glue = " " if error.suggestion else "; "
                message = f"{error}{glue}if it is newer than the catalog, describe it in hardware"
                return refusal(("instance_types", index), message)
        else:
            if group.hardware is not None:
                message = f"the catalog knows {name}; remove hardware"
                return refusal("hardware", message, "instance_types")
    if group.hardware is not None and len(group.instance_types) > 1:
        message = "hardware describes one instance type; make a node group for each"
        return refusal("instance_types", message, "hardware")
    return None


def _accelerators_are_supported(group: NodeGroupConfig) -> PydanticCustomError | None:
    for index, facts in enumerate(group.hardware_facts):
        if facts.accelerator == "other":
            message = (
                f"{facts.name!r} has a device that EKS has no AMI for; use an NVIDIA or Neuron type"
            )
            return refusal(("instance_types", index), message)
    return None


def _instance_types_are_alike(group: NodeGroupConfig) -> PydanticCustomError | None:
    first, *others = group.hardware_facts
    for other in others:
        if (other.architecture, other.accelerator) != (first.architecture, first.accelerator):
            message = (
                f"{_kind(first)} and {_kind(other)} need different "
                "AMIs; make a node group of each kind"
            )
            return refusal("instance_types", message)
    return None


def _ami_fits_the_instances(group: NodeGroupConfig) -> PydanticCustomError | None:
    facts, ami = group.hardware_facts[0], group.ami
    if ami.name in ami_types_for(facts.architecture, facts.accelerator):
        return None
    fitting = ami_types_for(facts.architecture, facts.accelerator)
    best = nearest(ami.name, fitting) or fitting[0]
    message = (
        f"ami_type {ami.name} does not run on {_kind(facts)}; remove ami_type, or write {best!r}"
    )
    return refusal("ami_type", message)


def _is_sold_that_way(group: NodeGroupConfig) -> PydanticCustomError | None:
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
            message = f"AWS does not sell {facts.name} as {usage_class}; {choice}"
            return refusal(("capacity", "type"), message, "instance_types")
    return None


def _a_reservation_is_of_one_type(group: NodeGroupConfig) -> PydanticCustomError | None:
    if group.capacity.reservation_id is None or len(group.instance_types) == 1:
        return None
    message = "a reservation holds one instance type; name that one alone"
    return refusal("instance_types", message, "capacity")


def _a_block_starts_and_ends_empty(group: NodeGroupConfig) -> PydanticCustomError | None:
    if group.capacity.type != "capacity_block":
        return None
    if "scaling" not in group.model_fields_set or "max" not in group.scaling.model_fields_set:
        message = "say how many instances the capacity block has, as in scaling: {max: 16}"
        return refusal("scaling", message, "capacity")
    if group.scaling.min > 0:
        message = (
            "EKS takes all nodes away 40 minutes before a capacity block ends; write min: 0, and "
            "set desired once the block has started"
        )
        return refusal(("scaling", "min"), message, "capacity")
    return None


def _a_schedule_sets_the_size(group: NodeGroupConfig) -> PydanticCustomError | None:
    start = group.capacity.scheduled_start
    if start is None:
        return None
    if group.scaling.owner != "autoscaler":
        message = (
            "Terraform would undo what scheduled_start does at the next apply; write owner: "
            "autoscaler, or remove scheduled_start"
        )
        return refusal(("scaling", "owner"), message, "capacity")
    if start.desired > group.scaling.max:
        message = f"{start.desired} nodes are more than scaling: {{max: {group.scaling.max}}}"
        return refusal(("capacity", "scheduled_start", "desired"), message, "scaling")
    return None


def _efa_is_possible(group: NodeGroupConfig) -> PydanticCustomError | None:
    layout = group.efa_layout
    if layout is None:
        return None
    first, *others = group.hardware_facts
    try:
        wanted = interface_layout(first, layout)
        different = next((o for o in others if interface_layout(o, layout) != wanted), None)
    except NoSuchLayoutError as error:
        return refusal("efa", str(error), "instance_types")
    if different is None:
        return None
    message = (
        f"{first.name} and {different.name} have different network cards, and EFA is laid out once "
        "for a group; make a node group of each, or write efa: false"
    )
    return refusal("instance_types", message, "efa")


def _is_in_one_zone(group: NodeGroupConfig) -> PydanticCustomError | None:
    if group.availability_zone is not None:
        return None
    if group.capacity.is_in_one_zone:
        message = (
            "a reservation is in one zone; write availability_zone: with the zone it is in "
            "(aws ec2 describe-capacity-reservations)"
        )
        return refusal("availability_zone", message, "capacity")
    if group.efa_layout is not None:
        message = (
            f"{group.instance_types[0]} nodes talk to each other over EFA, which does not leave a "
            "zone; write availability_zone: with the one they go in, or efa: false"
        )
        return refusal("availability_zone", message, "efa")
    if group.named_placement_group is not None:
        message = (
            "a placement group is in one zone; write availability_zone: with that one, or "
            "placement_group: none"
        )
        return refusal("availability_zone", message, "placement_group")
    return None


def _placement_is_possible(group: NodeGroupConfig) -> PydanticCustomError | None:
    if group.named_placement_group is None:
        return None
    if group.capacity.type == "capacity_block":
        message = (
            "the instances of a capacity block are placed together already, and fit in no "
            "placement group; remove placement_group"
        )
        return refusal("placement_group", message, "capacity")
    for facts in group.hardware_facts:
        if "cluster" not in facts.placement_strategies:
            message = (
                f"{facts.name} goes in no cluster placement group; write placement_group: none"
            )
            return refusal("placement_group", message, "instance_types")
    return None


def _has_an_instance_store(group: NodeGroupConfig) -> PydanticCustomError | None:
    if group.instance_store != "raid0":
        return None
    without = next((f.name for f in group.hardware_facts if f.instance_store is None), None)
    if without is None:
        return None
    message = f"{without} has no NVMe instance store; remove instance_store, or write none"
    return refusal("instance_store", message, "instance_types")


def _settings_are_the_operating_systems(group: NodeGroupConfig) -> PydanticCustomError | None:
    bottlerocket = group.ami.operating_system == "bottlerocket"
    for key in ("kubelet", "user_data") if bottlerocket else ("bottlerocket_settings",):
        if getattr(group, key):
            instead = "bottlerocket_settings" if bottlerocket else "kubelet or user_data"
            message = f"{group.ami.name} does not read {key}; write {instead}"
            return refusal(key, message, "ami_type")
    return None


def _taints_differ(group: NodeGroupConfig) -> PydanticCustomError | None:
    seen = set()
    for taint in group.all_taints:
        if (taint.key, taint.effect) in seen:
            message = (
                f"{taint.key!r} stands twice with effect {taint.effect}; "
                "Kubernetes keeps one value for the two: remove one"
            )
            return refusal("taints", message)
        seen.add((taint.key, taint.effect))
    return None


def _kind(facts: InstanceTypeFacts) -> str:
    accelerator = "no accelerator" if facts.accelerator == "none" else facts.accelerator
    return f"{facts.name} ({facts.architecture}, {accelerator})"


_RULES: tuple[Callable[[NodeGroupConfig], PydanticCustomError | None], ...] = (
    _instance_types_differ,
    _instance_types_are_known,
    _accelerators_are_supported,
    _instance_types_are_alike,
    _ami_fits_the_instances,
    _is_sold_that_way,
    _a_reservation_is_of_one_type,
    _a_block_starts_and_ends_empty,
    _a_schedule_sets_the_size,
    _efa_is_possible,
    _is_in_one_zone,
    _placement_is_possible,
    _has_an_instance_store,
    _settings_are_the_operating_systems,
    _taints_differ,
)
