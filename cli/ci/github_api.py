"""GitHub's REST API through its command line, ``gh``, which every runner has.

Source: https://cli.github.com/manual/gh_api
"""

import json
import subprocess
from collections.abc import Mapping
from typing import Any

#: Whom a workflow writes as. Nobody else can, so what carries a marker and this name is ours.
WRITER = "github-actions[bot]"


class GitHubRefusedError(Exception):
    """GitHub refused; ``gh`` has said why on standard error."""


def ask(path: str) -> Any:
    """Give one answer.

    Raises:
        GitHubRefusedError: If GitHub refuses.
    """
    return json.loads(_gh(path))


def ask_all(path: str) -> list[Any]:
    """Give every entry of a list that comes in pages.

    Raises:
        GitHubRefusedError: If GitHub refuses.
    """
    pages = json.loads(_gh(path, "--paginate", "--slurp"))
    return [entry for page in pages for entry in page]


def send(method: str, path: str, fields: Mapping[str, Any]) -> None:
    """Change something.

    Raises:
        GitHubRefusedError: If GitHub refuses.
    """
    _gh(path, "--method", method, "--input", "-", text=json.dumps(fields))


def _gh(path: str, *options: str, text: str | None = None) -> str:
    done = subprocess.run(
        ["gh", "api", path, *options],  # noqa: S607
        input=text,
        stdout=subprocess.PIPE,
        check=False,
        text=True,
        encoding="utf-8",
    )
    if done.returncode:
        raise GitHubRefusedError(f"{path}: gh got no answer, and says above why")
    return done.stdout
