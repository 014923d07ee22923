"""Comments of ours on a pull request, found again and changed in place.

Each begins with a marker that GitHub does not show: what the comment is about, and the run that
wrote it, so that a run that began earlier and ends later leaves it as it is.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cli.ci.github_api import WRITER, ask_all, send

_MARKER = re.compile(r"<!-- trainyard (plans?: \S+?)(?:; run (\d+), attempt (\d+))? -->\n?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run of the workflow.

    Attributes:
        number: Its id; a later run has a larger one.
        attempt: 1, and one more each time it is run again.
        url: Its address.
        commit: The commit it is about.
    """

    number: int
    attempt: int
    url: str
    commit: str


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment that is there.

    Attributes:
        number: GitHub's id of it.
        text: What it says.
        by: Run and attempt that wrote it.
    """

    number: int
    text: str
    by: tuple[int, int]


def our_comments(repository: str, pull_request: int) -> dict[str, Comment]:
    """Give the comments of ours on a pull request, by what they are about.

    Raises:
        GitHubRefusedError: If GitHub refuses.
    """
    return dict(_ours(ask_all(f"repos/{repository}/issues/{pull_request}/comments?per_page=100")))


def _ours(comments: Iterable[Any]) -> Iterable[tuple[str, Comment]]:
    for comment in comments:
        body = comment["body"] or ""
        marker = _MARKER.match(body)
        if marker and comment["user"]["login"] == WRITER:
            by = (int(marker[2] or 0), int(marker[3] or 0))
            yield marker[1], Comment(int(comment["id"]), body[marker.end() :], by)


def keep(
    repository: str,
    pull_request: int,
    found: Mapping[str, Comment],
    wanted: Mapping[str, str],
    run: Run,
) -> list[str]:
    """Make comments say what they should, and write those that are missing.

    Args:
        repository: Owner and name.
        pull_request: Its number.
        found: Comments that are there.
        wanted: What to say, by what it is about.
        run: The run that says it.

    Returns:
        What a later run has told of already, and was left as it is.

    Raises:
        GitHubRefusedError: If GitHub refuses.
    """
    later = []
    for about, text in wanted.items():
        marked = f"<!-- trainyard {about}; run {run.number}, attempt {run.attempt} -->\n{text}"
        there = found.get(about)
        if there is None:
            send("POST", f"repos/{repository}/issues/{pull_request}/comments", {"body": marked})
        elif there.by > (run.number, run.attempt):
            later.append(about)
        elif there.text != text:
            comments = f"repos/{repository}/issues/comments"
            send("PATCH", f"{comments}/{there.number}", {"body": marked})
    return later
