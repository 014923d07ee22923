"""Whoever approves sees the plans that will be applied, and a re-run leaves out what is done."""

import json
from pathlib import Path

import pytest

from cli.ci import shown_plans
from tests.cli.ci.github import GitHub
from tests.cli.ci.planned import RUN, RUNS, knows, merged_stack, options, plans, run_of
from tests.cli.ci.test_apply_ends import job
from tests.cli.ci.token_issuer import Issuer

OWN = 20
NAMES = ("a", "b", "c")
CLUSTERS = [
    {"cluster": "a", "region": "us-east-2", "environment": "development"},
    {"cluster": "b", "region": "us-east-2", "environment": "production"},
    {"cluster": "c", "region": "us-east-2", "environment": "production"},
]


@pytest.fixture
def stacks(tmp_path: Path, github: GitHub, issuer: Issuer) -> Path:
    """Three clusters that one pull request changed, planned by one run."""
    knows(github)
    github.answer(RUNS, {"workflow_runs": [run_of(RUN)]})
    github.answer(f"actions/runs/{OWN}/jobs", {"jobs": []})
    for name in NAMES:
        plans(github, issuer, name)
        merged_stack(tmp_path, name)
    return tmp_path / "stacks"


class Page:
    """What the job that shows plans leaves."""

    def __init__(self, folder: Path, issuer: Issuer, *more: str) -> None:
        page, outputs = folder / "page", folder / "outputs"
        self.code = shown_plans.main(
            [
                *options(issuer, *more),
                f"--clusters={json.dumps(CLUSTERS)}",
                f"--stacks={folder / 'stacks'}",
                f"--own-run={OWN}",
                f"--page={page}",
                f"--outputs={outputs}",
            ]
        )
        self.text = page.read_text(encoding="utf-8") if page.exists() else ""
        lines = outputs.read_text(encoding="utf-8").splitlines() if outputs.exists() else []
        self.outputs = {line.split("=", 1)[0]: json.loads(line.split("=", 1)[1]) for line in lines}

    @property
    def clusters(self) -> list[dict[str, str]]:
        """What is to be applied, in order."""
        return [each for wave in self.outputs["waves"] for each in wave]


def test_no_environment_shares_a_wave_with_another(
    tmp_path: Path, stacks: Path, issuer: Issuer
) -> None:
    assert stacks.is_dir()
    assert Page(tmp_path, issuer).outputs["waves"] == [CLUSTERS[:1], CLUSTERS[1:]]


def test_every_plan_is_shown_with_its_hash(tmp_path: Path, stacks: Path, issuer: Issuer) -> None:
    page = Page(tmp_path, issuer)
    assert page.code == 0
    assert page.clusters == CLUSTERS
    assert list(page.outputs["plans"]) == list(NAMES)
    for name, digest in page.outputs["plans"].items():
        shown = f"### {name}: 1 to add\n\nThe plan of run {RUN}: `{digest}`"
        assert shown in page.text
    assert (stacks / "a" / "plan").is_file()


def test_what_all_plans_have_in_common_is_asked_once(
    tmp_path: Path, stacks: Path, github: GitHub, issuer: Issuer
) -> None:
    assert stacks.is_dir()
    before = len(github.asked())
    assert Page(tmp_path, issuer).code == 0
    asked = github.asked()[before:]
    # GitHub gives the token of a workflow a thousand requests an hour; jobs come in two pages.
    assert len(asked) == len(set(asked)) == 7


def test_none_is_applied_after_a_plan_that_is_refused(
    tmp_path: Path, stacks: Path, issuer: Issuer, capsys: pytest.CaptureFixture[str]
) -> None:
    (stacks / "b" / "cdk.tf.json").write_text("{}", encoding="utf-8")
    page = Page(tmp_path, issuer)
    assert page.code == 0
    assert page.clusters == CLUSTERS[:1]
    assert list(page.outputs["plans"]) == ["a"]
    assert page.text.endswith(
        "\n\n### b: the plan is refused\n\n"
        f"b: the plan of run {RUN} is refused: what was merged is not what it planned: main has "
        "moved since\n\nPlan it anew: `gh workflow run clusters.yml -f cluster=b`\n\n"
        "### c: left as it is, after the refused plan of b\n\n"
        "Plan it anew: `gh workflow run clusters.yml -f cluster=c`\n"
    )
    warning = "::warning::the plan of b is refused; the summary says why\n"
    assert capsys.readouterr().out.endswith(warning)


def test_where_none_may_be_applied_nobody_is_asked_to_approve(
    tmp_path: Path, stacks: Path, issuer: Issuer
) -> None:
    (stacks / "a" / "cdk.tf.json").write_text("{}", encoding="utf-8")
    page = Page(tmp_path, issuer)
    assert page.code == 2
    assert page.outputs == {"clusters": [], "waves": [], "plans": {}}


def test_a_re_run_leaves_out_what_an_earlier_attempt_applied(
    tmp_path: Path, stacks: Path, github: GitHub, issuer: Issuer
) -> None:
    # Its plan is stale by now.
    (stacks / "a" / "cdk.tf.json").write_text("{}", encoding="utf-8")
    jobs = [job("a", "success", "success"), job("b", "failure", "failure")]
    github.answer(f"actions/runs/{OWN}/jobs", {"jobs": jobs})
    page = Page(tmp_path, issuer)
    assert page.code == 0
    assert page.clusters == CLUSTERS[1:]
    assert page.text.startswith("### a: applied by an earlier attempt\n\n### b: 1 to add\n")


def test_a_re_run_of_all_that_is_done_is_content(
    tmp_path: Path, stacks: Path, github: GitHub, issuer: Issuer
) -> None:
    assert stacks.is_dir()
    jobs = [job(name, "success", "success") for name in NAMES]
    github.answer(f"actions/runs/{OWN}/jobs", {"jobs": jobs})
    page = Page(tmp_path, issuer)
    assert (page.code, page.clusters) == (0, [])


def test_a_page_stays_below_what_github_keeps(
    tmp_path: Path, stacks: Path, issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert stacks.is_dir()
    monkeypatch.setattr(shown_plans, "_PAGE_BYTES", 1200)
    monkeypatch.setattr(shown_plans, "_FRAME_BYTES", 390)
    page = Page(tmp_path, issuer)
    assert (
        page.text.count("**There is more**: the summary of the run that planned has it all.") == 3
    )
    assert page.clusters == CLUSTERS


def test_keys_that_cannot_be_had_stop_the_run(
    tmp_path: Path,
    stacks: Path,
    github: GitHub,
    issuer: Issuer,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert stacks.is_dir()
    nobody = Issuer("http://127.0.0.1:9")
    (github.artifacts / str(RUN) / "plan-a").rename(github.artifacts / "before")
    plans(github, issuer, "a", iss=nobody.url)
    page = Page(tmp_path, nobody)
    assert (page.code, page.text, page.outputs) == (1, "", {})
    assert "refused" in capsys.readouterr().err
