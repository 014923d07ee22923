"""One comment for each cluster on a pull request.

A comment is found again by a marker that GitHub does not show, and is changed in place. Comments on
clusters that the pull request no longer changes say so.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from cli.ci.github_api import WRITER, ask_all, send

_MARKER = re.compile(r"<!-- trainyard plan: (\S+) -->")


class PlansMissingError(Exception):
    """A cluster was not planned; its comment says so, and a check that is required fails."""


def tell_of_plans(
    repository: str,
    pull_request: int,
    *,
    clusters: Sequence[str],
    removed: Sequence[str],
    summaries: Path,
    run_url: str,
) -> None:
    """Tell on a pull request what was planned, what was not, and what nobody destroys.

    Args:
        repository: Owner and name.
        pull_request: Its number.
        clusters: Clusters that should have been planned.
        removed: Clusters whose files are removed.
        summaries: Folder with NAME.md of each cluster that was planned.
        run_url: Address of the run.

    Raises:
        PlansMissingError: If a cluster was not planned.
        GitHubRefusedError: If GitHub refuses.
    """
    files = {name: summaries / f"{name}.md" for name in clusters}
    wanted = {
        **{name: _removed(name) for name in removed},
        **{name: _planned(name, file, run_url) for name, file in files.items()},
    }
    keep_comments(repository, pull_request, wanted)
    missing = [name for name, file in files.items() if not file.is_file()]
    if missing:
        raise PlansMissingError(f"not planned: {', '.join(missing)}")


def keep_comments(repository: str, pull_request: int, wanted: Mapping[str, str]) -> None:
    """Make each cluster's comment say what it should, and write those that are missing.

    Args:
        repository: Owner and name.
        pull_request: Its number.
        wanted: What to say, by cluster.

    Raises:
        GitHubRefusedError: If GitHub refuses.
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
