"""What the GitLab pipeline for users never does, and always does."""

import re
from typing import Any

from tests.ci.workflows import GITHUB, GITLAB, load

PIPELINE = load(GITLAB)
TEXT = GITLAB.read_text(encoding="utf-8")


def job(name: str) -> dict[str, Any]:
    """Give a job with what it extends."""
    own: dict[str, Any] = PIPELINE[name]
    return {**job(own["extends"]), **own} if "extends" in own else own


def test_credentials_are_tokens_that_name_a_role() -> None:
    assert job("plan")["id_tokens"] == {"AWS_ID_TOKEN": {"aud": "$CI_SERVER_URL"}}
    assert not re.search(r"access.key|secret_", TEXT, re.IGNORECASE)


def test_only_an_apply_has_the_role_that_may_change_things() -> None:
    users = {
        name
        for name in ("synthesize", "plan", "apply", "drift")
        if any("$APPLY_ROLE" in line for line in job(name)["script"])
    }
    assert users == {"apply"}


def test_an_apply_is_started_by_hand_on_the_default_branch_one_at_a_time() -> None:
    apply = job("apply")
    (rule,) = apply["rules"]
    assert rule["when"] == "manual"
    assert rule["if"].startswith("$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH &&")
    assert (apply["resource_group"], apply["interruptible"]) == ("$CLUSTER", "false")


def test_an_apply_carries_out_the_plan_of_its_own_pipeline() -> None:
    assert job("apply")["needs"] == ["synthesize", "plan"]
    assert job("apply")["script"][-1].endswith(" plan")
    artifacts = job("plan")["artifacts"]
    assert artifacts["paths"] == [
        "cdktf.out/stacks/$CLUSTER/plan",
        "cdktf.out/stacks/$CLUSTER/.terraform.lock.hcl",
    ]
    assert (artifacts["public"], artifacts["expire_in"]) == ("false", "5 days")


def test_a_merge_request_shows_what_a_plan_counts() -> None:
    assert job("plan")["artifacts"]["reports"] == {"terraform": "report.json"}
    assert any("--gitlab-report=report.json" in line for line in job("plan")["script"])


def test_drift_is_looked_for_by_a_schedule_without_a_lock() -> None:
    assert job("drift")["rules"] == [{"if": '$CI_PIPELINE_SOURCE == "schedule"'}]
    assert job("drift")["script"][-1].endswith(" plan -detailed-exitcode -lock=false")


def test_every_script_stops_at_the_first_error() -> None:
    for name in ("synthesize", "plan", "apply", "drift"):
        first = [*job(name).get("before_script", ()), *job(name)["script"]][0]
        assert first == "set -euo pipefail"


def test_terraform_is_the_one_of_the_github_workflows() -> None:
    version = load(GITHUB[0])["env"]["TERRAFORM_VERSION"]
    assert job("apply")["image"]["name"] == f"hashicorp/terraform:{version}"
