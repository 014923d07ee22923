"""Nothing is applied but what was reviewed."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.tools.github import REPOSITORY, GitHub
from tools.reviewed_plan import main

RUNS = "actions/workflows/clusters.yml/runs"
STACK: dict[str, Any] = {"resource": {"aws_vpc": {}}}


def pull(**differing: Any) -> dict[str, Any]:
    head = {"sha": "abc", "repo": {"full_name": REPOSITORY}}
    return {"merged_at": "today", "merge_commit_sha": "def", "head": head, **differing}


def run_of(number: int, repository: str = REPOSITORY) -> dict[str, Any]:
    return {"id": number, "head_repository": {"full_name": repository}}


@pytest.fixture
def stack(tmp_path: Path, github: GitHub) -> Path:
    """A merged pull request with two runs, the second with a plan, and the stack merged."""
    github.answer("commits/def/pulls", [pull()])
    github.answer(RUNS, {"workflow_runs": [run_of(8), run_of(7)]})
    artifact = github.artifacts / "8" / "plan-a"
    stack = tmp_path / "stacks" / "a"
    for folder in (artifact, stack):
        folder.mkdir(parents=True)
        (folder / "cdk.tf.json").write_text(json.dumps(STACK), encoding="utf-8")
    (artifact / "plan").write_text("the plan", encoding="utf-8")
    (artifact / ".terraform.lock.hcl").write_text("the providers", encoding="utf-8")
    return stack


def take(stack: Path, *which: str) -> int:
    return main([*(which or ("--commit", "def")), "--repository", REPOSITORY, str(stack)])


def test_the_plan_of_the_pull_requests_last_run_is_taken_with_its_providers(
    github: GitHub, stack: Path
) -> None:
    assert take(stack) == 0
    assert (stack / "plan").read_text(encoding="utf-8") == "the plan"
    assert (stack / ".terraform.lock.hcl").read_text(encoding="utf-8") == "the providers"
    query = "event=pull_request&status=success&head_sha=abc"
    assert github.asked()[-1] == f"repos/{REPOSITORY}/{RUNS}?{query}"


def test_a_run_that_is_known_need_not_be_looked_for(github: GitHub, stack: Path) -> None:
    assert take(stack, "--run", "8") == 0
    assert github.asked() == []


def refusal(stack: Path, capsys: pytest.CaptureFixture[str], *which: str) -> str:
    assert take(stack, *which) == 2
    assert not (stack / "plan").exists()
    return capsys.readouterr().err.strip()


def test_another_stack_than_the_planned_one_is_refused(
    stack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (stack / "cdk.tf.json").write_text("{}", encoding="utf-8")
    message = "a: what was merged is not what run 8 planned: main has moved since"
    assert refusal(stack, capsys) == message


def test_a_plan_that_was_not_kept_is_refused(
    stack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    message = "a: run 7 has no artifact plan-a; it was never made, or has expired"
    assert refusal(stack, capsys, "--run", "7").splitlines()[-1] == message


FORK = {"sha": "abc", "repo": {"full_name": "fork/clusters"}}
FROM_A_FORK = "the pull request came from a fork, where nothing is planned"
NOT_MERGED = "no pull request was merged as def, so no plan was reviewed"


@pytest.mark.parametrize(
    ("planned", "message"),
    [
        (([], run_of(8)), NOT_MERGED),
        (([pull(merge_commit_sha="other"), pull(merged_at=None)], run_of(8)), NOT_MERGED),
        (([pull(head=FORK)], run_of(8)), FROM_A_FORK),
        (([pull(head={"sha": "abc", "repo": None})], run_of(8)), FROM_A_FORK),
        (
            ([pull()], run_of(8, "fork/clusters")),
            "clusters.yml did not succeed on abc, the pull request's last commit",
        ),
    ],
)
def test_what_no_one_reviewed_is_refused(
    github: GitHub,
    stack: Path,
    capsys: pytest.CaptureFixture[str],
    planned: tuple[list[Any], Any],
    message: str,
) -> None:
    pulls, run = planned
    github.answer("commits/def/pulls", pulls)
    github.answer(RUNS, {"workflow_runs": [run]})
    assert refusal(stack, capsys) == f"a: {message}"
