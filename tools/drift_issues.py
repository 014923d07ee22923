"""Keep one issue for each cluster that has drifted: ``python -m tools.drift_issues``.

The folder of summaries holds NAME.md of each cluster that was planned, empty if nothing differs. A
cluster without a file could not be planned: its issue stays as it is.
"""

import argparse
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.github_api import WRITER, ask_all, send

_MARKER = re.compile(r"<!-- trainyard drift: (\S+) -->")


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 1 when a cluster could not be planned, else 0."""
    given = _parse(arguments)
    names = [each["cluster"] for each in json.loads(given.clusters)]
    files = {name: given.summaries / f"{name}.md" for name in names}
    issues = _open_issues(given.repository)
    for name, file in files.items():
        if file.is_file():
            difference = file.read_text(encoding="utf-8").strip()
            _keep_issue(given.repository, name, issues.get(name), difference, given.run_url)
    unplanned = [name for name, file in files.items() if not file.is_file()]
    if unplanned:
        print(f"could not be planned: {', '.join(unplanned)}", file=sys.stderr)
    return 1 if unplanned else 0


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
        send("POST", f"{issues}/{number}/comments", {"body": f"Nothing differs: [run]({run_url})."})
        send("PATCH", f"{issues}/{number}", {"state": "closed"})


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.drift_issues", description=__doc__)
    parser.add_argument("--repository", required=True, help="owner and name")
    parser.add_argument("--clusters", required=True, help="JSON of tools.changed_clusters")
    parser.add_argument("--summaries", required=True, type=Path, help="folder with NAME.md")
    parser.add_argument("--run-url", required=True, help="address of the run")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
