"""A merged pull request with the plan of a cluster, on a GitHub that signs what it says."""

import json
from pathlib import Path
from typing import Any

import pytest

from cli.ci import plan_statement
from tests.cli.ci.github import REPOSITORY, GitHub
from tests.cli.ci.token_issuer import Issuer

PULL, RUN, BRANCH = 5, 8, "main"
HEAD, BASE, MERGE, MERGED = "abc", "base", "merge", "def"
RUNS = "actions/workflows/clusters.yml/runs"
PATH = ".github/workflows/clusters.yml"
STACK: dict[str, Any] = {"resource": {"aws_vpc": {}}}
FILES = {
    "plan": "the plan",
    ".terraform.lock.hcl": "the providers",
    "summary.md": "### a: 1 to add",
    "losses.json": "[]",
}


def pull(**differing: Any) -> dict[str, Any]:
    """Give the pull request as GitHub's REST API does."""
    return {
        "number": PULL,
        "merged_at": "today",
        "merge_commit_sha": MERGED,
        "base": {"ref": BRANCH},
        "head": {"sha": HEAD, "repo": {"full_name": REPOSITORY}},
        **differing,
    }


def run_of(number: int, repository: str = REPOSITORY) -> dict[str, Any]:
    """Give a run as GitHub's REST API does."""
    return {"id": number, "head_repository": {"full_name": repository}}


def said(issuer: Issuer, run: int = RUN, **differing: Any) -> dict[str, Any]:
    """Give what GitHub says of the job that planned."""
    return {
        "iss": issuer.url,
        "repository": REPOSITORY,
        "event_name": "pull_request",
        "ref": f"refs/pull/{PULL}/merge",
        "base_ref": BRANCH,
        "sha": MERGE,
        "workflow_ref": f"{REPOSITORY}/{PATH}@refs/pull/{PULL}/merge",
        "workflow_sha": MERGE,
        "run_id": str(run),
        "run_attempt": "1",
        **differing,
    }


def knows(github: GitHub, parents: tuple[str, ...] = (BASE, HEAD), **workflows: str) -> None:
    """Let GitHub know the pull request, its runs, its merge commit and the workflow."""
    github.answer(f"commits/{MERGED}/pulls", [pull()])
    github.answer(RUNS, {"workflow_runs": [run_of(RUN), run_of(RUN - 1)]})
    github.answer(f"git/commits/{MERGE}", {"parents": [{"sha": sha} for sha in parents]})
    for commit in (BASE, MERGE):
        blob = {"sha": workflows.get(commit, "as on main")}
        github.answer(f"contents/{PATH}?ref={commit}", blob)


def plans(
    github: GitHub, issuer: Issuer, cluster: str = "a", run: int = RUN, **claims: Any
) -> Path:
    """Let a run plan a cluster and state it, and give the artifact."""
    issuer.claims = said(issuer, run, **claims)
    artifact = github.artifacts / str(run) / f"plan-{cluster}"
    folder = artifact.parent / "work" / cluster
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "cdk.tf.json").write_text(json.dumps(STACK), encoding="utf-8")
    for name in ("plan", ".terraform.lock.hcl", "losses.json"):
        (folder / name).write_text(FILES[name], encoding="utf-8")
    summary = folder.parent / f"{cluster}.md"
    summary.write_text(FILES["summary.md"].replace("a:", f"{cluster}:"), encoding="utf-8")
    assert plan_statement.main([str(folder), str(summary)]) == 0
    return folder.rename(artifact)


def merged_stack(folder: Path, cluster: str = "a") -> Path:
    """Synthesize what was merged."""
    stack = folder / "stacks" / cluster
    stack.mkdir(parents=True)
    (stack / "cdk.tf.json").write_text(json.dumps(STACK), encoding="utf-8")
    return stack


def options(issuer: Issuer, *more: str) -> list[str]:
    """Give the options that tell what is applied."""
    which = {"repository": REPOSITORY, "branch": BRANCH, "commit": MERGED, "issuer": issuer.url}
    return [*(f"--{name}={value}" for name, value in which.items()), *more]


@pytest.fixture
def stack(tmp_path: Path, github: GitHub, issuer: Issuer) -> Path:
    """A merged pull request with two runs, the second with a plan, and the stack merged."""
    knows(github)
    plans(github, issuer)
    return merged_stack(tmp_path)
