"""How the nodes of a group are replaced, and how long Terraform waits for it."""

from modules.config.sections.node_group import NodeGroupConfig
from modules.planning.nodes.timeouts import NodeGroupTimeouts, node_group_timeouts


def starts_new_nodes_first(group: NodeGroupConfig) -> bool:
    """Whether an update starts new nodes before it takes old ones away.

    Where the file does not say, that needs capacity that is not sized to the group.
    """
    strategy = group.update.strategy
    return not group.capacity.has_an_end if strategy is None else strategy == "default"


def timeouts_of(group: NodeGroupConfig) -> NodeGroupTimeouts:
    """Give how long Terraform waits: as the file says, or as follows from the group's size."""
    asked = group.timeouts
    enough = node_group_timeouts(
        most_nodes=group.scaling.max,
        max_unavailable=group.update.max_unavailable,
        max_unavailable_percentage=group.update.max_unavailable_percentage,
        has_accelerators=group.hardware_facts[0].accelerator != "none",
    )
    return NodeGroupTimeouts(
        create_minutes=asked.create_minutes or enough.create_minutes,
        update_minutes=asked.update_minutes or enough.update_minutes,
        delete_minutes=asked.delete_minutes or enough.delete_minutes,
    )
