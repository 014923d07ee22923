"""One issue for each cluster that has drifted."""

import json
from pathlib import Path

from tests.cli.ci.clock import Clock
from tests.cli.ci.command import ci
from tests.cli.ci.github import REPOSITORY, RUN_URL, GitHub


def run(summaries: Path, **texts: str | None) -> tuple[int, str, str]:
    """Tell what was planned: a text, empty where nothing differs, None where the plan failed."""
    summaries.mkdir(exist_ok=True)
    for name, text in texts.items():
        if text is not None:
            (summaries / f"{name}.md").write_text(text, encoding="utf-8")
    clusters = json.dumps([{"cluster": name} for name in texts])
    return ci(
        "drift-issues",
        *("--repository", REPOSITORY, "--clusters", clusters),
        *("--summaries", str(summaries), "--run-url", RUN_URL),
    )


DONE = (0, "", "")


def test_drift_opens_an_issue_updates_it_and_closes_it_when_it_is_gone(
    github: GitHub, tmp_path: Path
) -> None:
    github.answer("issues", [])
    for text in ("### a: 1 to change", "### a: 2 to change"):
        assert run(tmp_path / "summaries", a=text) == DONE
        (issue,) = github.holds("issues")
        assert issue["title"] == "a is not as its file says"
        assert text in issue["body"]
    number = issue["number"]
    assert run(tmp_path / "summaries", a="") == DONE
    assert github.holds("issues") == []
    assert github.sent() == [
        ("POST", "issues"),
        ("PATCH", f"issues/{number}"),
        ("PATCH", f"issues/{number}"),
    ]


def test_many_issues_are_opened_a_second_apart(
    github: GitHub, clock: Clock, tmp_path: Path
) -> None:
    github.answer("issues", [])
    assert run(tmp_path / "summaries", **{f"c{n}": "### 1 to change" for n in range(6)}) == DONE
    assert clock.slept == [1] * 5


def test_no_drift_and_no_issue_need_nothing(github: GitHub, tmp_path: Path) -> None:
    github.answer("issues", [])
    assert run(tmp_path / "summaries", a="") == DONE
    assert github.sent() == []


def test_a_plan_that_failed_leaves_its_issue_and_fails_the_run(
    github: GitHub, tmp_path: Path
) -> None:
    github.answer("issues", [])
    done = run(tmp_path / "summaries", a=None, b="### b: 1 to change")
    assert done == (1, "", "could not be planned: a\n")
    assert [issue["title"] for issue in github.holds("issues")] == ["b is not as its file says"]


def test_an_issue_on_a_cluster_that_there_is_no_more_is_closed_with_the_reason(
    github: GitHub, tmp_path: Path
) -> None:
    github.answer("issues", [])
    assert run(tmp_path / "summaries", gone="### gone: 1 to change", a="") == DONE
    (number,) = (issue["number"] for issue in github.holds("issues"))
    assert run(tmp_path / "summaries", a="") == DONE
    assert github.holds("issues") == []
    method, path, fields = github.sent_with_fields()[-1]
    assert (method, path, fields["state"]) == ("PATCH", f"issues/{number}", "closed")
    assert fields["body"].splitlines()[1].startswith("No run plans gone any more: its file is gone")


def test_an_issue_is_closed_when_the_last_cluster_is_gone(github: GitHub, tmp_path: Path) -> None:
    github.answer("issues", [])
    assert run(tmp_path / "summaries", gone="### gone: 1 to change") == DONE
    assert run(tmp_path / "summaries") == DONE
    assert github.holds("issues") == []


def test_an_issue_of_someone_else_is_left_alone(github: GitHub, tmp_path: Path) -> None:
    theirs = {
        "number": 3,
        "body": "<!-- trainyard drift: a -->",
        "user": {"login": "someone"},
    }
    github.answer("issues", [theirs, {**theirs, "number": 4, "body": None}])
    assert run(tmp_path / "summaries", a="") == DONE
    assert github.sent() == []
