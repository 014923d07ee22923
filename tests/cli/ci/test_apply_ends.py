"""The run's page says what was applied, what was not, and what may be half done."""

import json
from pathlib import Path
from typing import Any

import pytest

from cli.ci import applied_clusters
from cli.ci.apply_jobs import Outcome, outcomes
from tests.cli.ci.github import REPOSITORY, GitHub

RUN = 20
JOBS = f"actions/runs/{RUN}/jobs"


def job(
    cluster: str, conclusion: str, apply: str | None = None, *, attempt: int = 1, **more: Any
) -> dict[str, Any]:
    """Give a job as GitHub's REST API does, with the conclusion of its step that applies."""
    steps = [{"name": "Set up job", "status": "completed", "conclusion": "success"}]
    if apply is not None:
        steps.append({"name": "Apply", "status": "completed", "conclusion": apply})
    return {
        "name": f"apply {cluster}",
        "run_attempt": attempt,
        "conclusion": conclusion,
        "steps": steps,
        **more,
    }


LOST = [{"name": "Apply", "status": "in_progress", "conclusion": None}]
QUEUED = [{"name": "Apply", "status": "queued", "conclusion": None}]

ENDS: dict[str, tuple[list[dict[str, Any]], Outcome | None]] = {
    "done": ([job("a", "success", "success")], Outcome.applied),
    "done, and then an upload failed": ([job("a", "failure", "success")], Outcome.applied),
    "failed on the way": ([job("a", "failure", "failure")], Outcome.half),
    "cancelled on the way": ([job("a", "cancelled", "cancelled")], Outcome.stopped),
    "its machine vanished": ([job("a", "failure", steps=LOST)], Outcome.stopped),
    "refused": ([job("a", "failure", "skipped")], Outcome.untouched),
    "not approved": ([job("a", "failure", steps=[])], Outcome.untouched),
    "its step never came": ([job("a", "failure", steps=QUEUED)], Outcome.untouched),
    "after one that failed": ([job("a", "cancelled", steps=[])], Outcome.waiting),
    "without steps": ([job("a", "cancelled", steps=None)], Outcome.waiting),
    "no job": ([{**job("a", "success", "success"), "name": "plan a"}], None),
    "called from another workflow": (
        [{**job("a", "success", "success"), "name": "clusters / apply a"}],
        Outcome.applied,
    ),
    "done by a later attempt": (
        [job("a", "success", "success", attempt=2), job("a", "failure", "failure")],
        Outcome.applied,
    ),
    "half done, and refused by a later attempt": (
        [job("a", "failure", "failure"), job("a", "failure", "skipped", attempt=2)],
        Outcome.half,
    ),
}


@pytest.mark.parametrize(("jobs", "outcome"), ENDS.values(), ids=list(ENDS))
def test_how_far_a_cluster_came_follows_from_its_jobs(
    github: GitHub, jobs: list[dict[str, Any]], outcome: Outcome | None
) -> None:
    github.answer(JOBS, {"jobs": jobs})
    assert outcomes(REPOSITORY, RUN).get("a") is outcome


def told(folder: Path, *clusters: str) -> tuple[int, str]:
    """Run the last job, and give its exit code and what stands on the page."""
    page = folder / "page"
    page.unlink(missing_ok=True)
    code = applied_clusters.main(
        [
            f"--repository={REPOSITORY}",
            f"--own-run={RUN}",
            f"--clusters={json.dumps([{'cluster': name} for name in clusters])}",
            f"--page={page}",
        ]
    )
    return code, page.read_text(encoding="utf-8")


def test_a_run_that_failed_on_the_way_tells_its_halves_apart(
    tmp_path: Path, github: GitHub
) -> None:
    jobs = [job("a", "success", "success"), job("b", "failure", "failure")]
    github.answer(JOBS, {"jobs": jobs})
    code, page = told(tmp_path, "a", "b", "c")
    assert code == 1
    assert page == (
        "### 1 of 3 clusters applied\n"
        "\n"
        "| cluster | | to go on |\n"
        "|---|---|---|\n"
        "| a | applied |  |\n"
        "| b | failed while it was applied: part of it may be done "
        "| `gh workflow run clusters.yml -f cluster=b` |\n"
        "| c | not started | `gh workflow run clusters.yml -f cluster=c` |\n"
        "\n"
        "What a cluster that is half applied lacks, a fresh plan shows: Terraform compares with "
        "what is\nthere. If its job kept an `errored.tfstate`, push that state first: docs/ci.md.\n"
    )


def test_a_run_that_applied_all_says_so_and_no_more(tmp_path: Path, github: GitHub) -> None:
    github.answer(JOBS, {"jobs": [job("a", "success", "success"), job("b", "success", "success")]})
    code, page = told(tmp_path, "a", "b")
    assert code == 0
    assert page.startswith("### 2 of 2 clusters applied\n")
    assert "gh workflow" not in page
    assert "half" not in page


def test_what_github_refuses_is_no_success(
    tmp_path: Path, github: GitHub, capsys: pytest.CaptureFixture[str]
) -> None:
    assert github.asked() == []
    options = [f"--repository={REPOSITORY}", f"--own-run={RUN}", "--clusters=[]"]
    assert applied_clusters.main([*options, f"--page={tmp_path / 'page'}"]) == 1
    assert "gh got no answer" in capsys.readouterr().err
