"""What became of the jobs of a run that apply, each of one cluster, in all attempts of the run.

Source: https://docs.github.com/en/rest/actions/workflow-jobs, 2026-11-25
"""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Any

from cli.ci.github_api import ask_all

#: What the job is called before the cluster's name, and its step that changes something.
JOB, STEP = "apply ", "Apply"


class Outcome(Enum):
    """How far a cluster came."""

    applied = "applied"
    half = "failed while it was applied: part of it may be done"
    stopped = "stopped while it was applied: part of it may be done"
    untouched = "failed before anything was changed"
    waiting = "not started"


#: Outcomes after which something was changed.
TOUCHED = (Outcome.applied, Outcome.half, Outcome.stopped)
#: How far a cluster came, by the conclusion of that step, or its status where it has none.
_OF_THE_STEP = MappingProxyType(
    {
        "success": Outcome.applied,
        "failure": Outcome.half,
        "cancelled": Outcome.stopped,
        "in_progress": Outcome.stopped,
    }
)


def outcomes(repository: str, run: int) -> Mapping[str, Outcome]:
    """Give how far each cluster came, by name; one without a job is missing.

    An attempt that changed nothing does not hide an earlier one that did.

    Args:
        repository: Owner and name.
        run: The run.

    Raises:
        GitHubRefusedError: If GitHub refuses.
    """
    jobs = ask_all(f"repos/{repository}/actions/runs/{run}/jobs?filter=all&per_page=100", "jobs")
    found: dict[str, Outcome] = {}
    for job in sorted(jobs, key=lambda job: int(job["run_attempt"])):
        # Behind the name of a workflow that calls this one, where one does.
        name = str(job["name"]).rpartition(" / ")[2]
        if not name.startswith(JOB):
            continue
        cluster, now = name.removeprefix(JOB), _outcome(job)
        if now in TOUCHED or found.get(cluster) not in TOUCHED:
            found[cluster] = now
    return found


def _outcome(job: Mapping[str, Any]) -> Outcome:
    for step in job.get("steps") or []:
        # A machine that vanished leaves its step in progress.
        ended = step["conclusion"] or step["status"]
        if step["name"] == STEP and ended in _OF_THE_STEP:
            return _OF_THE_STEP[ended]
    return Outcome.untouched if job["conclusion"] == "failure" else Outcome.waiting
