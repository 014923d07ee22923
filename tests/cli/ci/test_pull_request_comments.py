"""One comment for each cluster on a pull request."""

from pathlib import Path

import pytest

from cli.ci.github_api import GitHubRefusedError
from cli.ci.pull_request_comments import keep_comments
from tests.cli.ci.command import ci
from tests.cli.ci.github import REPOSITORY, RUN_URL, GitHub

COMMENTS = "issues/5/comments"
MARKER = "<!-- trainyard plan: a -->\n"


def comment(number: int, body: str, by: str = "github-actions[bot]") -> dict[str, object]:
    return {"id": number, "body": body, "user": {"login": by}}


def test_what_has_no_comment_gets_one(github: GitHub) -> None:
    github.answer(COMMENTS, [comment(1, "Looks good", "someone")])
    keep_comments(REPOSITORY, 5, {"a": "text"})
    assert [each["body"] for each in github.holds(COMMENTS)] == ["Looks good", f"{MARKER}text"]


def test_a_second_comment_is_not_made(github: GitHub) -> None:
    github.answer(COMMENTS, [comment(1, "first page"), comment(2, f"{MARKER}old")])
    keep_comments(REPOSITORY, 5, {"a": "new"})
    assert github.holds(COMMENTS)[1]["body"] == f"{MARKER}new"
    assert github.sent() == [("PATCH", "issues/comments/2")]


def test_a_comment_that_says_the_same_stays_untouched(github: GitHub) -> None:
    github.answer(COMMENTS, [comment(2, f"{MARKER}same")])
    keep_comments(REPOSITORY, 5, {"a": "same"})
    assert github.sent() == []


def test_a_comment_of_someone_else_with_the_marker_is_left_alone(github: GitHub) -> None:
    github.answer(COMMENTS, [comment(2, f"{MARKER}mine", "someone")])
    keep_comments(REPOSITORY, 5, {"a": "text"})
    assert github.holds(COMMENTS)[0]["body"] == f"{MARKER}mine"
    assert github.sent() == [("POST", COMMENTS)]


def test_a_cluster_that_is_no_longer_changed_has_its_comment_say_so(github: GitHub) -> None:
    github.answer(COMMENTS, [comment(2, f"{MARKER}plan")])
    keep_comments(REPOSITORY, 5, {})
    assert "no longer changed" in github.holds(COMMENTS)[0]["body"]


def run(summaries: Path, clusters: str, removed: str) -> tuple[int, str, str]:
    return ci(
        "pull-request-comments",
        *("--repository", REPOSITORY, "--pull-request", "5", "--run-url", RUN_URL),
        *("--clusters", clusters, "--removed", removed, "--summaries", str(summaries)),
    )


A, AND_B = '[{"cluster": "a"}]', '[{"cluster": "a"}, {"cluster": "b"}]'


def test_planned_failed_and_removed_clusters_are_told_apart(github: GitHub, tmp_path: Path) -> None:
    github.answer(COMMENTS, [])
    (tmp_path / "a.md").write_text("### a: 1 to create\n", encoding="utf-8")
    done = run(tmp_path, AND_B, '["c"]')
    planned, failed, removed = (each["body"] for each in github.holds(COMMENTS))
    assert done == (1, "", "not planned: b\n")
    assert planned == f"{MARKER}### a: 1 to create\n\n[The plan and its log]({RUN_URL})"
    assert failed.splitlines()[1] == "### b: not planned"
    assert removed.splitlines()[1] == "### c: file removed, cluster left running"
    assert "terraform -chdir=cdktf.out/stacks/c destroy" in removed


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
        keep_comments(REPOSITORY, 404, {"a": "text"})
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
