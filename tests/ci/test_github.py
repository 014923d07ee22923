"""What the GitHub workflows for users never do, and always do."""

import os
import re
import subprocess
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from cli.ci import apply_jobs
from cli.ci.matrices import MOST_PAGES, MOST_WAVES
from tests.ci.workflows import GITHUB, ROOT, jobs, load, script, steps

CLUSTERS, DRIFT = (ROOT / "ci" / "github" / name for name in ("clusters.yml", "drift.yml"))
OWN = ROOT / ".github" / "workflows" / "tests.yml"
#: What each job may write; all may read the repository, and nothing else unless it says so here.
PLANS = ("plan", "plan-more")
APPLIES = ("apply", "apply-second", "apply-third", "apply-fourth")
WRITES = {
    **{(file, name): {"id-token"} for file in (CLUSTERS, DRIFT) for name in PLANS},
    **{(CLUSTERS, name): {"id-token"} for name in APPLIES},
    (CLUSTERS, "comments"): {"pull-requests"},
    (DRIFT, "issues"): {"issues"},
}
READS_MORE = {
    (CLUSTERS, "reviewed"): {"actions", "pull-requests"},
    **{(CLUSTERS, name): {"actions", "pull-requests"} for name in APPLIES},
    (CLUSTERS, "applied"): {"actions"},
}
#: The default branch, whatever its name.
DEFAULT = "github.ref == format('refs/heads/{0}', github.event.repository.default_branch)"
ONTO_DEFAULT = "github.base_ref == github.event.repository.default_branch"

#: What each job installs, as docs/ci.md tells.
INSTALLED = {
    CLUSTERS: {
        "synthesize": "checkov",
        "validate": "",
        "validate-more": "",
        "gate": "",
        **dict.fromkeys(PLANS, "command"),
        "comments": "command",
        "reviewed": "",
        "loss": "",
        **dict.fromkeys(APPLIES, ""),
        "applied": "",
    },
    DRIFT: {
        "synthesize": "packages",
        **dict.fromkeys(PLANS, "command"),
        "issues": "command",
    },
}

each = pytest.mark.parametrize("file", GITHUB, ids=lambda file: file.stem)


def uses(file: Path) -> list[str]:
    return re.findall(r"uses: (.+)", file.read_text(encoding="utf-8"))


def test_there_are_two_workflows() -> None:
    assert GITHUB == [CLUSTERS, DRIFT]


@each
def test_every_action_is_pinned_to_a_commit_with_its_version_beside_it(file: Path) -> None:
    pinned = [line for line in uses(file) if re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v[\d.]+", line)]
    assert uses(file)
    assert pinned == uses(file)


def test_an_action_is_pinned_to_the_same_commit_everywhere() -> None:
    pins = {line for file in (*GITHUB, OWN) for line in uses(file)}
    assert len(pins) == len({line.partition("@")[0] for line in pins})


def test_terraform_is_the_one_that_the_tests_run_on() -> None:
    tested = re.search(r'terraform_version: "(.+)"', OWN.read_text(encoding="utf-8"))
    assert tested is not None
    assert [load(file)["env"]["TERRAFORM_VERSION"] for file in GITHUB] == [tested[1]] * 2


@each
def test_there_is_no_key_and_no_secret(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert "role-to-assume:" in text
    assert "secrets." not in text
    assert not re.search(r"access.key", text, re.IGNORECASE)


@each
def test_each_job_may_do_only_what_it_needs(file: Path) -> None:
    assert load(file)["permissions"] == {}
    for name, job in jobs(file).items():
        given = job["permissions"]
        writes = {what for what, level in given.items() if level == "write"}
        assert writes == WRITES.get((file, name), set()), name
        assert given.keys() - writes <= {"contents"} | READS_MORE.get((file, name), set()), name


@each
def test_every_script_stops_at_the_first_error(file: Path) -> None:
    assert load(file)["defaults"]["run"]["shell"] == "bash -euo pipefail {0}"
    assert not [step for step in steps(file) if "shell" in step]


@each
def test_no_expression_becomes_part_of_a_script(file: Path) -> None:
    scripts = [step["run"] for step in steps(file) if "run" in step]
    assert scripts
    assert not [script for script in scripts if "${{" in script]


@each
def test_no_checkout_leaves_its_token_behind(file: Path) -> None:
    checkouts = [
        step for step in steps(file) if step.get("uses", "").startswith("actions/checkout")
    ]
    assert checkouts
    assert all(step["with"]["persist-credentials"] == "false" for step in checkouts)


@each
def test_every_job_ends_by_itself(file: Path) -> None:
    assert all(int(job["timeout-minutes"]) <= 240 for job in jobs(file).values())


@each
def test_nothing_is_cancelled_while_terraform_runs(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count("cancel-in-progress: false") == text.count("cancel-in-progress:") > 0


def test_a_fork_gets_no_credentials() -> None:
    assert set(load(CLUSTERS)["on"]) == {"pull_request", "push", "workflow_dispatch"}
    own = "github.event.pull_request.head.repo.full_name == github.repository"
    of_pull_requests = {*PLANS, "comments"}
    assert all(own in jobs(CLUSTERS)[name]["if"] for name in of_pull_requests)
    for name in ("reviewed", "apply"):
        assert DEFAULT in jobs(CLUSTERS)[name]["if"]
    without = jobs(CLUSTERS).keys() - of_pull_requests - {*APPLIES}
    assert without == {
        *("synthesize", "validate", "validate-more", "gate", "reviewed", "loss", "applied"),
    }
    assert not any("id-token" in jobs(CLUSTERS)[name]["permissions"] for name in without)


def test_a_loss_fails_the_run_after_all_is_uploaded_and_a_check_that_no_fork_skips() -> None:
    plan, gate = jobs(CLUSTERS)["plan"], jobs(CLUSTERS)["gate"]
    assert '.venv/bin/trainyard" ci gate' in commands(plan)[-1]
    assert sum("upload-artifact" in text for text in commands(plan)[:-1]) == 2
    assert gate["if"] == f"always() && {ONTO_DEFAULT}"
    assert gate["needs"] == ["synthesize", *PLANS]


def test_an_apply_is_approved_and_alone_and_nothing_follows_one_that_failed() -> None:
    for name in APPLIES:
        apply = jobs(CLUSTERS)[name]
        assert apply["environment"] == "${{ matrix.environment }}"
        assert apply["strategy"]["max-parallel"] == "1"
        assert apply["strategy"]["fail-fast"] == "true"
        assert apply["concurrency"]["group"] == "apply-${{ matrix.cluster }}"


def test_an_apply_takes_the_reviewed_plan_before_it_has_credentials_and_plans_nothing() -> None:
    done = [str(step.get("run", step.get("uses"))) for step in jobs(CLUSTERS)["apply"]["steps"]]
    taken, trusted, applied = (
        next(index for index, text in enumerate(done) if what in text)
        for what in ("cli.ci.reviewed_plan", "configure-aws-credentials", "apply -lock-timeout")
    )
    assert taken < trusted < applied
    assert done[applied].rstrip().endswith(" plan")
    assert 'PYTHONPATH="$TRAINYARD" exec python3 ' in done[applied]
    assert not any('" plan' in text for text in done)


def test_an_apply_has_time_to_stop_before_its_job_and_its_session_end() -> None:
    apply = jobs(CLUSTERS)["apply"]
    minutes = re.search(r"--minutes=(\d+)", script(CLUSTERS, "apply", "Apply"))
    (session,) = (
        int(step["with"]["role-duration-seconds"])
        for step in apply["steps"]
        if "configure-aws-credentials" in step.get("uses", "")
    )
    assert minutes is not None
    assert int(minutes[1]) + 30 <= min(int(apply["timeout-minutes"]), session / 60)


def test_whatever_holds_the_lock_is_a_step_of_its_own_that_is_interrupted_and_waited_for() -> None:
    found = []
    for name, job in jobs(CLUSTERS).items():
        steps = job["steps"]
        for number, step in enumerate(steps):
            if "-lock-timeout" in step.get("run", ""):
                found.append(name)
                begins = 'PYTHONPATH="$TRAINYARD" exec python3 -m cli.ci.stop_gently --folder='
                assert step["run"].startswith(begins)
                assert (steps[number + 1]["name"], steps[number + 1]["if"]) == (
                    "Wait for Terraform",
                    "always()",
                )
                folders = [
                    re.findall(r"--folder=\S+", steps[n]["run"]) for n in (number, number + 1)
                ]
                assert folders[0] == folders[1]
                minutes = re.findall(r"--minutes=(\d+)", step["run"])
                assert int(minutes[0]) + 10 <= int(job["timeout-minutes"])
    assert found == [*PLANS, *APPLIES]


def test_state_that_could_not_be_written_is_kept_whatever_ends_an_apply() -> None:
    steps = jobs(CLUSTERS)["apply"]["steps"]
    names = [step.get("name", step.get("with", {}).get("name")) for step in steps]
    applied, waited, kept = (
        names.index(name)
        for name in (
            "Apply",
            "Wait for Terraform",
            "errored-${{ matrix.cluster }}-${{ github.run_attempt }}",
        )
    )
    assert applied < waited < kept
    assert (steps[waited]["if"], steps[kept]["if"]) == ("always()", "failure() || cancelled()")
    assert "/errored.tfstate\n" in steps[kept]["with"]["path"]
    assert "overwrite" not in steps[kept]["with"]


def test_whoever_approves_sees_the_plans_before_and_no_others_are_applied() -> None:
    shown, apply = (jobs(CLUSTERS)[name] for name in ("reviewed", "apply"))
    assert apply["needs"] == ["reviewed", "loss"]
    assert "environment" not in shown
    assert "needs.reviewed.result == 'success'" in apply["if"]
    (take,) = (step for step in apply["steps"] if step.get("name") == "Take the reviewed plan")
    assert take["env"]["SHOWN"] == "${{ fromJSON(needs.reviewed.outputs.plans)[matrix.cluster] }}"
    assert '--shown="$SHOWN"' in take["run"]
    assert '--page="$GITHUB_STEP_SUMMARY"' in script(
        CLUSTERS, "reviewed", "Show the reviewed plans"
    )


def test_a_loss_is_approved_by_itself_and_the_apply_reads_the_plan_to_see_whether_it_has_one() -> (
    None
):
    reviewed, loss, apply = (jobs(CLUSTERS)[name] for name in ("reviewed", "loss", "apply"))
    assert loss["environment"] == "loss" != apply["environment"]
    assert loss["strategy"]["matrix"]["include"] == "${{ fromJSON(needs.reviewed.outputs.losing) }}"
    assert "cli.ci.losing_plans" in commands(reviewed)[-1]
    without = "needs.loss.result == 'success' || needs.reviewed.outputs.losing == '[]'"
    assert without in apply["if"]
    names = [step.get("name") for step in apply["steps"]]
    asked = names.index("Refuse a loss that was not approved")
    assert names.index("Initialize") < asked < names.index("Apply")
    assert "show -json plan" in commands(apply)[asked]
    assert apply["steps"][asked]["env"]["LOSING"] == (
        "${{ needs.loss.result == 'success' && needs.reviewed.outputs.losing || '[]' }}"
    )


def test_the_last_job_tells_of_every_apply_by_the_names_that_jobs_and_steps_have() -> None:
    told, apply = (jobs(CLUSTERS)[name] for name in ("applied", "apply"))
    assert told["needs"] == ["synthesize", "reviewed", *APPLIES]
    assert told["if"].startswith("always() &&")
    assert apply["name"] == apply_jobs.JOB + "${{ matrix.cluster }}"
    assert [step.get("name") for step in apply["steps"]].count(apply_jobs.STEP) == 1


def commands(job: dict[str, Any]) -> list[str]:
    """Give what each step of a job runs or uses."""
    return [str(step.get("run", step.get("uses"))) for step in job["steps"]]


@each
def test_what_a_job_needs_is_installed_before_it_is_called(file: Path) -> None:
    sets = {}
    for name, job in jobs(file).items():
        installed = ""
        for text in commands(job):
            if made := re.match(r'make -C "\$TRAINYARD" (\w+)$', text):
                installed = made[1]
            assert installed or ".venv/bin/" not in text, name
        sets[name] = installed
    assert sets == INSTALLED[file]


def test_the_docs_tell_what_each_job_installs() -> None:
    text = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    rows = {
        row[0]: row[2] for row in re.findall(r"^\| (\w+) \| (.+) \| (.+) \| .+ \|$", text, re.M)
    }
    words = {"": "nothing", "packages": "for drift `make packages`"}
    for name, installed in (pair for sets in INSTALLED.values() for pair in sets.items()):
        told = rows[name.partition("-")[0]]
        assert words.get(installed, f"`make {installed}`") in told, name


@each
def test_packages_are_installed_before_there_are_credentials(file: Path) -> None:
    for name, job in jobs(file).items():
        done = commands(job)
        trusted = [i for i, text in enumerate(done) if "configure-aws-credentials" in text]
        made = [i for i, text in enumerate(done) if text.startswith("make ")]
        assert not trusted or max(made, default=0) < trusted[0], name


def test_no_package_runs_beside_the_role_that_applies() -> None:
    done = "\n".join(commands(jobs(CLUSTERS)["apply"]))
    assert "python3 -m cli.ci.reviewed_plan" in done
    assert not re.search(r"\bmake\b|\bpip\b|\.venv|setup-python", done)


def test_a_plan_is_kept_for_days_only_and_with_what_it_was_made_from() -> None:
    uploads = [step["with"] for step in steps(CLUSTERS) if "upload" in step.get("uses", "")]
    (plan,) = (upload for upload in uploads if upload["name"].startswith("plan-"))
    assert {Path(line).name for line in plan["path"].split("\n") if line} == {
        "plan",
        "cdk.tf.json",
        ".terraform.lock.hcl",
        "summary.md",
        "losses.json",
        "statement.json",
    }
    assert plan["include-hidden-files"] == "true"
    assert all(int(upload["retention-days"]) <= 5 for upload in uploads)


def test_drift_is_looked_for_without_a_lock() -> None:
    (plan,) = (step["run"] for step in steps(DRIFT) if "-detailed-exitcode" in step.get("run", ""))
    assert "-lock=false" in plan
    assert "cron" in load(DRIFT)["on"]["schedule"][0]


@each
def test_no_branch_is_named(file: Path) -> None:
    text = "\n".join(re.findall(r"^[^#]*", file.read_text(encoding="utf-8"), re.M))
    assert not re.search(r"\bmain\b|branches:", text)


def test_what_is_required_has_its_name_on_pull_requests_onto_the_default_branch_alone() -> None:
    """A job that is skipped counts as one that succeeded, for every branch with that commit."""
    for job, name in (
        ("synthesize", "synthesize and scan"),
        ("gate", "nothing is lost"),
        ("comments", "comments"),
    ):
        told = jobs(CLUSTERS)[job]["name"]
        assert told.startswith(f"${{{{ {ONTO_DEFAULT} && '{name}' || "), job
        assert f"'{name}'" not in told.rpartition("||")[2], job
    types = load(CLUSTERS)["on"]["pull_request"]["types"]
    assert types == ["opened", "synchronize", "reopened", "edited"]


def test_nothing_runs_for_other_branches_but_a_plan_by_hand() -> None:
    begins = jobs(CLUSTERS)["synthesize"]["if"]
    assert begins == f"github.event_name == 'workflow_dispatch' || {ONTO_DEFAULT} || {DEFAULT}"
    after = {name: job["needs"] for name, job in jobs(CLUSTERS).items() if "needs" in job}
    assert all("synthesize" in needs or "reviewed" in needs for needs in after.values())
    assert jobs(CLUSTERS).keys() - after.keys() == {"synthesize"}
    drift = jobs(DRIFT)["synthesize"]["if"]
    assert drift == f"github.event_name == 'schedule' || {DEFAULT}"


@each
def test_where_things_are_is_said_at_the_top_and_nowhere_else(file: Path) -> None:
    whole = load(file)
    assert whole["env"]["FOLDER"] == whole["defaults"]["run"]["working-directory"] == "."
    assert whole["env"]["TRAINYARD"] == "."
    paths = [
        line
        for step in steps(file)
        if re.search("artifact@", step.get("uses", ""))
        for line in step["with"]["path"].split("\n")
        if line
    ]
    assert paths
    assert not [path for path in paths if not path.startswith("${{ env.FOLDER }}/")]
    for step in steps(file):
        text = step.get("run", "")
        assert text.count(".venv/bin/trainyard") == text.count('"$TRAINYARD/.venv/bin/trainyard" ')
        assert text.count("-m cli.") == text.count('PYTHONPATH="$TRAINYARD" ')
    for job in jobs(file).values():
        made = [step for step in job["steps"] if "uses" in step]
        # Without a checkout or an artifact, the folder is not there.
        assert made or job["steps"][0]["working-directory"] == "${{ github.workspace }}"
    checkouts = [step["with"] for step in steps(file) if "checkout@" in step.get("uses", "")]
    assert all(given["submodules"] == "true" for given in checkouts)


def same_but_for(file: Path, names: Sequence[str], *keys: str) -> None:
    first, *others = (
        {key: value for key, value in jobs(file)[name].items() if key not in keys} for name in names
    )
    assert others == [first] * (len(names) - 1)


def test_many_clusters_have_further_jobs_that_do_the_same() -> None:
    same_but_for(CLUSTERS, ["validate", "validate-more"], "if", "strategy")
    for file in (CLUSTERS, DRIFT):
        same_but_for(file, PLANS, "if", "strategy")
    same_but_for(CLUSTERS, APPLIES, "if", "needs", "strategy")
    parts = {
        "validate": "synthesize.outputs.pages",
        "plan": "synthesize.outputs.pages",
        "apply": "reviewed.outputs.waves",
    }
    for file in (CLUSTERS, DRIFT):
        seen: dict[str, list[str]] = {}
        for name, job in jobs(file).items():
            if "strategy" in job and name != "loss":
                kind = name.partition("-")[0]
                seen.setdefault(kind, []).append(job["strategy"]["matrix"]["include"])
        for kind, matrices in seen.items():
            most = MOST_WAVES if kind == "apply" else MOST_PAGES
            output = f"needs.{parts[kind]}"
            assert matrices == [f"${{{{ fromJSON({output})[{at}] }}}}" for at in range(most)]


def test_a_wave_begins_when_the_one_before_it_is_applied_and_not_before() -> None:
    for at, (before, name) in enumerate(pairwise(APPLIES), start=1):
        wave = jobs(CLUSTERS)[name]
        assert wave["needs"] == ["reviewed", "loss", before]
        assert wave["if"] == (
            f"!cancelled() && needs.{before}.result == 'success' && "
            f"fromJSON(needs.reviewed.outputs.waves)[{at}]"
        )


def test_what_a_fork_proposes_runs_on_no_runner_of_the_team() -> None:
    own = "${{ vars.RUNNER || 'ubuntu-24.04' }}"
    for file in (CLUSTERS, DRIFT):
        runners = {name: job["runs-on"] for name, job in jobs(file).items()}
        assert {name for name, runner in runners.items() if runner == own} == {
            name for name in runners if name in (*PLANS, *APPLIES)
        }
        assert {*runners.values()} == {own, "ubuntu-24.04"}


@pytest.mark.parametrize(
    ("removed", "code"), [("clusters/a.yaml", 1), ("clusters/team/b.yaml", 1), ("README.md", 0)]
)
def test_a_file_is_not_removed_where_nothing_could_be_compared(
    tmp_path: Path, removed: str, code: int
) -> None:
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=a", "-c", "user.email=a@example.com")
        subprocess.run(["git", *who, *arguments], cwd=tmp_path, check=True, capture_output=True)  # noqa: S607

    git("init", "--quiet")
    for name in ("clusters/a.yaml", "clusters/team/b.yaml", "README.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"name: {name}\n", encoding="utf-8")
    git("add", ".")
    git("commit", "--message", "before")
    git("rm", "--quiet", removed)
    # The same under another name is one that is removed as well.
    (tmp_path / "clusters" / "c.yaml").write_text(f"name: {removed}\n", encoding="utf-8")
    git("add", ".")
    git("commit", "--message", "after")
    refused = script(CLUSTERS, "synthesize", "Refuse removed files where nothing could be compared")
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", refused],  # noqa: S607
        cwd=tmp_path,
        env={**os.environ, "BASE": "HEAD^"},
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == code
    assert (removed in done.stdout) is bool(code)
