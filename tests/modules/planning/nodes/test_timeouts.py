"""How long Terraform waits for node groups."""

import pytest

from modules.planning.nodes.timeouts import NodeGroupTimeouts, node_group_timeouts

#: Most nodes, nodes at once, their share in percent, accelerators; and minutes of an update.
UPDATES: list[tuple[int, int | None, int | None, bool, int]] = [
    (2, 1, None, False, 60),
    (4, 1, None, False, 15 + 4 * 21),
    (4, 1, None, True, 25 + 4 * 31),
    (64, 1, None, True, 25 + 64 * 31),
    (64, 16, None, True, 25 + 4 * 31),
    (65, 16, None, True, 25 + 5 * 31),
    (64, None, 25, True, 25 + 4 * 31),
    # A share that is less than a node is one node.
    (3, None, 10, True, 25 + 3 * 31),
    (10, None, 100, False, 60),
]


@pytest.mark.parametrize(("nodes", "at_once", "share", "accelerators", "minutes"), UPDATES)
def test_an_update_goes_through_a_group_a_few_nodes_at_a_time(
    nodes: int, at_once: int | None, share: int | None, accelerators: bool, minutes: int
) -> None:
    waits = node_group_timeouts(
        most_nodes=nodes,
        max_unavailable=at_once,
        max_unavailable_percentage=share,
        has_accelerators=accelerators,
    )
    assert waits.update_minutes == minutes


@pytest.mark.parametrize(("accelerators", "minutes"), [(False, 60), (True, 75)])
def test_nodes_of_a_new_group_start_at_once_and_of_a_deleted_one_end_so(
    accelerators: bool, minutes: int
) -> None:
    waits = node_group_timeouts(
        most_nodes=1,
        max_unavailable=1,
        max_unavailable_percentage=None,
        has_accelerators=accelerators,
    )
    assert waits == NodeGroupTimeouts(create_minutes=minutes)
