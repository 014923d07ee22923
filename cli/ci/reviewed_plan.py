"""The plan that was reviewed on a pull request, put into the stack that is to be applied.

The plan is an artifact of the pull request's last successful run. It is refused when what was
planned is not what was merged. Whether AWS has changed since, Terraform itself finds out: it
refuses a plan that was not made on the last state.

``python3 -m cli.ci.reviewed_plan`` does what ``trainyard ci reviewed-plan`` does, with Python's
standard library alone: no package runs beside the role that applies.
"""

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from cli.ci.github_api import GitHubRefusedError, ask

_STACK, _PLAN, _PROVIDERS = "cdk.tf.json", "plan", ".terraform.lock.hcl"


class NoReviewedPlanError(Exception):
    """There is no plan that may be applied; the text says why."""


def take_reviewed_plan(
    stack: Path, repository: str, workflow: str, *, commit: str | None, run: int | None
) -> None:
    """Put the reviewed plan into a stack.

    Args:
        stack: Folder of the stack, named after the cluster.
        repository: Owner and name.
        workflow: File name of the workflow that planned.
        commit: The commit that a pull request was merged as.
        run: The run that made the plan, where it is known; else it is found by the commit.

    Raises:
        NoReviewedPlanError: If there is none that may be applied.
        GitHubRefusedError: If GitHub refuses.
    """
    try:
        found = reviewed_run(repository, workflow, str(commit)) if run is None else run
        take_plan(repository, found, stack)
    except NoReviewedPlanError as error:
        raise NoReviewedPlanError(f"{stack.name}: {error}") from error
    print(f"{stack.name}: the plan of run {found} is what will be applied")


def reviewed_run(repository: str, workflow: str, commit: str) -> int:
    """Give the run that planned what a commit on the main branch merged.

    Args:
        repository: Owner and name.
        workflow: File name of the workflow.
        commit: The commit a pull request was merged as: a merge, a squash, or the last of a rebase.

    Raises:
        NoReviewedPlanError: If no pull request of this repository was merged as the commit, or
            its last commit has no successful run.
    """
    heads = [
        pull["head"]
        for pull in ask(f"repos/{repository}/commits/{commit}/pulls")
        if pull["merged_at"] and pull["merge_commit_sha"] == commit
    ]
    if not heads:
        message = f"no pull request was merged as {commit}, so no plan was reviewed"
        raise NoReviewedPlanError(message)
    head = heads[0]
    if head["repo"] is None or head["repo"]["full_name"] != repository:
        message = "the pull request came from a fork, where nothing is planned"
        raise NoReviewedPlanError(message)
    query = f"event=pull_request&status=success&head_sha={head['sha']}"
    runs = ask(f"repos/{repository}/actions/workflows/{workflow}/runs?{query}")["workflow_runs"]
    own = [run for run in runs if run["head_repository"]["full_name"] == repository]
    if not own:
        message = f"{workflow} did not succeed on {head['sha']}, the pull request's last commit"
        raise NoReviewedPlanError(message)
    return max(int(run["id"]) for run in own)


def take_plan(repository: str, run: int, stack: Path) -> None:
    """Download the plan of a run, compare what it was made from, and put it into the stack.

    Args:
        repository: Owner and name.
        run: The run that made the plan.
        stack: Folder of the stack that is to be applied, named after the cluster.

    Raises:
        NoReviewedPlanError: If the run has no plan of the cluster any more, or another stack was
            planned.
    """
    artifact = f"plan-{stack.name}"
    with TemporaryDirectory() as name:
        folder = Path(name)
        options = ["--repo", repository, "--name", artifact, "--dir", name]
        command = ["gh", "run", "download", str(run), *options]
        if subprocess.run(command, check=False).returncode:
            message = f"run {run} has no artifact {artifact}; it was never made, or has expired"
            raise NoReviewedPlanError(message)
        if _read(folder / _STACK) != _read(stack / _STACK):
            message = f"what was merged is not what run {run} planned: main has moved since"
            raise NoReviewedPlanError(message)
        for file in (_PLAN, _PROVIDERS):
            shutil.copyfile(folder / file, stack / file)


def _read(file: Path) -> object:
    return json.loads(file.read_text(encoding="utf-8"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Return what ``trainyard ci reviewed-plan`` ends with."""
    given = _parse(arguments)
    try:
        take_reviewed_plan(
            given.stack, given.repository, given.workflow, commit=given.commit, run=given.run
        )
    except (NoReviewedPlanError, GitHubRefusedError) as error:
        print(error, file=sys.stderr)
        return 2 if isinstance(error, NoReviewedPlanError) else 1
    return 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python3 -m cli.ci.reviewed_plan", description=__doc__)
    parser.add_argument("stack", type=Path, help="folder of the stack, named after the cluster")
    parser.add_argument("--repository", required=True, help="owner and name")
    parser.add_argument("--workflow", default="clusters.yml", help="file name of the workflow")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--commit", help="commit that a pull request was merged as")
    which.add_argument("--run", type=int, help="run that made the plan, where it is known")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
