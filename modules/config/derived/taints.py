"""The taints of a node group."""

from collections.abc import Sequence

from modules.config.sections.node_group import NodeGroupConfig
from modules.planning.nodes.conventions import hardware_taints
from modules.planning.nodes.taints import Taint


def taints_asked(group: NodeGroupConfig) -> Sequence[Taint] | None:
    """Give the taints of the file; None if it says nothing of them."""
    if group.taints is None:
        return None
    return [Taint(key=t.key, value=t.value, effect=t.effect) for t in group.taints]


def taints_of(group: NodeGroupConfig) -> Sequence[Taint]:
    """Give the taints of the file, or those that follow from the hardware."""
    asked = taints_asked(group)
    return hardware_taints(group.hardware_facts[0].accelerator) if asked is None else asked
