"""The plan that was reviewed on a pull request, put into the stack that is to be applied.

The plan is an artifact of a run on the pull request. It is taken when GitHub's signed word says
that this run was of this pull request, onto this branch, on its last commit, by the workflow that
the branch had; when every file is the one that was stated; and when what was planned is what was
merged. Whether AWS has changed since, Terraform itself finds out: it refuses a plan that was not
made on the last state.

``python3 -m cli.ci.reviewed_plan`` does what ``trainyard ci reviewed-plan`` does, with Python's
standard library alone: no package runs beside the role that applies.
"""

import argparse
import json
import shutil
import sys
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cli.ci.github_api import GitHubRefusedError, ask, save
from cli.ci.github_tokens import ISSUER, TokenRefusedError
from cli.ci.plan_origin import OfPullRequest, OfRunByHand, OtherOriginError, PullRequest
from cli.ci.plan_statement import (
    FILES,
    STACK,
    STATEMENT,
    FilesAlteredError,
    digest,
    hashes_of,
    read_statement,
)

#: Raises when what GitHub says of a job is not what it should be.
Check = Callable[[Mapping[str, Any]], None]


class NoReviewedPlanError(Exception):
    """There is no plan that may be applied; the text says why."""


#: Why the plan of one run is not taken; that of another run may be.
_REFUSALS = (NoReviewedPlanError, FilesAlteredError, TokenRefusedError, OtherOriginError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """What is applied, and by which workflow.

    Attributes:
        repository: Owner and name.
        workflow: File name of the workflow that plans and applies.
        branch: The branch that is applied.
        commit: The commit of it that is applied.
        run: The run by hand that made the plan; None for the one of a pull request.
        issuer: Who signs what jobs run for.
    """

    repository: str
    workflow: str
    branch: str
    commit: str
    run: int | None = None
    issuer: str = ISSUER


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A plan that may be applied.

    Attributes:
        run: The run that made it.
        digest: Hash of all its files.
    """

    run: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where the plans of a merge come from.

    Attributes:
        runs: Runs that may have made them, newest first.
        check: What must be true of the job that did.
    """

    runs: Sequence[int]
    check: Check


def take_reviewed_plan(
    stack: Path, merge: Merge, *, origin: Origin | None = None, shown: str | None = None
) -> Taken:
    """Put the reviewed plan into a stack.

    Args:
        stack: Folder of the stack, named after the cluster.
        merge: What is applied.
        origin: Where its plans come from, where that is known.
        shown: Hash of the plan that whoever approved was shown, where that is to be compared.

    Raises:
        NoReviewedPlanError: If there is none that may be applied.
        GitHubRefusedError: If GitHub refuses.
        OSError: If GitHub's keys cannot be had.
    """
    try:
        taken = _first(origin or find_origin(merge), stack, merge)
        if shown is not None and taken.digest != shown:
            message = (
                f"the plan of run {taken.run} is {taken.digest}, and {shown} was shown to whoever "
                "approved; re-run all jobs to approve it"
            )
            raise NoReviewedPlanError(message)
    except NoReviewedPlanError as error:
        raise NoReviewedPlanError(f"{stack.name}: {error}") from error
    print(f"{stack.name}: the plan of run {taken.run} is what will be applied: {taken.digest}")
    return taken


def merged_pull_request(merge: Merge) -> PullRequest:
    """Give the pull request that a commit of the branch merged.

    Args:
        merge: What is applied: a merge, a squash, or the last commit of a rebase.

    Raises:
        NoReviewedPlanError: If no pull request of this repository was merged as the commit into
            the branch.
    """
    merged = [
        pull
        for pull in ask(f"repos/{merge.repository}/commits/{merge.commit}/pulls")
        if pull["merged_at"] and pull["merge_commit_sha"] == merge.commit
    ]
    into = [pull for pull in merged if pull["base"]["ref"] == merge.branch]
    if not merged:
        message = f"no pull request was merged as {merge.commit}, so no plan was reviewed"
        raise NoReviewedPlanError(message)
    if not into:
        others = ", ".join(pull["base"]["ref"] for pull in merged)
        message = f"the pull request was merged into {others}, not {merge.branch}"
        raise NoReviewedPlanError(message)
    head = into[0]["head"]
    if head["repo"] is None or head["repo"]["full_name"] != merge.repository:
        message = "the pull request came from a fork, where nothing is planned"
        raise NoReviewedPlanError(message)
    return PullRequest(number=into[0]["number"], base=merge.branch, head=head["sha"])


def find_origin(merge: Merge) -> Origin:
    """Give where the plans of a merge come from.

    Args:
        merge: What is applied.

    Raises:
        NoReviewedPlanError: If no run planned what was merged.
        GitHubRefusedError: If GitHub refuses.
    """
    repository, workflow = merge.repository, merge.workflow
    if merge.run is not None:
        check = OfRunByHand(
            repository=repository, workflow=workflow, branch=merge.branch, commit=merge.commit
        )
        return Origin(runs=[merge.run], check=check)
    pull = merged_pull_request(merge)
    query = f"event=pull_request&status=success&head_sha={pull.head}&per_page=100"
    found = ask(f"repos/{repository}/actions/workflows/{workflow}/runs?{query}")["workflow_runs"]
    runs = [int(run["id"]) for run in found if run["head_repository"]["full_name"] == repository]
    if not runs:
        message = f"{workflow} did not succeed on {pull.head}, the pull request's last commit"
        raise NoReviewedPlanError(message)
    return Origin(runs=sorted(runs, reverse=True), check=OfPullRequest(repository, workflow, pull))


def _first(origin: Origin, stack: Path, merge: Merge) -> Taken:
    """Take the first plan that may be applied; one commit can have several pull requests."""
    reasons = []
    for run in origin.runs:
        try:
            return take_plan(run, stack, merge, origin.check)
        except _REFUSALS as error:
            reasons.append(f"the plan of run {run} is refused: {error}")
    raise NoReviewedPlanError("; ".join(reasons))


def take_plan(run: int, stack: Path, merge: Merge, check: Check) -> Taken:
    """Download the plan of a run, hold it against its statement, and put it into the stack.

    Args:
        run: The run that made the plan.
        stack: Folder of the stack that is to be applied, named after the cluster.
        merge: What is applied.
        check: What must be true of the job that planned.

    Raises:
        NoReviewedPlanError: If the run has no plan of the cluster any more, or another stack was
            planned.
        FilesAlteredError: If files are not those that were stated.
        TokenRefusedError: If GitHub did not sign the statement.
        OtherOriginError: If it was made elsewhere.
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        _download(run, f"plan-{stack.name}", merge.repository, folder)
        claims = read_statement(folder, stack.name, merge.issuer)
        if claims.get("run_id") != str(run):
            message = f"its statement is of run {claims.get('run_id')}"
            raise OtherOriginError(message)
        check(claims)
        if _read(folder / STACK) != _read(stack / STACK):
            message = f"what was merged is not what it planned: {merge.branch} has moved since"
            raise NoReviewedPlanError(message)
        taken = Taken(run=run, digest=digest(hashes_of(folder)))
        for file in FILES:
            if file != STACK:
                shutil.copyfile(folder / file, stack / file)
    return taken


def _download(run: int, name: str, repository: str, folder: Path) -> None:
    """Get the files of an artifact, and none that has another name."""
    path = f"repos/{repository}/actions/runs/{run}/artifacts?name={name}"
    found = ask(path)["artifacts"]
    kept = [int(artifact["id"]) for artifact in found if not artifact["expired"]]
    if not kept:
        why = "has expired" if found else "was never made"
        message = f"its artifact {name} {why}"
        raise NoReviewedPlanError(message)
    archive = folder / "zip"
    # The newest: a re-run keeps its plan under the same name.
    save(f"repos/{repository}/actions/artifacts/{max(kept)}/zip", archive)
    with zipfile.ZipFile(archive) as files:
        for file in {*FILES, STATEMENT}.intersection(files.namelist()):
            (folder / file).write_bytes(files.read(file))


def _read(file: Path) -> object:
    return json.loads(file.read_text(encoding="utf-8"))


def way_out(cluster: str, workflow: str) -> str:
    """Give the command that plans a cluster anew."""
    return f"gh workflow run {workflow} -f cluster={cluster}"


def merge_options(parser: argparse.ArgumentParser) -> None:
    """Let a command be told what is applied."""
    parser.add_argument("--repository", required=True, help="owner and name")
    parser.add_argument("--workflow", default="clusters.yml", help="file name of the workflow")
    parser.add_argument("--branch", required=True, help="branch that is applied")
    parser.add_argument("--commit", required=True, help="commit of it that is applied")
    parser.add_argument("--run", type=int, help="run by hand that made the plan, if one did")
    parser.add_argument("--issuer", default=ISSUER, help="who signs what jobs run for")


def merge_of(given: argparse.Namespace) -> Merge:
    """Give what the options of a command tell."""
    return Merge(
        repository=given.repository,
        workflow=given.workflow,
        branch=given.branch,
        commit=given.commit,
        run=given.run,
        issuer=given.issuer,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Return what ``trainyard ci reviewed-plan`` ends with."""
    parser = argparse.ArgumentParser(prog="python3 -m cli.ci.reviewed_plan", description=__doc__)
    parser.add_argument("stack", type=Path, help="folder of the stack, named after the cluster")
    merge_options(parser)
    parser.add_argument("--shown", help="hash of the plan that whoever approved was shown")
    given = parser.parse_args(arguments)
    again = way_out(given.stack.name, given.workflow)
    try:
        take_reviewed_plan(given.stack, merge_of(given), shown=given.shown)
    except NoReviewedPlanError as error:
        print(error, f"plan it anew: {again}", sep="\n", file=sys.stderr)
        return 2
    except (GitHubRefusedError, OSError) as error:
        print(error, f"re-run the job, or plan anew: {again}", sep="\n", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
