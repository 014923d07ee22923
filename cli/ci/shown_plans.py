"""The plans that will be applied, shown on the page of the run to whoever approves.

``python3 -m cli.ci.shown_plans`` takes them as the jobs that apply will, before any has a role, and
gives those jobs their hashes, so that they apply what was shown.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cli.ci.apply_jobs import Outcome, outcomes
from cli.ci.github_api import GitHubRefusedError
from cli.ci.matrices import waves
from cli.ci.plan_statement import SUMMARY
from cli.ci.reviewed_plan import (
    Merge,
    NoReviewedPlanError,
    find_origin,
    merge_of,
    merge_options,
    take_reviewed_plan,
    way_out,
)

#: GitHub drops the summary of a step that is larger than a MiB.
#: Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
_PAGE_BYTES = 1_000_000
#: What stands around a summary.
_FRAME_BYTES = 300


@dataclass(kw_only=True)
class Shown:
    """What is shown, and what may be applied once it is approved.

    Attributes:
        page: Markdown, by cluster.
        clusters: What is to be applied, in order, as ``ci changed-clusters`` gives it.
        plans: Hashes of their plans, by cluster.
        refused: The cluster whose plan is refused; those after it are left as they are.
    """

    page: list[str] = field(default_factory=list)
    clusters: list[Mapping[str, str]] = field(default_factory=list)
    plans: dict[str, str] = field(default_factory=dict)
    refused: str | None = None


def show_plans(
    clusters: Sequence[Mapping[str, str]], stacks: Path, merge: Merge, applied: Iterable[str]
) -> Shown:
    """Take the plans that were reviewed, and tell of each.

    Args:
        clusters: Clusters that changed, in the order in which they are applied.
        stacks: Folder with the stack of each.
        merge: What is applied.
        applied: Clusters that an earlier attempt of this run has applied.

    Raises:
        GitHubRefusedError: If GitHub refuses.
        OSError: If GitHub's keys cannot be had.
    """
    shown, done, origin = Shown(), set(applied), None
    room = _PAGE_BYTES // max(1, len(clusters)) - _FRAME_BYTES
    for each in clusters:
        name = each["cluster"]
        again = f"Plan it anew: `{way_out(name, merge.workflow)}`"
        if name in done:
            shown.page.append(f"### {name}: applied by an earlier attempt")
        elif shown.refused:
            left = f"### {name}: left as it is, after the refused plan of {shown.refused}"
            shown.page.append(f"{left}\n\n{again}")
        else:
            try:
                origin = origin or find_origin(merge)
                taken = take_reviewed_plan(stacks / name, merge, origin=origin)
            except NoReviewedPlanError as error:
                shown.refused = name
                shown.page.append(f"### {name}: the plan is refused\n\n{error}\n\n{again}")
                continue
            summary = (stacks / name / SUMMARY).read_text(encoding="utf-8").strip()
            plan = f"The plan of run {taken.run}: `{taken.digest}`"
            shown.page.append(f"{_clipped(summary, room)}\n\n{plan}")
            shown.clusters.append(each)
            shown.plans[name] = taken.digest
    return shown


def _clipped(text: str, size: int) -> str:
    encoded = text.encode()
    if len(encoded) <= size:
        return text
    whole = encoded[:size].decode(errors="ignore").rpartition("\n")[0]
    return f"{whole}\n\n**There is more**: the summary of the run that planned has it all."


def main(arguments: Sequence[str] | None = None) -> int:
    """Return what the command ends with."""
    parser = argparse.ArgumentParser(prog="python3 -m cli.ci.shown_plans", description=__doc__)
    merge_options(parser)
    parser.add_argument("--clusters", required=True, help="output clusters of ci changed-clusters")
    parser.add_argument("--stacks", type=Path, required=True, help="folder of the stacks")
    parser.add_argument("--own-run", type=int, required=True, help="the run that applies")
    parser.add_argument("--page", type=Path, required=True, help="summary of the step")
    parser.add_argument("--outputs", type=Path, required=True, help="outputs of the step")
    given = parser.parse_args(arguments)
    merge, clusters = merge_of(given), json.loads(given.clusters)
    try:
        # A run by hand plans anew in each attempt.
        before = outcomes(merge.repository, given.own_run) if merge.run is None else {}
        applied = [name for name, outcome in before.items() if outcome is Outcome.applied]
        shown = show_plans(clusters, given.stacks, merge, applied)
    except (GitHubRefusedError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    with given.page.open("a", encoding="utf-8") as page:
        page.write("\n\n".join(shown.page) + "\n")
    with given.outputs.open("a", encoding="utf-8") as outputs:
        outputs.write(f"clusters={json.dumps(shown.clusters)}\n")
        outputs.write(f"waves={json.dumps(waves(shown.clusters))}\n")
        outputs.write(f"plans={json.dumps(shown.plans)}\n")
    if shown.refused:
        print(f"::warning::the plan of {shown.refused} is refused; the summary says why")
    return 2 if shown.refused and not shown.clusters else 0


if __name__ == "__main__":
    sys.exit(main())
