"""Which clusters a run applied, which it did not, and how to go on.

``python3 -m cli.ci.applied_clusters`` is the last job of a run, and needs Python alone.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from cli.ci.apply_jobs import TOUCHED, Outcome, outcomes
from cli.ci.github_api import GitHubRefusedError
from cli.ci.reviewed_plan import way_out

_HALF = """\
What a cluster that is half applied lacks, a fresh plan shows: Terraform compares with what is
there. If its job kept an `errored.tfstate`, push that state first: docs/ci.md.
"""


def table(clusters: Sequence[str], found: Mapping[str, Outcome], workflow: str) -> str:
    """Tell of each cluster how far it came, and what to do.

    Args:
        clusters: Clusters that should have been applied, in order.
        found: How far each came.
        workflow: File name of the workflow.
    """
    ended = {name: found.get(name, Outcome.waiting) for name in clusters}
    done = sum(outcome is Outcome.applied for outcome in ended.values())
    lines = [f"### {done} of {len(clusters)} clusters applied", ""]
    lines += ["| cluster | | to go on |", "|---|---|---|"]
    for name, outcome in ended.items():
        command = "" if outcome is Outcome.applied else f"`{way_out(name, workflow)}`"
        lines.append(f"| {name} | {outcome.value} | {command} |")
    half = [out for out in ended.values() if out in TOUCHED and out is not Outcome.applied]
    return "\n".join(lines) + "\n" + (f"\n{_HALF}" if half else "")


def main(arguments: Sequence[str] | None = None) -> int:
    """Return what the command ends with: 1 where a cluster was not applied."""
    parser = argparse.ArgumentParser(prog="python3 -m cli.ci.applied_clusters", description=__doc__)
    parser.add_argument("--repository", required=True, help="owner and name")
    parser.add_argument("--workflow", default="clusters.yml", help="file name of the workflow")
    parser.add_argument("--own-run", type=int, required=True, help="the run that applied")
    parser.add_argument("--clusters", required=True, help="output clusters of ci changed-clusters")
    parser.add_argument("--page", type=Path, required=True, help="summary of the step")
    given = parser.parse_args(arguments)
    clusters = [str(each["cluster"]) for each in json.loads(given.clusters)]
    try:
        found = outcomes(given.repository, given.own_run)
    except GitHubRefusedError as error:
        print(error, file=sys.stderr)
        return 1
    text = table(clusters, found, given.workflow)
    print(text)
    with given.page.open("a", encoding="utf-8") as page:
        page.write(text)
    return 0 if all(found.get(name) is Outcome.applied for name in clusters) else 1


if __name__ == "__main__":
    sys.exit(main())
