"""A plan loses nothing but what its cluster file gives leave to lose."""

from datetime import date
from typing import Any

import pytest

from modules.planning.changes.effects import effects_of
from modules.planning.changes.leave import Before, Leave, read_leave, refusals
from tests.cluster_files import synthesize_clusters
from tests.modules.config.files import cluster
from tests.modules.planning.changes.plan_documents import (
    CREATE,
    DELETE,
    REPLACE,
    UPDATE,
    Values,
    change,
    in_aws,
    missing,
    plan,
)

TODAY = date(2026, 11, 25)
WRITE = "if it is meant, write allow_destroy: {{what: [{}], until: 2026-12-09}}"
CLUSTER, KEY, LOGS = "aws_eks_cluster.x", "aws_kms_key.x", "aws_cloudwatch_log_group.x"
OLD = "s3://example-terraform-state/trainyard/demo.tfstate"


def refused(document: Values, leave: Leave | None = None, **before: Any) -> list[str]:
    given = leave or Leave()
    effects = effects_of(document)
    return [*refusals(effects, given, today=TODAY, before=Before(**before))]


def test_what_no_file_allows_is_refused_with_what_to_write() -> None:
    lost = plan(change(KEY, DELETE), change(CLUSTER, REPLACE), change("aws_route.x", DELETE))
    assert refused(lost) == [
        "loses cluster, keys (aws_eks_cluster.x, aws_kms_key.x), and its file does not allow that; "
        + WRITE.format("cluster, keys")
    ]


def test_what_is_allowed_is_not_refused_up_to_its_last_day() -> None:
    lost = plan(change(KEY, DELETE), change(LOGS, DELETE))
    assert refused(lost, Leave(what=("keys", "logs"), until=TODAY)) == []
    assert refused(lost, Leave(what=("keys", "logs"), until=date(2026, 11, 24))) == [
        "loses keys, logs (aws_kms_key.x, aws_cloudwatch_log_group.x), and leave to do so ended on "
        "2026-11-24; " + WRITE.format("keys, logs")
    ]


def test_leave_for_one_kind_is_none_for_another() -> None:
    lost = plan(change(KEY, DELETE), change(LOGS, DELETE))
    assert refused(lost, Leave(what=("keys",), until=TODAY)) == [
        "loses logs (aws_cloudwatch_log_group.x), and its file does not allow that; "
        + WRITE.format("keys, logs")
    ]


def test_what_would_run_on_unmanaged_is_refused() -> None:
    arn = "arn:aws:eks:us-west-2:111122223333:cluster/demo"
    moved = in_aws(missing(CLUSTER, arn), region="us-east-1", **plan(change(CLUSTER, CREATE)))
    assert [text.partition(" (")[0] for text in refused(moved)] == ["loses cluster"]
    deleted = in_aws(missing(CLUSTER, arn), **plan(change(CLUSTER, CREATE)))
    assert refused(deleted, state=OLD) == []


def test_many_are_counted() -> None:
    lost = plan(*(change(f"aws_subnet.{number}", DELETE) for number in range(9)))
    assert "aws_subnet.5 and 3 more), and its file" in refused(lost)[0]


@pytest.mark.parametrize("actions", [UPDATE, CREATE, ["no-op"]])
def test_what_stays_needs_no_leave(actions: list[str]) -> None:
    assert refused(plan(change(KEY, actions))) == []


def test_whatever_goes_with_a_cluster_that_is_to_go_is_allowed() -> None:
    lost = plan(*(change(f"{type_}.x", DELETE) for type_ in ("aws_eks_cluster", "aws_vpc")))
    assert refused(lost, Leave(everything=True)) == []


def test_a_state_that_was_left_where_it_was_is_refused() -> None:
    anew = plan(change(CLUSTER, CREATE))
    assert refused(anew) == []
    assert refused(anew, state="a local file") == []
    assert refused(anew, Leave(what=("cluster",), until=TODAY), state=OLD) == []
    assert refused(anew, Leave(what=("keys",), until=TODAY), state=OLD) == [
        f"makes a cluster where there may be one: its state was {OLD}, and was not moved to where "
        "it is now, so what runs would run on unmanaged; move the state first, as docs/state.md "
        "tells, or, if nothing runs, write allow_destroy: {what: [cluster, keys], "
        "until: 2026-12-09}"
    ]


def test_a_state_that_was_moved_is_not() -> None:
    assert refused(plan(change("aws_iam_role.x", UPDATE)), state=OLD) == []


@pytest.mark.parametrize(
    ("routes", "left"), [(1, "1 resource of it is"), (2, "2 resources of it are")]
)
def test_a_file_goes_when_nothing_is_left(routes: int, left: str) -> None:
    gone = Leave(everything=True)
    assert refused(plan(), gone, removed=True) == []
    lost = plan(*(change(f"aws_route.{number}", DELETE) for number in range(routes)))
    assert refused(lost, gone, removed=True) == [
        f"the file is removed, and {left} still there; have the plan of decommission: true applied "
        "first"
    ]


@pytest.mark.parametrize(
    ("sections", "leave"),
    [
        ({}, Leave()),
        (
            {"allow_destroy": {"what": ["logs", "keys"], "until": "2026-12-01"}},
            Leave(what=("keys", "logs"), until=date(2026, 12, 1)),
        ),
        ({"decommission": True}, Leave(everything=True)),
    ],
)
def test_what_a_file_says_is_read_from_its_stack(sections: dict[str, Any], leave: Leave) -> None:
    made = cluster(**sections)
    assert read_leave(synthesize_clusters([made])[made.name]) == leave
