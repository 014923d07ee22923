"""Nothing is applied but what was reviewed."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.ci import reviewed_plan
from cli.ci.plan_statement import hashes_of
from tests.cli.ci.command import ci
from tests.cli.ci.github import REPOSITORY, GitHub
from tests.cli.ci.planned import (
    BASE,
    FILES,
    HEAD,
    MERGE,
    MERGED,
    PATH,
    RUN,
    RUNS,
    knows,
    merged_stack,
    options,
    plans,
    pull,
    run_of,
    said,
    stack,
)
from tests.cli.ci.token_issuer import Issuer, signed

__all__ = ["stack"]
#: Takes a plan; gives the exit code and what was written to stdout and stderr.
Take = Callable[..., tuple[int, str, str]]
WAY_OUT = "plan it anew: gh workflow run clusters.yml -f cluster=a"
REFUSED = f"a: the plan of run {RUN} is refused: "


@pytest.fixture
def take(capsys: pytest.CaptureFixture[str], issuer: Issuer) -> Take:
    """Take a plan without packages."""

    def run(stack: Path, *more: str) -> tuple[int, str, str]:
        code = reviewed_plan.main([*options(issuer, *more), str(stack)])
        return code, *capsys.readouterr()

    return run


def test_the_command_takes_and_refuses_as_the_module_does(
    stack: Path, take: Take, issuer: Issuer
) -> None:
    with_packages = ci("reviewed-plan", *options(issuer), str(stack))
    assert with_packages == take(stack)
    (stack / "cdk.tf.json").write_text("{}", encoding="utf-8")
    code, out, err = ci("reviewed-plan", *options(issuer), str(stack))
    assert (code, out) == (2, "")
    assert take(stack)[2].startswith(err)


def test_the_plan_of_the_pull_requests_last_run_is_taken_with_its_providers_and_summary(
    github: GitHub, stack: Path, take: Take
) -> None:
    code, out, err = take(stack)
    assert (code, err) == (0, "")
    assert re.fullmatch(rf"a: the plan of run {RUN} is what will be applied: [0-9a-f]{{64}}\n", out)
    for name, text in FILES.items():
        assert (stack / name).read_text(encoding="utf-8") == text
    query = "event=pull_request&status=success&head_sha=abc&per_page=100"
    assert f"repos/{REPOSITORY}/{RUNS}?{query}" in github.asked()


def by_hand(issuer: Issuer, **differing: Any) -> dict[str, Any]:
    ref = "refs/heads/main"
    own = {"event_name": "workflow_dispatch", "ref": ref, "sha": MERGED, "base_ref": ""}
    return {**own, "workflow_ref": f"{REPOSITORY}/{PATH}@{ref}", **differing}


def test_the_plan_of_a_run_by_hand_needs_no_pull_request(
    tmp_path: Path, github: GitHub, issuer: Issuer, take: Take
) -> None:
    plans(github, issuer, **by_hand(issuer))
    stack = merged_stack(tmp_path)
    assert take(stack, f"--run={RUN}")[0] == 0
    assert github.asked() == []
    assert (stack / "plan").exists()


def refusal(stack: Path, take: Take, *more: str) -> str:
    """Give why a plan is refused."""
    code, out, err = take(stack, *more)
    assert (code, out) == (2, "")
    assert not (stack / "plan").exists()
    lines = err.strip().splitlines()
    return [line for line in lines if line != WAY_OUT][-1]


def test_a_way_out_is_told(tmp_path: Path, github: GitHub, take: Take) -> None:
    github.answer(f"commits/{MERGED}/pulls", [])
    assert take(tmp_path / "a")[2].splitlines()[1:] == [WAY_OUT]


#: What GitHub says of a job whose plan is not the one that was reviewed, and why it is refused.
ELSEWHERE: list[tuple[dict[str, Any], str]] = [
    # A second pull request of the same commit, onto a branch with a workflow of its own.
    (
        {"ref": "refs/pull/9/merge", "base_ref": "scratch"},
        "it was planned for refs/pull/9/merge, not refs/pull/5/merge",
    ),
    # The same pull request, while its base branch was another.
    ({"base_ref": "scratch"}, "it was planned on the base branch scratch, not main"),
    ({"event_name": "push"}, "it was planned on push, not pull_request"),
    (
        {"event_name": "pull_request_target"},
        "it was planned on pull_request_target, not pull_request",
    ),
    ({"repository": "fork/clusters"}, f"it was planned in fork/clusters, not {REPOSITORY}"),
    (
        {"workflow_ref": f"{REPOSITORY}/.github/workflows/other.yml@refs/pull/5/merge"},
        f"it was planned by {REPOSITORY}/.github/workflows/other.yml@refs/pull/5/merge, "
        f"not {REPOSITORY}/{PATH}@refs/pull/5/merge",
    ),
    ({"run_id": "6"}, "its statement is of run 6"),
    ({"run_id": None}, "its statement is of run None"),
    ({"ref": None}, "it was planned for None, not refs/pull/5/merge"),
]


@pytest.mark.parametrize(("claims", "reason"), ELSEWHERE, ids=lambda value: str(value)[:40])
def test_a_plan_that_was_made_elsewhere_is_refused(
    planned: tuple[GitHub, Issuer, Path], take: Take, claims: dict[str, Any], reason: str
) -> None:
    github, issuer, stack = planned
    again(github, issuer, **claims)
    assert REFUSED + reason in refusal(stack, take)


@pytest.fixture
def planned(github: GitHub, issuer: Issuer, stack: Path) -> tuple[GitHub, Issuer, Path]:
    """All that a plan was made with."""
    return github, issuer, stack


def again(github: GitHub, issuer: Issuer, **claims: Any) -> Path:
    """Let the run have planned as GitHub now says."""
    (github.artifacts / str(RUN) / "plan-a").rename(github.artifacts / "before")
    return plans(github, issuer, **claims)


@pytest.mark.parametrize(
    ("parents", "workflows", "reason"),
    [
        ((BASE, "earlier"), {}, "it planned earlier, not abc, the last commit"),
        ((HEAD,), {}, "it planned , not abc, the last commit"),
        (
            (BASE, HEAD),
            {MERGE: "altered"},
            f"the pull request changes {PATH}, so no reviewed workflow planned it",
        ),
    ],
)
def test_a_plan_of_an_older_commit_or_by_an_altered_workflow_is_refused(
    planned: tuple[GitHub, Issuer, Path],
    take: Take,
    parents: tuple[str, ...],
    workflows: dict[str, str],
    reason: str,
) -> None:
    github, _, stack = planned
    knows(github, parents, **workflows)
    assert REFUSED + reason in refusal(stack, take)


def test_a_plan_whose_merge_github_no_longer_has_is_refused(
    github: GitHub, stack: Path, take: Take
) -> None:
    github.forget(f"git/commits/{MERGE}")
    assert f"{REFUSED}GitHub no longer has {MERGE}, the merge that was planned" in refusal(
        stack, take
    )


def test_a_second_pull_request_of_the_same_commit_does_not_hide_the_reviewed_plan(
    github: GitHub, issuer: Issuer, stack: Path, take: Take
) -> None:
    plans(github, issuer, run=9, ref="refs/pull/9/merge", base_ref="scratch")
    github.answer(RUNS, {"workflow_runs": [run_of(9), run_of(RUN)]})
    code, out, _ = take(stack)
    assert code == 0
    assert f"the plan of run {RUN} is what will be applied" in out


@pytest.mark.parametrize("name", [*FILES, "cdk.tf.json"])
def test_an_altered_artifact_is_refused(github: GitHub, stack: Path, take: Take, name: str) -> None:
    artifact = github.artifacts / str(RUN) / "plan-a"
    (artifact / name).write_text('{"altered": true}', encoding="utf-8")
    assert f"{REFUSED}{name} not as stated when planned" in refusal(stack, take)


def test_hashes_that_were_altered_with_the_files_are_refused(
    github: GitHub, stack: Path, take: Take
) -> None:
    artifact = github.artifacts / str(RUN) / "plan-a"
    (artifact / "plan").write_text("another", encoding="utf-8")
    restate(artifact, files=hashes_of(artifact))
    reason = "GitHub signed other files, or another cluster than a"
    assert REFUSED + reason in refusal(stack, take)


def restate(artifact: Path, **differing: Any) -> None:
    file = artifact / "statement.json"
    stated = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**stated, **differing}), encoding="utf-8")


def test_the_plan_of_another_cluster_is_refused(
    github: GitHub, issuer: Issuer, stack: Path, take: Take
) -> None:
    (github.artifacts / str(RUN) / "plan-a").rename(github.artifacts / "before")
    plans(github, issuer, "b").rename(github.artifacts / str(RUN) / "plan-a")
    reason = "GitHub signed other files, or another cluster than a"
    assert REFUSED + reason in refusal(stack, take)


def test_a_token_that_github_did_not_sign_is_refused(
    github: GitHub, issuer: Issuer, stack: Path, take: Take
) -> None:
    artifact = github.artifacts / str(RUN) / "plan-a"
    mine = "https://issuer.example"
    own = said(issuer, iss=mine)
    head, body, signature = signed(said(issuer)).split(".")
    other = signed(said(issuer, ref="x")).split(".")[1]
    forged = f"{head}.{signed(own).split('.')[1]}.{signature}"
    cases = {
        "none": "its statement is no signed token",
        signed(own): f"its statement is by {mine}, RS256, not by {issuer.url}, RS256",
        signed(said(issuer), algorithm="none"): f"its statement is by {issuer.url}, none, not by "
        f"{issuer.url}, RS256",
        signed(
            said(issuer), key_id="old"
        ): f"its statement was signed with a key that {issuer.url} no longer lists",
        signed(said(issuer), key_id="next"): f"its statement was not signed by {issuer.url}",
        f"{head}.{body}.AAAA": f"its statement was not signed by {issuer.url}",
        f"{forged}": f"its statement is by {mine}, RS256, not by {issuer.url}, RS256",
        f"{head}.{other}.{signature}": f"its statement was not signed by {issuer.url}",
    }
    for token, reason in cases.items():
        restate(artifact, token=token)
        assert REFUSED + reason in refusal(stack, take)


@pytest.mark.parametrize("name", [*FILES, "cdk.tf.json", "statement.json"])
def test_an_artifact_that_lacks_a_file_is_refused(
    github: GitHub, stack: Path, take: Take, name: str
) -> None:
    (github.artifacts / str(RUN) / "plan-a" / name).unlink()
    assert f"{REFUSED}it lacks {name}" in refusal(stack, take)


def test_a_plan_that_was_not_kept_is_refused(github: GitHub, stack: Path, take: Take) -> None:
    (github.artifacts / str(RUN) / "plan-a" / "expired").touch()
    assert f"{REFUSED}its artifact plan-a has expired" in refusal(stack, take)


def test_no_file_but_those_that_are_stated_comes_out_of_an_artifact(
    github: GitHub, stack: Path, take: Take
) -> None:
    (github.artifacts / str(RUN) / "plan-a" / ".terraformrc").touch()
    assert take(stack)[0] == 0
    assert sorted(file.name for file in stack.iterdir()) == sorted([*FILES, "cdk.tf.json"])


@pytest.mark.parametrize("text", ["", "[]", '{"files": 1}', '{"files": {}}'])
def test_a_statement_that_says_nothing_is_refused(
    github: GitHub, stack: Path, take: Take, text: str
) -> None:
    file = github.artifacts / str(RUN) / "plan-a" / "statement.json"
    file.write_text(text, encoding="utf-8")
    assert f"{REFUSED}its statement.json is none" in refusal(stack, take)


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"sha": "other"}, f"it was planned on commit other, not {MERGED}"),
        ({"ref": "refs/heads/x"}, "it was planned for refs/heads/x, not refs/heads/main"),
        ({"event_name": "pull_request"}, "it was planned on pull_request, not workflow_dispatch"),
        ({"repository": "fork/clusters"}, f"it was planned in fork/clusters, not {REPOSITORY}"),
        ({"workflow_ref": "x"}, f"it was planned by x, not {REPOSITORY}/{PATH}@refs/heads/main"),
    ],
)
def test_a_run_by_hand_of_another_branch_or_commit_is_refused(
    planned: tuple[GitHub, Issuer, Path], take: Take, claims: dict[str, Any], reason: str
) -> None:
    github, issuer, stack = planned
    again(github, issuer, **by_hand(issuer, **claims))
    assert REFUSED + reason in refusal(stack, take, f"--run={RUN}")


def test_the_plan_that_was_shown_is_the_one_that_is_taken(stack: Path, take: Take) -> None:
    digest = take(stack)[1].split()[-1]
    assert take(stack, f"--shown={digest}")[0] == 0
    for shown in ("", "another"):
        code, _, err = take(stack, f"--shown={shown}")
        reason = (
            f"a: the plan of run {RUN} is {digest}, and {shown} was shown to whoever approved; "
            "re-run all jobs to approve it"
        )
        assert code == 2
        assert reason in err


def test_another_stack_than_the_planned_one_is_refused(stack: Path, take: Take) -> None:
    (stack / "cdk.tf.json").write_text("{}", encoding="utf-8")
    reason = "what was merged is not what it planned: main has moved since"
    assert REFUSED + reason in refusal(stack, take)


def test_every_run_that_is_refused_says_why(
    github: GitHub, issuer: Issuer, stack: Path, take: Take
) -> None:
    again(github, issuer, base_ref="scratch")
    assert refusal(stack, take) == (
        f"{REFUSED}it was planned on the base branch scratch, not main; "
        f"the plan of run {RUN - 1} is refused: its artifact plan-a was never made"
    )


FORK = {"sha": "abc", "repo": {"full_name": "fork/clusters"}}
FROM_A_FORK = "the pull request came from a fork, where nothing is planned"
NOT_MERGED = "no pull request was merged as def, so no plan was reviewed"


@pytest.mark.parametrize(
    ("planned", "message"),
    [
        (([], run_of(8)), NOT_MERGED),
        (([pull(merge_commit_sha="other"), pull(merged_at=None)], run_of(8)), NOT_MERGED),
        (
            ([pull(base={"ref": "scratch"})], run_of(8)),
            "the pull request was merged into scratch, not main",
        ),
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
    assert take(tmp_path / "a") == (
        1,
        "",
        f"{path}: gh got no answer, and says above why\n"
        "re-run the job, or plan anew: gh workflow run clusters.yml -f cluster=a\n",
    )


def test_keys_that_cannot_be_had_are_no_refusal(github: GitHub, stack: Path, take: Take) -> None:
    artifact = github.artifacts / str(RUN) / "plan-a"
    nobody = "http://127.0.0.1:9"
    restate(artifact, token=signed({"iss": nobody}))
    code, _, err = take(stack, f"--issuer={nobody}")
    assert code == 1
    assert "refused" in err.lower()
    assert not (stack / "plan").exists()


def test_both_ways_take_the_same_options(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        reviewed_plan.main(["--help"])
    told = capsys.readouterr().out, ci("reviewed-plan", "--help")[1]
    first, second = ({*re.findall(r"--[a-z]+", text)} for text in told)
    named = ("help", "repository", "workflow", "branch", "commit", "run", "issuer", "shown")
    assert first == second == {f"--{name}" for name in named}
