"""How the nodes of a group are replaced, and how long Terraform waits for it."""

from modules.config.sections.node_group import NodeGroupConfig
from modules.planning.nodes.decided import Decided, Reason
from modules.planning.nodes.timeouts import NodeGroupTimeouts, node_group_timeouts


def starts_new_nodes_first(group: NodeGroupConfig) -> bool:
    """Whether an update starts new nodes before it takes old ones away.

    Where the file does not say, that needs capacity that is not sized to the group.
    """
    return decided_start_of_new_nodes(group).value


def decided_start_of_new_nodes(group: NodeGroupConfig) -> Decided[bool]:
    """Decide whether an update starts new nodes before it takes old ones away."""
    strategy = group.update.strategy
    if strategy is not None:
        return Decided(strategy == "default", Reason(keys=("update.strategy",)))
    has_an_end = group.capacity.has_an_end
    text = (
        "capacity that is sized to the group has no room for more"
        if has_an_end
        else "capacity that is not sized to the group has room for more"
    )
    return Decided(not has_an_end, Reason(text=text, keys=("update.strategy", "capacity.type")))


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
        because=enough.because,
    )
