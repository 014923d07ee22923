"""Rules of how the nodes of a group are replaced."""

from collections.abc import Iterator

from modules.config.derived.updates import starts_new_nodes_first, timeouts_of
from modules.config.problems import Problem
from modules.config.sections.cluster import ClusterSections

#: The longest session of an IAM role.
#: Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-settings.html
_LONGEST_SESSION_MINUTES = 12 * 60
_MINUTES = 60


def _there_is_room_for_new_nodes(cluster: ClusterSections) -> Iterator[Problem]:
    for name, group in cluster.node_groups.items():
        if group.capacity.has_an_end and starts_new_nodes_first(group):
            yield Problem(
                ("node_groups", name, "update", "strategy"),
                "an update starts new nodes before it takes old ones away, and fails where the "
                "reserved capacity is full; remove strategy, or write minimal",
                also=(("node_groups", name, "capacity"),),
            )


def _updates_end_while_credentials_last(cluster: ClusterSections) -> Iterator[Problem]:
    for name, group in cluster.node_groups.items():
        minutes = timeouts_of(group).update_minutes
        if minutes > _LONGEST_SESSION_MINUTES:
            yield Problem(
                ("node_groups", name, "update"),
                f"an update of {group.scaling.max} nodes may take up to {minutes // _MINUTES} "
                f"hours, and credentials of a role last {_LONGEST_SESSION_MINUTES // _MINUTES} at "
                "most; write a larger max_unavailable, or max_unavailable_percentage: 25",
                also=(("node_groups", name, "scaling", "max"),),
            )


WARNINGS = (_there_is_room_for_new_nodes, _updates_end_while_credentials_last)
