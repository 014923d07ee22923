"""Rules of how nodes are replaced."""

from modules.config.problems import Problem
from modules.config.rules.node_group.wrong import wrong
from modules.config.sections.node_group import NodeGroupConfig


def _an_update_takes_no_more_than_there_are(group: NodeGroupConfig) -> Problem | None:
    """EKS takes no more for ``max_unavailable`` than the group's largest size.

    Source: https://github.com/hashicorp/terraform-provider-aws/issues/26535
    """
    most = group.update.max_unavailable
    if most is None or most <= group.scaling.max:
        return None
    message = (
        f"{most} nodes are more than scaling: {{max: {group.scaling.max}}}, and EKS refuses that; "
        f"write {group.scaling.max} or less, or max_unavailable_percentage"
    )
    return wrong(("update", "max_unavailable"), message, "scaling")


RULES = (_an_update_takes_no_more_than_there_are,)
