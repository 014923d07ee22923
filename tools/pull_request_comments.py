"""Keep one comment for each cluster on a pull request: ``python -m tools.pull_request_comments``.

A comment is found again by a marker that GitHub does not show, and is changed in place. Comments on
clusters that the pull request no longer changes say so.
"""

import argparse
import json
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools.github_api import WRITER, ask_all, send

_MARKER = re.compile(r"<!-- trainyard plan: (\S+) -->")


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 1 when a cluster was not planned, so that a check can be required, else 0."""
    given = _parse(arguments)
    names = [each["cluster"] for each in json.loads(given.clusters)]
    files = {name: given.summaries / f"{name}.md" for name in names}
    wanted = {
        **{name: _removed(name) for name in json.loads(given.removed)},
        **{name: _planned(name, file, given.run_url) for name, file in files.items()},
    }
    keep_comments(given.repository, given.pull_request, wanted)
    return 0 if all(file.is_file() for file in files.values()) else 1


def keep_comments(repository: str, pull_request: int, wanted: Mapping[str, str]) -> None:
    """Make each cluster's comment say what it should, and write those that are missing.

    Args:
        repository: Owner and name.
        pull_request: Its number.
        wanted: What to say, by cluster.
    """
    found = {}
    for comment in ask_all(f"repos/{repository}/issues/{pull_request}/comments?per_page=100"):
        marker = _MARKER.match(comment["body"])
        if marker and comment["user"]["login"] == WRITER:
            found[marker[1]] = comment
    for name in sorted(found.keys() | wanted.keys()):
        text = wanted.get(name, f"### {name}: no longer changed by this pull request")
        body = {"body": f"<!-- trainyard plan: {name} -->\n{text}"}
        if name not in found:
            send("POST", f"repos/{repository}/issues/{pull_request}/comments", body)
        elif found[name]["body"] != body["body"]:
            send("PATCH", f"repos/{repository}/issues/comments/{found[name]['id']}", body)


def _planned(name: str, file: Path, run_url: str) -> str:
    if not file.is_file():
        return f"### {name}: not planned\n\nThe plan failed, or was not made: [run]({run_url})."
    return f"{file.read_text(encoding='utf-8').strip()}\n\n[The plan and its log]({run_url})"


def _removed(name: str) -> str:
    return (
        f"### {name}: file removed, cluster left running\n\n"
        "Nothing here destroys a cluster. Destroy it first, while its file is still there, "
        f"with `terraform -chdir=cdktf.out/stacks/{name} destroy`, and remove the file afterwards."
    )


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tools.pull_request_comments", description=__doc__
    )
    parser.add_argument("--repository", required=True, help="owner and name")
    parser.add_argument("--pull-request", required=True, type=int, help="number")
    parser.add_argument("--clusters", required=True, help="JSON of tools.changed_clusters")
    parser.add_argument("--removed", required=True, help="JSON of tools.changed_clusters")
    parser.add_argument("--summaries", required=True, type=Path, help="folder with NAME.md")
    parser.add_argument("--run-url", required=True, help="address of the run")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
