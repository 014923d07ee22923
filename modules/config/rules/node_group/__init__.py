"""What must be true of one node group, whatever the cluster."""

from modules.config.problems import Problem
from modules.config.rules.node_group import capacity, instance_types, placement, settings, updates
from modules.config.sections.node_group import NodeGroupConfig

#: In this order: a later rule may rely on what an earlier one refuses.
_RULES = (*instance_types.RULES, *capacity.RULES, *placement.RULES, *settings.RULES, *updates.RULES)


def problem_of(group: NodeGroupConfig) -> Problem | None:
    """Give the first thing that is wrong with a group, its path from the group down."""
    return next(filter(None, (rule(group) for rule in _RULES)), None)
