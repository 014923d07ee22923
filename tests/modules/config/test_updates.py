"""How the nodes of a group are replaced."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from modules.config.derived.placement import groups_to_wait_for
from modules.config.derived.updates import starts_new_nodes_first, timeouts_of
from modules.config.rules import warnings_for
from modules.planning.nodes.timeouts import NodeGroupTimeouts
from tests.modules.config.files import cluster, node_group

SYSTEM = {"instance_types": ["m7i.large"]}
H200 = {
    "instance_types": ["p5en.48xlarge"],
    "availability_zone": "us-west-2a",
    "scaling": {"min": 0, "desired": 0, "max": 16},
}
RESERVED = {"type": "reservation", "reservation_id": "cr-0123456789abcdef0"}
BLOCK = {"type": "capacity_block", "reservation_id": "cr-0123456789abcdef0"}
ONLY_RESERVATIONS = {"type": "reservation", "preference": "capacity-reservations-only"}
OPEN = {"type": "reservation", "preference": "open"}


@pytest.mark.parametrize(
    ("capacity", "strategy", "new_first"),
    [
        ({"type": "on_demand"}, None, True),
        ({"type": "spot"}, None, True),
        (OPEN, None, True),
        (RESERVED, None, False),
        (ONLY_RESERVATIONS, None, False),
        (BLOCK, None, False),
        (RESERVED, "default", True),
        ({"type": "on_demand"}, "minimal", False),
    ],
)
def test_old_nodes_go_first_where_capacity_has_an_end_unless_the_file_says_otherwise(
    capacity: dict[str, Any], strategy: str | None, new_first: bool
) -> None:
    instances = {"instance_types": ["g6e.48xlarge"]} if capacity["type"] == "spot" else {}
    group = node_group(**H200 | instances, capacity=capacity, update={"strategy": strategy})
    assert starts_new_nodes_first(group) == new_first


def told(group: dict[str, Any]) -> Sequence[str]:
    """Give the warnings of a group about its updates."""
    made = cluster(node_groups={"system": SYSTEM, "training": group})
    return [
        str(warning)
        for warning in warnings_for(made, today=date(2026, 11, 25))
        if str(warning).startswith("node_groups.training.update")
    ]


def test_new_nodes_first_in_reserved_capacity_is_warned_of() -> None:
    assert told(H200 | {"capacity": RESERVED}) == []
    assert told(H200 | {"capacity": RESERVED, "update": {"strategy": "default"}}) == [
        "node_groups.training.update.strategy: an update starts new nodes before it takes old ones "
        "away, and fails where the reserved capacity is full; remove strategy, or write minimal"
    ]


def test_an_update_longer_than_credentials_last_is_warned_of() -> None:
    large = H200 | {"scaling": {"min": 0, "desired": 0, "max": 64}}
    assert told(large) == [
        "node_groups.training.update: an update of 64 nodes may take up to 33 hours, and "
        "credentials of a role last 12 at most; write a larger max_unavailable, or "
        "max_unavailable_percentage: 25"
    ]
    assert told(large | {"update": {"max_unavailable_percentage": 25}}) == []


def test_timeouts_follow_from_the_size_and_the_file_overrules_each() -> None:
    assert timeouts_of(node_group(**H200)) == NodeGroupTimeouts(
        create_minutes=75, update_minutes=25 + 16 * 31
    )
    asked = node_group(**H200, timeouts={"update_minutes": 90})
    assert timeouts_of(asked) == NodeGroupTimeouts(create_minutes=75, update_minutes=90)


#: Groups that take any pod, and those that add-ons wait for.
SPOT = SYSTEM | {"capacity": {"type": "spot"}}
EMPTY = SYSTEM | {"scaling": {"min": 0, "desired": 0, "max": 2}}
GPU = {"instance_types": ["g6.8xlarge"], "taints": []}
FULL = H200 | {"taints": [], "capacity": RESERVED, "scaling": {"desired": 2}}
WAITS: list[tuple[dict[str, Any], set[str]]] = [
    ({"a": SYSTEM, "b": SYSTEM}, {"a", "b"}),
    ({"a": SYSTEM, "b": GPU, "c": FULL, "d": SPOT, "e": EMPTY}, {"a"}),
    ({"b": GPU, "c": FULL, "d": SPOT}, {"b"}),
    ({"c": FULL, "d": SPOT, "e": EMPTY}, {"d"}),
    ({"c": FULL, "e": EMPTY}, {"c"}),
]


@pytest.mark.parametrize("add_on", ["coredns", "some-other"])
@pytest.mark.parametrize(("groups", "expected"), WAITS)
def test_add_ons_wait_for_the_groups_that_are_surest_to_start(
    groups: dict[str, Any], expected: set[str], add_on: str
) -> None:
    asked = {} if add_on == "coredns" else {"add_ons": {add_on: {"unlisted": True}}}
    made = cluster(node_groups=groups, **asked)
    assert set(groups_to_wait_for(made, add_on)) == expected
