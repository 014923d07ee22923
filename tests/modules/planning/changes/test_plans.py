"""Reading plans."""

from typing import Any

import pytest

from modules.planning.changes.plans import read_plan


def document(actions: list[str], before: Any, after: Any, unknown: Any = None) -> dict[str, Any]:
    change = {"actions": actions, "before": before, "after": after, "after_unknown": unknown or {}}
    return {"resource_changes": [{"address": "aws_x.y", "type": "aws_x", "change": change}]}


@pytest.mark.parametrize(
    ("before", "after", "unknown", "attributes"),
    [
        ({"a": 1, "b": 2}, {"a": 1, "b": 3}, {}, ("b",)),
        ({"a": {"b": 1}}, {"a": {}}, {}, ("a.b",)),
        ({"a": {}}, {"a": {"b": 1}}, {}, ("a.b",)),
        ({"a": [{"b": 1}]}, {"a": [{"b": 2}]}, {}, ("a[0].b",)),
        ({"a": [1]}, {"a": [1, 2]}, {}, ("a",)),
        ({"a": None}, {}, {}, ()),
        ({"id": "x"}, {}, {"id": True}, ("id",)),
        ({"a": [{"b": "x"}]}, {"a": [{}]}, {"a": [{"b": True}]}, ("a[0].b",)),
    ],
)
def test_a_change_names_the_attributes_that_differ(
    before: Any, after: Any, unknown: Any, attributes: tuple[str, ...]
) -> None:
    (change,) = read_plan(document(["update"], before, after, unknown)).changes
    assert change.attributes == attributes


def test_what_is_made_has_no_attributes_that_differ() -> None:
    (change,) = read_plan(document(["create"], None, {"a": 1}, {"id": True})).changes
    assert change.attributes == ()
    assert str(change) == "create aws_x.y: "


@pytest.mark.parametrize("actions", [["no-op"], ["read"]])
def test_what_stays_is_no_change(actions: list[str]) -> None:
    assert read_plan(document(actions, {}, {})).changes == ()


def test_a_replacement_counts_as_both() -> None:
    plan = read_plan(document(["delete", "create"], {"a": 1}, {"a": 2}))
    assert (plan.count("create"), plan.count("delete"), plan.count("update")) == (1, 1, 0)


def test_what_cannot_change_in_place_is_named() -> None:
    replaced = document(["delete", "create"], {"a": [{"b": 1}]}, {"a": [{"b": 2}]})
    replaced["resource_changes"][0]["change"]["replace_paths"] = [["a", 0, "b"]]
    (change,) = read_plan(replaced).changes
    assert (change.type, change.forced_by) == ("aws_x", ("a[0].b",))


def test_nothing_within_a_sensitive_value_is_named() -> None:
    changed = document(["update"], {"a": {"token-1": 1}, "b": 1}, {"a": {"token-2": 1}, "b": 2})
    changed["resource_changes"][0]["change"]["before_sensitive"] = {"a": True}
    (change,) = read_plan(changed).changes
    assert change.attributes == ("a", "b")


def test_outputs_that_change_are_named() -> None:
    outputs = {"b": {"actions": ["update"]}, "a": {"actions": ["no-op"]}}
    assert read_plan({"output_changes": outputs}).outputs == ("b",)
