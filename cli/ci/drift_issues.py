"""One issue for each cluster that has drifted."""

import re
from collections.abc import Sequence
from pathlib import Path

from cli.ci.github_api import WRITER, ask_all, send

_MARKER = re.compile(r"<!-- trainyard drift: (\S+) -->")
#: Of a cluster that there is no more, nobody will ever see that nothing differs.
_NOT_PLANNED = (
    "No run plans {name} any more: its file is gone, has another name, or keeps its state in a "
    "local file. If it was not decommissioned it runs on as it was, with nobody to tell: bring its "
    "file back, and write `decommission: true` in it. [run]({run_url})"
)


class NotPlannedError(Exception):
    """A cluster could not be planned, so nobody knows whether it has drifted."""


def keep_drift_issues(
    repository: str, clusters: Sequence[str], summaries: Path, run_url: str
) -> None:
    """Open, update and close issues, so that each cluster that has drifted has one.

    An issue on a cluster that is planned no more is closed, and says why.

    Args:
        repository: Owner and name.
        clusters: Every cluster that should have been planned.
        summaries: Folder with NAME.md of each cluster that was planned, empty if nothing differs. A
            cluster without a file could not be planned: its issue stays as it is.
        run_url: Address of the run.

    Raises:
        NotPlannedError: If a cluster could not be planned.
        GitHubRefusedError: If GitHub refuses.
    """
    files = {name: summaries / f"{name}.md" for name in clusters}
    issues = _open_issues(repository)
    for name, file in files.items():
        if file.is_file():
            difference = file.read_text(encoding="utf-8").strip()
            _keep_issue(repository, name, issues.get(name), difference, run_url)
    for name in sorted(issues.keys() - files.keys()):
        _close(repository, name, issues[name], _NOT_PLANNED.format(name=name, run_url=run_url))
    unplanned = [name for name, file in files.items() if not file.is_file()]
    if unplanned:
        raise NotPlannedError(f"could not be planned: {', '.join(unplanned)}")


def _open_issues(repository: str) -> dict[str, int]:
    """Give the numbers of our open issues, by cluster."""
    found = {}
    for issue in ask_all(f"repos/{repository}/issues?state=open&per_page=100"):
        marker = _MARKER.match(issue["body"] or "")
        if marker and issue["user"]["login"] == WRITER:
            found[marker[1]] = int(issue["number"])
    return found


def _keep_issue(
    repository: str, name: str, number: int | None, difference: str, run_url: str
) -> None:
    issues = f"repos/{repository}/issues"
    if difference:
        fields = {
            "title": f"{name} is not as its file says",
            "body": (
                f"<!-- trainyard drift: {name} -->\n{difference}\n\n"
                f"Seen by [this run]({run_url}), which closes the issue once nothing differs."
            ),
        }
        if number is None:
            send("POST", issues, fields)
        else:
            send("PATCH", f"{issues}/{number}", fields)
    elif number is not None:
        _close(repository, name, number, f"Nothing differs: [run]({run_url}).")


def _close(repository: str, name: str, number: int, why: str) -> None:
    # One request, since GitHub counts each of them.
    body = f"<!-- trainyard drift: {name} -->\n{why}"
    send("PATCH", f"repos/{repository}/issues/{number}", {"body": body, "state": "closed"})
