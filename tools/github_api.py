"""GitHub's REST API through its command line, ``gh``, which every runner has.

Source: https://cli.github.com/manual/gh_api
"""

import json
import subprocess
from collections.abc import Mapping
from typing import Any

#: Whom a workflow writes as. Nobody else can, so what carries a marker and this name is ours.
WRITER = "github-actions[bot]"


def ask(path: str) -> Any:
    """Give one answer.

    Raises:
        subprocess.CalledProcessError: If GitHub refuses; ``gh`` has said why on standard error.
    """
    return json.loads(_gh(path))


def ask_all(path: str) -> list[Any]:
    """Give every entry of a list that comes in pages."""
    pages = json.loads(_gh(path, "--paginate", "--slurp"))
    return [entry for page in pages for entry in page]


def send(method: str, path: str, fields: Mapping[str, Any]) -> None:
    """Change something."""
    _gh(path, "--method", method, "--input", "-", text=json.dumps(fields))


def _gh(*arguments: str, text: str | None = None) -> str:
    done = subprocess.run(
        ["gh", "api", *arguments],  # noqa: S607
        input=text,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
        encoding="utf-8",
    )
    return done.stdout
