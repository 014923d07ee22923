"""Nothing is applied but what was reviewed."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.ci import reviewed_plan
from tests.cli.ci.command import ci
from tests.cli.ci.github import REPOSITORY, GitHub

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


#: Takes a plan; gives the exit code and what was written to stdout and stderr.
Take = Callable[..., tuple[int, str, str]]


@pytest.fixture(params=["command", "without packages"])
def take(request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]) -> Take:
    """Both ways to take a plan."""

    def run(stack: Path, *which: str) -> tuple[int, str, str]:
        arguments = [*(which or ("--commit", "def")), "--repository", REPOSITORY, str(stack)]
        if request.param == "command":
            return ci("reviewed-plan", *arguments)
        return reviewed_plan.main(arguments), *capsys.readouterr()

    return run


def test_the_plan_of_the_pull_requests_last_run_is_taken_with_its_providers(
    github: GitHub, stack: Path, take: Take
) -> None:
    assert take(stack) == (0, "a: the plan of run 8 is what will be applied\n", "")
    assert (stack / "plan").read_text(encoding="utf-8") == "the plan"
    assert (stack / ".terraform.lock.hcl").read_text(encoding="utf-8") == "the providers"
    query = "event=pull_request&status=success&head_sha=abc"
    assert github.asked()[-1] == f"repos/{REPOSITORY}/{RUNS}?{query}"


def test_a_run_that_is_known_need_not_be_looked_for(
    github: GitHub, stack: Path, take: Take
) -> None:
    assert take(stack, "--run", "8")[0] == 0
    assert github.asked() == []


def refusal(stack: Path, take: Take, *which: str) -> str:
    code, out, err = take(stack, *which)
    assert (code, out) == (2, "")
    assert not (stack / "plan").exists()
    return err.strip()


def test_another_stack_than_the_planned_one_is_refused(stack: Path, take: Take) -> None:
    (stack / "cdk.tf.json").write_text("{}", encoding="utf-8")
    message = "a: what was merged is not what run 8 planned: main has moved since"
    assert refusal(stack, take) == message


def test_a_plan_that_was_not_kept_is_refused(stack: Path, take: Take) -> None:
    message = "a: run 7 has no artifact plan-a; it was never made, or has expired"
    assert refusal(stack, take, "--run", "7").splitlines()[-1] == message


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
    take: Take,
    planned: tuple[list[Any], Any],
    message: str,
) -> None:
    pulls, run = planned
    github.answer("commits/def/pulls", pulls)
    github.answer(RUNS, {"workflow_runs": [run]})
    assert refusal(stack, take) == f"a: {message}"


def test_what_github_refuses_is_told(tmp_path: Path, github: GitHub, take: Take) -> None:
    assert github.asked() == []
    path = f"repos/{REPOSITORY}/commits/def/pulls"
    assert take(tmp_path / "a") == (1, "", f"{path}: gh got no answer, and says above why\n")


@pytest.mark.parametrize("which", [[], ["--commit=def", "--run=8"]])
def test_either_a_commit_or_a_run_is_named(which: list[str], tmp_path: Path) -> None:
    code, out, err = ci("reviewed-plan", f"--repository={REPOSITORY}", *which, str(tmp_path))
    assert (code, out) == (2, "")
    assert "give one of --commit and --run" in err


def test_both_ways_take_the_same_options(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        reviewed_plan.main(["--help"])
    told = capsys.readouterr().out, ci("reviewed-plan", "--help")[1]
    first, second = ({*re.findall(r"--[a-z]+", text)} for text in told)
    assert first == second == {"--help", "--repository", "--workflow", "--commit", "--run"}
