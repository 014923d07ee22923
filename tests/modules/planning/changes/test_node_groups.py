"""What a plan does to node groups: which lose nodes, how many at once, and whether others fit."""

from typing import Any

import pytest

from modules.planning.changes.group_lines import group_line
from modules.planning.changes.node_groups import GroupChange, group_changes
from tests.modules.planning.changes.plan_documents import (
    CREATE,
    DELETE,
    NEWER,
    REPLACE,
    Values,
    change,
    group,
    group_change,
    plan,
    template,
)

ADDRESS = "aws_eks_node_group.training"
TARGET = [{"capacity_reservation_target": [{"capacity_reservation_id": "cr-1"}]}]
BLOCK: Values = {
    "capacity_reservation_specification": TARGET,
    "instance_market_options": [{"market_type": "capacity-block"}],
}
NO_ROOM = "sized to the group has no room: apply strategy minimal, or a size of zero, before this"


def only(*changes: Values) -> GroupChange:
    (found,) = group_changes(plan(*changes))
    return found


@pytest.mark.parametrize(
    "edited",
    [
        {"version": "1.36"},
        {"release_version": "1.35.0-20261012"},
        {"launch_template": NEWER},
        {"launch_template": NEWER, "labels": {"team": "research"}},
    ],
)
def test_a_new_version_of_anything_rolls_the_nodes(edited: Values) -> None:
    assert only(group_change(group(), **edited)).fate == "rolls"


def test_a_version_known_only_after_apply_rolls_the_nodes() -> None:
    before = group()
    after = {**before, "launch_template": [{"id": "lt-1"}]}
    unknown = {"launch_template": [{"version": True}]}
    found = only(change(ADDRESS, ["update"], before=before, after=after, after_unknown=unknown))
    assert found.fate == "rolls"


@pytest.mark.parametrize(
    ("edited", "aspects"),
    [
        ({"labels": {"team": "research"}}, ("labels",)),
        ({"taint": [{"key": "a"}]}, ("taints",)),
        ({"update_config": [{"max_unavailable": 2}]}, ("update settings",)),
        ({"tags": {"team": "x"}, "tags_all": {"team": "x"}}, ("tags",)),
        ({"launch_template": NEWER, "taint": [{"key": "a"}]}, ("taints",)),
    ],
)
def test_what_changes_without_a_new_node_is_named(edited: Values, aspects: tuple[str, ...]) -> None:
    assert only(group_change(group(), **edited)).aspects == aspects


@pytest.mark.parametrize(
    ("actions", "fate"), [(DELETE, "removed"), (REPLACE, "replaced"), (CREATE, "made")]
)
def test_a_group_that_comes_or_goes_is_no_roll(actions: list[str], fate: str) -> None:
    assert only(change(ADDRESS, actions, before=group(), after=group())).fate == fate


def test_a_group_that_terraform_lets_go_of_goes_on_as_it_is() -> None:
    assert group_changes(plan(change(ADDRESS, ["forget"], before=group()))) == ()


def update(**members: Any) -> list[Values]:
    return [members]


#: The group as it is, its launch template, what is edited, and what is said.
LINES: dict[str, tuple[Values, Values, Values, str]] = {
    "on demand": (
        {},
        {},
        {"launch_template": NEWER},
        "every node is replaced, 8 in all, at most 1 at once, "
        "up to 2 new ones start first (on demand)",
    ),
    "spot in three zones": (
        {"capacity_type": "SPOT", "subnet_ids": ["a", "b", "c"]},
        {},
        {"launch_template": NEWER},
        "every node is replaced, 8 in all, at most 1 at once, up to 6 new ones start first (spot)",
    ),
    "a share": (
        {"update_config": update(max_unavailable_percentage=33)},
        {},
        {"launch_template": NEWER},
        "every node is replaced, 8 in all, at most 3 (33%) at once, "
        "up to 3 new ones start first (on demand)",
    ),
    "more at once than there are": (
        {"update_config": update(max_unavailable=20)},
        {},
        {"launch_template": NEWER},
        "every node is replaced, 8 in all, at most 8 at once, "
        "up to 20 new ones start first (on demand)",
    ),
    "a reservation": (
        {},
        {"capacity_reservation_specification": TARGET},
        {"launch_template": NEWER},
        "every node is replaced, 8 in all, at most 1 at once; up to 2 new ones start first, "
        f"for which a reservation {NO_ROOM}",
    ),
    "reservations and nothing else": (
        {},
        {
            "capacity_reservation_specification": [
                {"capacity_reservation_preference": "capacity-reservations-only"}
            ]
        },
        {"launch_template": NEWER},
        "every node is replaced, 8 in all, at most 1 at once; up to 2 new ones start first, "
        f"for which a reservation {NO_ROOM}",
    ),
    "open reservations": (
        {},
        {
            "capacity_reservation_specification": [
                {"capacity_reservation_preference": "open", "capacity_reservation_target": []}
            ]
        },
        {"launch_template": NEWER},
        "every node is replaced, 8 in all, at most 1 at once, "
        "up to 2 new ones start first (open reservations, then on demand)",
    ),
    "a capacity block": (
        {"capacity_type": "CAPACITY_BLOCK"},
        BLOCK,
        {"version": "1.36"},
        "every node is replaced, 8 in all, at most 1 at once; up to 2 new ones start first, "
        f"for which a capacity block {NO_ROOM}",
    ),
    "a capacity block that takes old nodes away first": (
        {
            "capacity_type": "CAPACITY_BLOCK",
            "update_config": update(max_unavailable=2, update_strategy="MINIMAL"),
        },
        BLOCK,
        {"version": "1.36"},
        "every node is replaced, 8 in all, at most 2 at once, old ones leave first",
    ),
    "a strategy that comes with the roll": (
        {},
        {"capacity_reservation_specification": TARGET},
        {
            "launch_template": NEWER,
            "update_config": update(max_unavailable=1, update_strategy="MINIMAL"),
        },
        "every node is replaced, 8 in all, at most 1 at once; up to 2 new ones start first, "
        f"for which a reservation {NO_ROOM}; the update settings of this plan come "
        "too late for it; in place: update settings",
    ),
    "nobody there": (
        {"scaling_config": [{"min_size": 0, "desired_size": 0, "max_size": 8}]},
        {"capacity_reservation_specification": TARGET},
        {"launch_template": NEWER},
        "rolls no node, as it has none",
    ),
    "fewer nodes": (
        {},
        {},
        {"scaling_config": [{"min_size": 1, "desired_size": 1, "max_size": 8}]},
        "no node is replaced; goes from 8 to 1 node; in place: scaling",
    ),
    "labels": (
        {},
        {},
        {"labels": {"team": "research"}},
        "no node is replaced; in place: labels",
    ),
}


@pytest.mark.parametrize("case", LINES)
def test_a_line_says_how_many_nodes_go_and_whether_others_fit(case: str) -> None:
    as_it_is, of_template, edited, line = LINES[case]
    found = only(template(**of_template), group_change(group(**as_it_is), **edited))
    assert group_line(found) == line


@pytest.mark.parametrize(
    ("actions", "line"),
    [
        (DELETE, "removed: 8 nodes of it stop"),
        (REPLACE, "destroyed and made anew: 8 nodes stop, all at once"),
        (CREATE, "new: 8 nodes"),
    ],
)
def test_a_group_that_comes_or_goes_is_counted(actions: list[str], line: str) -> None:
    assert group_line(only(change(ADDRESS, actions, before=group(), after=group()))) == line
