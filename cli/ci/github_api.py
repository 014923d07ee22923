"""GitHub's REST API through its command line, ``gh``, which GitHub's own runners have.

Source: https://cli.github.com/manual/gh_api
"""

import json
import re
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cli.ci.pacing import Pace

#: Whom a workflow writes as. Nobody else can, so what carries a marker and this name is ours.
WRITER = "github-actions[bot]"
_NEXT_PAGE = re.compile(r'<([^>]+)>; rel="next"')
_PACE = Pace(time.time, time.sleep)


class GitHubRefusedError(Exception):
    """GitHub refused; ``gh`` has said why on standard error.

    Attributes:
        status: The status of its answer; 0 where none came.
    """

    def __init__(self, message: str, status: int = 0) -> None:
        """Say what was asked, and how it was answered."""
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class _Answer:
    """What came back: a status of 0 where nothing did."""

    status: int
    headers: Mapping[str, str]
    body: str


def ask(path: str) -> Any:
    """Give one answer.

    Raises:
        GitHubRefusedError: If GitHub refuses.
    """
    return json.loads(_gh(path).body)


def ask_all(path: str, key: str | None = None) -> list[Any]:
    """Give every entry of a list that comes in pages.

    Args:
        path: What is asked for.
        key: Where in an answer its entries are, unless they are the answer.

    Raises:
        GitHubRefusedError: If GitHub refuses.
    """
    entries, page = [], path
    while page:
        answer = _gh(page)
        found = json.loads(answer.body)
        entries += found if key is None else found[key]
        following = _NEXT_PAGE.search(answer.headers.get("link", ""))
        page = following[1] if following else ""
    return entries


def save(path: str, file: Path) -> None:
    """Save an answer that is no JSON, as it comes.

    Raises:
        GitHubRefusedError: If GitHub refuses.
    """
    with file.open("wb") as output:
        done = subprocess.run(["gh", "api", path], stdout=output, check=False)  # noqa: S607
    if done.returncode:
        raise GitHubRefusedError(f"{path}: gh got no answer, and says above why")


def send(method: str, path: str, fields: Mapping[str, Any]) -> None:
    """Change something, no faster than GitHub allows.

    Raises:
        GitHubRefusedError: If GitHub refuses.
    """
    _PACE.before_a_change()
    _gh(path, "--method", method, "--input", "-", text=json.dumps(fields))


def _gh(path: str, *options: str, text: str | None = None) -> _Answer:
    tries = 0
    while True:
        tries += 1
        done = subprocess.run(
            ["gh", "api", "--include", path, *options],  # noqa: S607
            input=text,
            stdout=subprocess.PIPE,
            check=False,
            text=True,
            encoding="utf-8",
        )
        answer = _parsed(done.stdout)
        if not done.returncode:
            return answer
        if not _PACE.after_a_refusal(answer.status, answer.headers, answer.body, tries):
            message = f"{path}: gh got no answer, and says above why"
            raise GitHubRefusedError(message, answer.status)


def _parsed(text: str) -> _Answer:
    """Take apart what ``gh api --include`` prints: a status, headers, an empty line, the body."""
    head, _, body = text.partition("\n\n")
    first, *lines = head.splitlines() or [""]
    status = re.match(r"HTTP/\S+ (\d+)", first)
    headers = (line.partition(":") for line in lines)
    return _Answer(
        int(status[1]) if status else 0,
        {name.lower(): value.strip() for name, _, value in headers},
        body,
    )
