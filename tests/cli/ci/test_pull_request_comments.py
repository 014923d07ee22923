"""One comment for each cluster on a pull request."""

import json
from pathlib import Path

import pytest

from cli.ci.comments import Run
from cli.ci.github_api import GitHubRefusedError
from cli.ci.pull_request_comments import keep_comments
from tests.cli.ci.command import ci
from tests.cli.ci.github import REPOSITORY, RUN_URL, GitHub

COMMENTS = "issues/5/comments"
SHA = "4f2a9c1e"
MARKER = "<!-- trainyard plan: a; run 7, attempt 1 -->\n"
#: As releases wrote it that told of no run.
FIRST_MARKER = "<!-- trainyard plan: a -->\n"
FOOTER = f"\n\nCommit {SHA}: [the plan and its log]({RUN_URL})"
RUN = Run(number=7, attempt=1, url=RUN_URL, commit=SHA)


def comment(number: int, body: str, by: str = "github-actions[bot]") -> dict[str, object]:
    return {"id": number, "body": body, "user": {"login": by}}


def test_what_has_no_comment_gets_one(github: GitHub) -> None:
    github.answer(COMMENTS, [comment(1, "Looks good", "someone")])
    keep_comments(REPOSITORY, 5, {"a": "text"}, RUN)
    assert [each["body"] for each in github.holds(COMMENTS)] == [
        "Looks good",
        f"{MARKER}text{FOOTER}",
    ]


def test_a_second_comment_is_not_made(github: GitHub) -> None:
    github.answer(COMMENTS, [comment(1, "first page"), comment(2, f"{FIRST_MARKER}old")])
    keep_comments(REPOSITORY, 5, {"a": "new"}, RUN)
    assert github.holds(COMMENTS)[1]["body"] == f"{MARKER}new{FOOTER}"
    assert github.sent() == [("PATCH", "issues/comments/2")]


def test_a_comment_that_says_the_same_stays_untouched(github: GitHub) -> None:
    github.answer(COMMENTS, [comment(2, f"{MARKER}same{FOOTER}")])
    keep_comments(REPOSITORY, 5, {"a": "same"}, RUN)
    assert github.sent() == []


def test_a_comment_of_someone_else_with_the_marker_is_left_alone(github: GitHub) -> None:
    github.answer(COMMENTS, [comment(2, f"{MARKER}mine", "someone")])
    keep_comments(REPOSITORY, 5, {"a": "text"}, RUN)
    assert github.holds(COMMENTS)[0]["body"] == f"{MARKER}mine"
    assert github.sent() == [("POST", COMMENTS)]


def test_a_cluster_that_is_no_longer_changed_has_its_comment_say_so(github: GitHub) -> None:
    github.answer(COMMENTS, [comment(2, f"{MARKER}plan")])
    keep_comments(REPOSITORY, 5, {}, RUN)
    assert "no longer changed" in github.holds(COMMENTS)[0]["body"]


def marker(number: int, attempt: int) -> str:
    return f"<!-- trainyard plan: a; run {number}, attempt {attempt} -->\n"


@pytest.mark.parametrize("by", [(8, 1), (7, 2), (100, 1)])
def test_what_a_later_run_has_written_stays(github: GitHub, by: tuple[int, int]) -> None:
    github.answer(COMMENTS, [comment(2, f"{marker(*by)}later")])
    assert keep_comments(REPOSITORY, 5, {"a": "text"}, RUN) == ["plan: a"]
    # Nor does an earlier run say that the cluster is not changed any more.
    assert keep_comments(REPOSITORY, 5, {}, RUN) == ["plan: a"]
    assert github.sent() == []


@pytest.mark.parametrize("by", [(6, 1), (6, 9), (7, 1)])
def test_what_an_earlier_run_or_this_one_has_written_is_changed(
    github: GitHub, by: tuple[int, int]
) -> None:
    github.answer(COMMENTS, [comment(2, f"{marker(*by)}earlier")])
    assert keep_comments(REPOSITORY, 5, {"a": "text"}, RUN) == []
    assert github.holds(COMMENTS)[0]["body"] == f"{MARKER}text{FOOTER}"


def test_the_log_says_which_comments_were_left_to_a_later_run(
    github: GitHub, tmp_path: Path
) -> None:
    github.answer(COMMENTS, [comment(2, f"{marker(9, 1)}later")])
    (tmp_path / "a.md").write_text("### a: 1 to create\n", encoding="utf-8")
    message = "plan: a: left as it is, since a later run has written it\n"
    assert run(tmp_path, A, "[]") == (0, "", message)


def run(
    summaries: Path, clusters: str, removed: str, left_behind: str = "[]"
) -> tuple[int, str, str]:
    return ci(
        "pull-request-comments",
        *("--repository", REPOSITORY, "--pull-request", "5", "--run-url", RUN_URL),
        *("--run", "7", "--commit", SHA),
        *("--clusters", clusters, "--removed", removed, "--summaries", str(summaries)),
        *("--left-behind", left_behind),
    )


A, AND_B = '[{"cluster": "a"}]', '[{"cluster": "a"}, {"cluster": "b"}]'


def test_planned_failed_and_removed_clusters_are_told_apart(github: GitHub, tmp_path: Path) -> None:
    github.answer(COMMENTS, [])
    (tmp_path / "a.md").write_text("### a: 1 to create\n", encoding="utf-8")
    left = json.dumps([{"cluster": "d", "why": "the file of d is removed"}])
    done = run(tmp_path, AND_B, '["c", "d"]', left)
    planned, failed, removed, behind = (each["body"] for each in github.holds(COMMENTS))
    assert done == (1, "", "not planned: b\n")
    assert planned == f"{MARKER}### a: 1 to create{FOOTER}"
    assert failed.splitlines()[1] == "### b: not planned"
    assert removed.splitlines()[1] == "### c: file removed, after the cluster was decommissioned"
    assert behind.splitlines()[1:4] == [
        "### d: left running, with nothing to plan it",
        "",
        "The check fails: the file of d is removed.",
    ]


def test_the_run_succeeds_when_every_cluster_was_planned(github: GitHub, tmp_path: Path) -> None:
    github.answer(COMMENTS, [])
    (tmp_path / "a.md").write_text("### a: 1 to create\n", encoding="utf-8")
    assert run(tmp_path, A, '["c"]') == (0, "", "")
    assert len(github.holds(COMMENTS)) == 2


def test_what_github_refuses_fails_the_run(
    github: GitHub, capfd: pytest.CaptureFixture[str]
) -> None:
    assert github.sent() == []
    with pytest.raises(GitHubRefusedError) as refused:
        keep_comments(REPOSITORY, 404, {"a": "text"}, RUN)
    path = f"repos/{REPOSITORY}/issues/404/comments?per_page=100"
    assert str(refused.value) == f"{path}: gh got no answer, and says above why"
    assert "Not Found" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("clusters", "removed", "wrong"),
    [
        ("", "[]", "--clusters"),
        ('["a"]', "[]", "--clusters"),
        ("[]", "{}", "--removed"),
    ],
)
def test_what_is_no_output_of_the_step_before_is_refused(
    github: GitHub, tmp_path: Path, clusters: str, removed: str, wrong: str
) -> None:
    code, out, err = run(tmp_path, clusters, removed)
    assert (code, out) == (2, "")
    assert f"{wrong} is no output of ci changed-clusters" in err
    assert github.asked() == []
