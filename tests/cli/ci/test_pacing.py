"""GitHub is written to as slowly as it asks for."""

from itertools import pairwise
from typing import Any

import pytest

from cli.ci.github_api import GitHubRefusedError, ask, send
from cli.ci.pacing import Pace
from tests.cli.ci.clock import Clock
from tests.cli.ci.github import REPOSITORY, GitHub

ISSUES = f"repos/{REPOSITORY}/issues"
#: What GitHub says: Source in cli/ci/pacing.py.
A_MINUTE, AN_HOUR = 80, 500


def test_no_window_of_time_holds_more_changes_than_github_allows() -> None:
    clock = Clock()
    pace = Pace(clock.time, clock.sleep)
    at = []
    for _ in range(1200):
        pace.before_a_change()
        at.append(clock.now)
    assert min(later - earlier for earlier, later in pairwise(at)) >= 1
    for most, seconds in ((A_MINUTE, 60), (AN_HOUR, 3600)):
        assert all(
            later - earlier >= seconds for earlier, later in zip(at, at[most:], strict=False)
        )


def test_changes_that_are_apart_by_themselves_wait_for_nothing() -> None:
    clock = Clock()
    pace = Pace(clock.time, clock.sleep)
    for _ in range(10):
        pace.before_a_change()
        clock.now += 1.5
    assert clock.slept == []


def test_what_is_asked_needs_no_pace_and_what_is_sent_does(github: GitHub, clock: Clock) -> None:
    github.answer("issues", [])
    for _ in range(3):
        assert ask(ISSUES) == []
    assert clock.slept == []
    for _ in range(3):
        send("POST", ISSUES, {"title": "a"})
    assert clock.slept == [1, 1]


@pytest.mark.parametrize(
    ("refusal", "waits"),
    [
        ((403, "secondary rate limit", "Retry-After: 7"), [7]),
        ((429, "too many", "retry-after: 90"), [90]),
        ((403, "rate limit", "X-RateLimit-Remaining: 0", "X-RateLimit-Reset: 1000030"), [31]),
        ((403, "You have exceeded a secondary rate limit"), [60]),
    ],
)
def test_a_refusal_for_now_is_waited_for(
    github: GitHub, clock: Clock, refusal: Any, waits: list[float]
) -> None:
    github.answer("issues", [])
    github.refuse(*refusal)
    send("POST", ISSUES, {"title": "a"})
    assert clock.slept == waits
    assert github.sent() == [("POST", "issues")]


def test_the_wait_doubles_where_github_names_none_and_ends_after_five_tries(
    github: GitHub, clock: Clock
) -> None:
    github.refuse(403, "You have exceeded a secondary rate limit", times=5)
    with pytest.raises(GitHubRefusedError):
        send("POST", ISSUES, {"title": "a"})
    assert clock.slept == [60, 120, 240, 480]
    assert github.sent() == []


@pytest.mark.parametrize(
    ("status", "body", "headers"),
    [
        (403, "Resource not accessible by integration", ("X-RateLimit-Remaining: 4000",)),
        (404, "Not Found", ()),
        (403, "secondary rate limit", ("Retry-After: 36000",)),
    ],
)
def test_a_refusal_that_no_wait_helps_against_is_told_at_once(
    github: GitHub, clock: Clock, status: int, body: str, headers: tuple[str, ...]
) -> None:
    github.refuse(status, body, *headers)
    with pytest.raises(GitHubRefusedError):
        send("POST", ISSUES, {"title": "a"})
    assert clock.slept == []
