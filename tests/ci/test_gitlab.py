"""What the GitLab pipeline for users never does, and always does."""

import hashlib
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.ci.workflows import GITHUB, GITLAB, GITLAB_JOBS, load

#: The pipeline, and what the jobs of each cluster do in the one below it.
PIPELINE, JOBS = load(GITLAB), load(GITLAB_JOBS)
TEXT = GITLAB.read_text(encoding="utf-8") + GITLAB_JOBS.read_text(encoding="utf-8")
#: Jobs of a cluster.
OF_A_CLUSTER = ("plan", "apply", "lose", "drift")


def job(name: str) -> dict[str, Any]:
    """Give what a job of a cluster does, with what it extends."""
    own: dict[str, Any] = JOBS[f".{name}"]
    return {**job(own["extends"][1:]), **own} if "extends" in own else own


def test_credentials_are_tokens_that_name_a_role() -> None:
    for name in OF_A_CLUSTER:
        assert job(name)["id_tokens"] == {"AWS_ID_TOKEN": {"aud": "$CI_SERVER_URL"}}
    assert "id_tokens" not in PIPELINE["synthesize"]
    assert not re.search(r"access.key|secret_", TEXT, re.IGNORECASE)


def test_no_branch_and_no_cluster_is_named() -> None:
    whole = "\n".join(re.findall(r"^[^#]*", TEXT, re.M))
    assert not re.search(r"\bmain\b", whole)
    assert "matrix" not in whole
    rules = [rule["if"] for rule in PIPELINE["workflow"]["rules"]]
    assert all("$CI_DEFAULT_BRANCH" in rule for rule in rules)
    assert "$CI_MERGE_REQUEST_TARGET_BRANCH_NAME == $CI_DEFAULT_BRANCH" in rules[0]


def test_what_is_synthesized_makes_the_pipeline_below() -> None:
    made = "clusters.gitlab-ci.yml"
    synthesize, clusters = PIPELINE["synthesize"], PIPELINE["clusters"]
    assert f'>"$CI_PROJECT_DIR/{made}"' in synthesize["script"][-1]
    assert made in synthesize["artifacts"]["paths"]
    # GitLab reads it from no artifacts above 5 MB, and stacks may have more.
    alone = PIPELINE["pipeline"]
    assert (alone["needs"], alone["artifacts"]["paths"]) == (["synthesize"], [made])
    assert clusters["needs"] == ["pipeline"]
    assert clusters["trigger"] == {
        "include": [{"artifact": made, "job": "pipeline"}],
        "strategy": "depend",
    }
    assert clusters["variables"] == {"PARENT_PIPELINE_ID": "$CI_PIPELINE_ID"}
    assert job("plan")["needs"] == [{"pipeline": "$PARENT_PIPELINE_ID", "job": "synthesize"}]


def test_each_pipeline_has_its_purpose() -> None:
    told = {rule["variables"]["PURPOSE"]: rule["if"] for rule in PIPELINE["workflow"]["rules"]}
    assert list(told) == ["plan", "drift", "apply"]
    assert '"merge_request_event"' in told["plan"]
    assert '"schedule"' in told["drift"]
    assert told["apply"] == "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"
    drift = PIPELINE["workflow"]["rules"][1]["variables"]
    assert drift == {"PURPOSE": "drift", "EVERY": "all"}


def test_an_apply_is_started_by_hand_one_at_a_time() -> None:
    apply = job("apply")
    assert apply["rules"] == [{"when": "manual", "allow_failure": "false"}]
    assert job("lose")["rules"] == [{"when": "manual", "allow_failure": "true"}]
    assert (apply["resource_group"], apply["interruptible"]) == ("$CLUSTER", "false")


def test_an_apply_carries_out_the_plan_of_its_own_pipeline() -> None:
    assert job("apply")["script"][-1].endswith(" plan")
    artifacts = job("plan")["artifacts"]
    assert artifacts["paths"] == [
        "$FOLDER/cdktf.out/stacks/$CLUSTER/plan",
        "$FOLDER/cdktf.out/stacks/$CLUSTER/.terraform.lock.hcl",
    ]
    assert (artifacts["public"], artifacts["expire_in"]) == ("false", "5 days")


def run(lines: list[str], folder: Path, **environment: str) -> tuple[int, str]:
    """Run lines of a job in a checkout with a plan, and give exit code and what they say."""
    stack = folder / "cdktf.out" / "stacks" / "a"
    stack.mkdir(parents=True, exist_ok=True)
    (stack / "plan").write_bytes(b"the plan")
    done = subprocess.run(
        ["sh", "-eu", "-c", "\n".join(lines)],  # noqa: S607
        cwd=folder,
        env={"PATH": os.environ["PATH"], "CLUSTER": "a", "FOLDER": ".", **environment},
        capture_output=True,
        check=False,
        text=True,
    )
    return done.returncode, done.stdout


def test_a_plan_that_was_made_anew_since_it_was_read_is_refused(tmp_path: Path) -> None:
    (check,) = (line for line in job("apply")["script"] if "PLAN_SHA256" in line)
    digest = hashlib.sha256(b"the plan").hexdigest()
    said = f"a: the plan {digest}\n"
    assert run([check], tmp_path) == (0, said)
    assert run([check], tmp_path, PLAN_SHA256=digest) == (0, said)
    assert run([check], tmp_path, PLAN_SHA256="another") == (
        1,
        f"{said}is not another, which was to be applied: the plan was made anew since; read that\n",
    )
    assert any(line.startswith("sha256sum ") for line in job("plan")["script"])


@pytest.mark.parametrize("name", ["plan", "apply"])
def test_what_holds_the_lock_is_asked_to_stop_half_an_hour_before_its_job_ends(name: str) -> None:
    (line,) = (line for line in job(name)["script"] if "-lock-timeout" in line)
    asked = re.match(r"timeout -s INT (\d+) terraform ", line)
    hours = re.fullmatch(r"(\d+) hours?", job(name)["timeout"])
    assert asked is not None
    assert hours is not None
    assert int(asked[1]) + 30 * 60 <= int(hours[1]) * 3600


def test_an_apply_that_did_not_end_well_says_so_and_keeps_its_state(tmp_path: Path) -> None:
    lines = job("apply")["after_script"]
    assert run(lines, tmp_path, CI_JOB_STATUS="success") == (0, "")
    told = "a: failed, and part of it may be done. A new pipeline plans what is left.\n"
    assert run(lines, tmp_path, CI_JOB_STATUS="failed") == (0, told)
    (tmp_path / "cdktf.out" / "stacks" / "a" / "errored.tfstate").touch()
    code, said = run(lines, tmp_path, CI_JOB_STATUS="canceled")
    assert code == 0
    assert "First push errored.tfstate, an artifact of this job:\n" in said
    kept = job("apply")["artifacts"]
    assert (kept["when"], kept["public"], kept["expire_in"]) == ("always", "false", "5 days")
    assert "$FOLDER/cdktf.out/stacks/$CLUSTER/errored.tfstate" in kept["paths"]


def test_a_plan_that_loses_something_is_for_a_job_of_its_own() -> None:
    apply, lose = job("apply"), job("lose")
    (refused,) = (line for line in apply["script"] if "cli.ci.loss_approval" in line)
    (allowed,) = (line for line in lose["script"] if "cli.ci.loss_approval" in line)
    assert "--approved='[]'" in refused
    assert '--approved=\'[{"cluster": "\'"$CLUSTER"\'"}]\'' in allowed
    # What runs and the one that is applied at a time are the same.
    assert [line for line in apply["script"] if line != refused] == [
        line for line in lose["script"] if line != allowed
    ]
    own = {"extends", "rules", "script"}
    assert {key: lose[key] for key in lose.keys() - own} == {
        key: apply[key] for key in lose.keys() - own
    }


def test_the_gate_is_the_last_of_a_plan_and_what_is_left_behind_fails() -> None:
    assert 'trainyard" ci gate' in job("plan")["script"][-1]
    assert job("plan")["artifacts"]["when"] == "always"
    assert JOBS[".left-behind"]["script"] == ['echo "$WHY"', "exit 1"]


def test_a_merge_request_shows_what_a_plan_counts() -> None:
    assert job("plan")["artifacts"]["reports"] == {"terraform": "report.json"}
    assert any(
        '--gitlab-report="$CI_PROJECT_DIR/report.json"' in line for line in job("plan")["script"]
    )


def test_drift_is_looked_for_without_a_lock() -> None:
    assert job("drift")["script"][-1].endswith(" plan -detailed-exitcode -lock=false")


def test_every_script_stops_at_the_first_error() -> None:
    assert PIPELINE["synthesize"]["script"][0] == "set -euo pipefail"
    for name in OF_A_CLUSTER:
        assert job(name)["before_script"][0] == "set -euo pipefail"


def test_terraform_is_the_one_of_the_github_workflows() -> None:
    version = load(GITHUB[0])["env"]["TERRAFORM_VERSION"]
    assert job("apply")["image"]["name"] == f"hashicorp/terraform:{version}"


def test_where_things_are_is_said_at_the_top_and_nowhere_else() -> None:
    given = PIPELINE["variables"]
    assert (given["FOLDER"], given["TRAINYARD"]) == (".", ".")
    assert TEXT.count(".venv/bin/trainyard") == TEXT.count('"$TRAINYARD/.venv/bin/trainyard" ')
    assert TEXT.count("python3 -m cli.") == TEXT.count('PYTHONPATH="$TRAINYARD" python3 -m cli.')
    assert PIPELINE["synthesize"]["script"][1] == 'cd "$FOLDER"'
    assert all(job(name)["before_script"][-1] == 'cd "$FOLDER"' for name in OF_A_CLUSTER)
