"""Rules of EFA, zones and placement groups."""

from modules.config.problems import Problem
from modules.config.rules.node_group.wrong import wrong
from modules.config.sections.node_group import NodeGroupConfig
from modules.planning.nodes.network_interfaces import NoSuchLayoutError, interface_layout


def _efa_is_possible(group: NodeGroupConfig) -> Problem | None:
    layout = group.efa_layout
    if layout is None:
        return None
    first, *others = group.hardware_facts
    try:
        wanted = interface_layout(first, layout)
        different = next((o for o in others if interface_layout(o, layout) != wanted), None)
    except NoSuchLayoutError as error:
        return wrong("efa", str(error), "instance_types")
    if different is None:
        return None
    message = (
        f"{first.name} and {different.name} have different network cards, and EFA is laid out once "
        "for a group; make a node group of each, or write efa: false"
    )
    return wrong("instance_types", message, "efa")


def _stands_for_other_groups(group: NodeGroupConfig) -> Problem | None:
    """Say what is wrong with an entry that was not written out."""
    zones = group.one_per_zone
    if zones is None:
        return None
    if group.availability_zone is not None:
        message = "names zones where availability_zone names one; remove one of the two"
        return wrong("one_per_zone", message, "availability_zone")
    twice = next((zone for zone in zones if zones.count(zone) > 1), None)
    if twice is not None:
        return wrong("one_per_zone", f"{twice!r} stands twice; name it once")
    return wrong(
        "one_per_zone",
        "a group that this stands for has the name of another, made of this one's, a dash and the "
        "zone; rename one of the two",
    )


def _is_in_one_zone(group: NodeGroupConfig) -> Problem | None:
    if group.availability_zone is not None:
        return None
    if group.capacity.is_in_one_zone:
        message = (
            "a reservation is in one zone; write availability_zone: with the zone it is in "
            "(aws ec2 describe-capacity-reservations)"
        )
        return wrong("availability_zone", message, "capacity")
    if group.efa_layout is not None:
        message = (
            f"{group.instance_types[0]} nodes talk to each other over EFA, which does not leave a "
            "zone; write availability_zone: with the one they go in, or efa: false"
        )
        return wrong("availability_zone", message, "efa")
    if group.named_placement_group is not None:
        message = (
            "a placement group is in one zone; write availability_zone: with that one, or "
            "placement_group: none"
        )
        return wrong("availability_zone", message, "placement_group")
    return None


def _placement_is_possible(group: NodeGroupConfig) -> Problem | None:
    if group.named_placement_group is None:
        return None
    if group.capacity.type == "capacity_block":
        message = (
            "the instances of a capacity block are placed together already, and fit in no "
            "placement group; remove placement_group"
        )
        return wrong("placement_group", message, "capacity")
    for facts in group.hardware_facts:
        if "cluster" not in facts.placement_strategies:
            message = (
                f"{facts.name} goes in no cluster placement group; write placement_group: none"
            )
            return wrong("placement_group", message, "instance_types")
    return None


RULES = (
    _stands_for_other_groups,
    _efa_is_possible,
    _is_in_one_zone,
    _placement_is_possible,
)
