"""What happens to a node group, in one line."""

from modules.planning.changes.node_groups import GroupChange
from modules.planning.changes.rolls import Roll


def group_line(group: GroupChange) -> str:
    """Say what happens to a group, without its name: how many nodes go, and whether others fit."""
    if group.fate == "removed":
        told = f"removed: {_nodes(group.nodes)} of it stop"
    elif group.fate == "replaced":
        told = f"destroyed and made anew: {_nodes(group.nodes)} stop, all at once"
    elif group.fate == "made":
        told = f"new: {_nodes(group.nodes_after)}"
    elif group.roll is not None:
        told = _rolled(group.roll)
    else:
        told = "no node is replaced"
    if group.nodes_after != group.nodes and group.fate not in {"removed", "replaced", "made"}:
        told += f"; goes from {group.nodes} to {_nodes(group.nodes_after)}"
    if group.aspects:
        told += f"; in place: {', '.join(group.aspects)}"
    return told


def _rolled(roll: Roll) -> str:
    if not roll.nodes:
        return "rolls no node, as it has none"
    share = "" if roll.percentage is None else f" ({roll.percentage}%)"
    told = f"every node is replaced, {roll.nodes} in all, at most {roll.at_once}{share} at once"
    if not roll.new_nodes_first:
        told += ", old ones leave first"
    elif roll.may_find_no_room:
        told += (
            f"; up to {roll.new_nodes_first} new ones start first, for which a {roll.capacity} "
            "sized to the group has no room: apply strategy minimal, or a size of zero, before this"
        )
    else:
        told += f", up to {roll.new_nodes_first} new ones start first ({roll.capacity})"
    if roll.settings_come_too_late:
        told += "; the update settings of this plan come too late for it"
    return told


def _nodes(count: int) -> str:
    return f"{count} node" if count == 1 else f"{count} nodes"
