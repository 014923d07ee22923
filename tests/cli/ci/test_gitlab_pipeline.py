"""The pipeline of GitLab has jobs for every cluster, and nothing in it is anything but text."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.ci.test_linters import SCHEMA, findings
from tests.ci.workflows import GITLAB_JOBS
from tests.cli.ci.command import ci
from tests.cli.ci.test_changed_clusters import LOCAL, stack, synthesis

PLAN, APPLY = ("arn:aws:iam::111122223333:role/" + name for name in ("plan", "apply"))
ROLES = {"--plan-roles": {"default": PLAN}, "--apply-roles": {"default": APPLY}}


def generate(base: str, head: str, purpose: str, *more: str, **roles: Any) -> tuple[int, str, str]:
    options = {**ROLES, **{f"--{name.replace('_', '-')}": given for name, given in roles.items()}}
    return ci(
        "gitlab-pipeline",
        *(f"{name}={json.dumps(given)}" for name, given in options.items()),
        *(f"--for={purpose}", "--folder=infra", "--trainyard=trainyard", f"--jobs={GITLAB_JOBS}"),
        *(*more, base, head),
    )


def pipeline(base: str, head: str, purpose: str, *more: str, **roles: Any) -> dict[str, Any]:
    code, out, _ = generate(base, head, purpose, *more, **roles)
    assert code == 0
    found: dict[str, Any] = json.loads(out)
    return found


def jobs(found: dict[str, Any]) -> dict[str, Any]:
    """Give what is no template and no setting."""
    settings = ("stages", "variables", "workflow")
    return {k: v for k, v in found.items() if not k.startswith(".") and k not in settings}


def needs(job: dict[str, Any]) -> list[str]:
    return [need["job"] for need in job.get("needs", ())]


@pytest.fixture
def fleet(tmp_path: Path) -> tuple[str, str]:
    """What was, and what is proposed: three clusters that differ, and one that does not."""
    base = synthesis(tmp_path / "base", same=stack())
    head = synthesis(
        tmp_path / "head",
        same=stack(),
        lab=stack(environment="development"),
        a=stack(),
        b=stack(),
    )
    return base, head


def test_every_cluster_that_differs_has_a_plan_and_no_other(fleet: tuple[str, str]) -> None:
    assert list(jobs(pipeline(*fleet, "plan"))) == ["plan lab", "plan a", "plan b"]
    every = jobs(pipeline(*fleet, "plan", "--all"))
    assert list(every) == ["plan lab", "plan a", "plan b", "plan same"]
    assert list(jobs(pipeline(*fleet, "plan", "--cluster=same"))) == ["plan same"]
    assert {job["extends"] for job in every.values()} == {".plan"}


def test_an_apply_waits_for_its_own_plan_and_the_environments_before_it(
    fleet: tuple[str, str],
) -> None:
    found = pipeline(*fleet, "apply")
    assert found["stages"] == ["plan", "development", "production"]
    of = jobs(found)
    assert needs(of["apply lab"]) == ["synthesize", "plan lab"]
    assert needs(of["development is applied (1)"]) == ["apply lab"]
    for name in ("a", "b"):
        apply = of[f"apply {name}"]
        assert needs(apply) == ["synthesize", f"plan {name}", "development is applied (1)"]
        assert (apply["stage"], apply["environment"]) == ("production", {"name": "production"})
    assert of["apply lab"]["environment"] == {"name": "development"}


def test_hundreds_of_clusters_need_no_more_than_fifty_jobs_each(tmp_path: Path) -> None:
    many = {
        f"{start}{number}": stack(environment=environment)
        for start, environment in (("d", "development"), ("p", "production"))
        for number in range(300)
    }
    head = synthesis(tmp_path / "head", **many)
    of = jobs(pipeline(head, head, "apply", "--all"))
    assert max(len(job.get("needs", ())) for job in of.values()) == 50
    barriers = [name for name in needs(of["apply p0"]) if "is applied" in name]
    waited_for = {name for barrier in barriers for name in needs(of[barrier])}
    assert waited_for == {f"apply d{number}" for number in range(300)}


def test_drift_is_asked_of_every_cluster_and_applies_nothing(fleet: tuple[str, str]) -> None:
    of = jobs(pipeline(*fleet, "drift", "--all"))
    assert list(of) == ["drift lab", "drift a", "drift b", "drift same"]
    assert {job["extends"] for job in of.values()} == {".drift"}


def test_a_pipeline_without_clusters_has_a_job_all_the_same(tmp_path: Path) -> None:
    head = str(tmp_path / "none")
    assert list(jobs(pipeline(head, head, "apply"))) == ["nothing to plan"]


def test_values_are_not_expanded_and_what_jobs_do_is_kept(fleet: tuple[str, str]) -> None:
    odd = "arn:aws:iam::111122223333:role/$HOME/${x}"
    found = pipeline(*fleet, "plan", plan_roles={"default": odd})
    given = found["plan a"]["variables"]
    assert given["AWS_ROLE_ARN"] == {"value": odd, "expand": False}
    assert {value["expand"] for value in given.values()} == {False}
    assert found["variables"]["FOLDER"] == {"value": "infra", "expand": False}
    assert found["variables"]["TF_INPUT"] == "0"
    assert {".cluster", ".plan", ".apply", ".lose", ".drift", ".applied"} <= found.keys()
    assert found["workflow"] == {"rules": [{"when": "always"}]}


def test_roles_are_of_the_cluster_else_of_the_environment_else_of_all(
    fleet: tuple[str, str],
) -> None:
    roles = {"a": "of-a", "environment:development": "of-development", "default": "of-all"}
    of = jobs(pipeline(*fleet, "apply", apply_roles=roles))
    found = {name: of[f"apply {name}"]["variables"]["AWS_ROLE_ARN"]["value"] for name in "ab"}
    assert found == {"a": "of-a", "b": "of-all"}
    assert of["apply lab"]["variables"]["AWS_ROLE_ARN"]["value"] == "of-development"
    assert of["plan lab"]["variables"]["AWS_ROLE_ARN"]["value"] == PLAN


def test_a_merge_request_needs_no_role_that_applies(fleet: tuple[str, str]) -> None:
    assert list(jobs(pipeline(*fleet, "plan", apply_roles={}))) == ["plan lab", "plan a", "plan b"]
    assert generate(*fleet, "apply", apply_roles={}) == (
        2,
        "",
        "lab: no role in the variable APPLY_ROLES; name one for it, for environment:development, "
        "or as default\n",
    )


@pytest.mark.parametrize("roles", [[], "x", {"a": 1}])
def test_what_is_no_object_of_roles_is_refused(fleet: tuple[str, str], roles: Any) -> None:
    assert generate(*fleet, "plan", plan_roles=roles) == (
        2,
        "",
        "PLAN_ROLES is no object of roles; write one like "
        '{"default": "arn:aws:iam::111122223333:role/NAME"}\n',
    )


def test_a_cluster_that_would_be_left_behind_fails_the_merge_request(tmp_path: Path) -> None:
    base = synthesis(tmp_path / "base", gone=stack(), kept=stack())
    head = synthesis(tmp_path / "head", kept=stack(terraform=LOCAL))
    of = jobs(pipeline(base, head, "plan"))
    assert list(of) == ["nothing to plan", "left behind: gone", "left behind: kept"]
    assert of["left behind: gone"]["extends"] == ".left-behind"
    assert "the file of gone is removed" in of["left behind: gone"]["variables"]["WHY"]["value"]
    # What is merged was told of before.
    assert list(jobs(pipeline(base, head, "apply"))) == ["nothing to plan"]


def test_a_plan_that_loses_something_has_a_job_and_an_environment_of_its_own(
    fleet: tuple[str, str],
) -> None:
    of = jobs(pipeline(*fleet, "apply"))
    apply, lose = of["apply a"], of["lose a"]
    assert (apply["extends"], lose["extends"]) == (".apply", ".lose")
    assert lose["environment"] == {"name": "loss/a"}
    own = {"extends", "environment"}
    assert {k: v for k, v in lose.items() if k not in own} == {
        k: v for k, v in apply.items() if k not in own
    }
    # Nothing waits for one that is seldom started.
    assert not any("lose" in need for job in of.values() for need in needs(job))


@pytest.mark.parametrize("purpose", ["plan", "apply", "drift"])
def test_gitlab_takes_it(fleet: tuple[str, str], tmp_path: Path, purpose: str) -> None:
    file = tmp_path / "clusters.gitlab-ci.yml"
    file.write_text(json.dumps(pipeline(*fleet, purpose)), encoding="utf-8")
    assert findings((*SCHEMA, "vendor.gitlab-ci"), file) == ""
