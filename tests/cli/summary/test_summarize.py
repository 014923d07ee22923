"""The command that tells what a plan does."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.__main__ import app
from cli.summary.programs import gitlab_report
from tests.cli.summary.plans import EVERYTHING, UPDATE, change, plan


def run(tmp_path: Path, document: Any, *options: str) -> tuple[int, str, str]:
    """Give the exit code and what was written to stdout and stderr."""
    file = tmp_path / "plan.json"
    text = document if isinstance(document, str) else json.dumps(document)
    file.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(app, ["summarize", str(file), "--title=demo", *options])
    return done.exit_code, done.stdout, done.stderr


def test_only_changes_leaves_a_plan_without_any_unmentioned(tmp_path: Path) -> None:
    assert run(tmp_path, plan(applyable=False), "--only-changes") == (0, "", "")
    code, out, _ = run(tmp_path, EVERYTHING, "--only-changes")
    assert code == 0
    assert out.startswith("### demo: loses network, node groups: 2 to destroy")


def test_a_summary_is_as_long_as_is_allowed(tmp_path: Path) -> None:
    code, out, _ = run(tmp_path, EVERYTHING, "--limit=300")
    assert code == 0
    assert len(out.rstrip("\n")) <= 300
    assert out.endswith("*Cut here: the whole plan is in the log of the run.*\n")


def test_gitlab_counts_a_replacement_twice() -> None:
    assert gitlab_report(EVERYTHING) == {"create": 3, "update": 1, "delete": 3}


def test_gitlabs_report_is_written_beside_the_summary(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    assert run(tmp_path, EVERYTHING, f"--gitlab-report={report}")[0] == 0
    assert json.loads(report.read_text(encoding="utf-8"))["delete"] == 3


def test_programs_get_all_that_people_are_told(tmp_path: Path) -> None:
    told = json.loads(run(tmp_path, EVERYTHING, "--format=json")[1])
    resources = {each["address"]: each for each in told.pop("resources")}
    losses = told.pop("losses")
    assert told == {
        "title": "demo",
        "changes_something": True,
        "does": ["destroys the network", "replaces one node group"],
        "counts": {"destroy": 2, "replace": 1, "change": 1, "create": 2, "forget": 1},
        "node_groups": [
            {
                "name": "training",
                "change": "destroyed and made anew: 8 nodes stop, all at once",
            }
        ],
        "vanished": [],
        "refused": [],
        "outputs": ["kubeconfig"],
    }
    assert [(loss["kind"], loss["does"], loss["address"]) for loss in losses] == [
        ("network", "destroy", "aws_vpc.main"),
        ("node_groups", "replace", "aws_eks_node_group.training"),
    ]
    assert len(resources) == 7
    assert resources["aws_eks_node_group.training"] == {
        "address": "aws_eks_node_group.training",
        "type": "aws_eks_node_group",
        "does": "replace",
        "grave": True,
        "attributes": ["a", "node_group_name", "scaling_config"],
        "because_of": ["instance_types"],
    }
    assert resources["aws_iam_role.node"]["attributes"] == ["tags.Team"]
    assert [name for name, each in resources.items() if each["grave"]] == [
        "aws_vpc.main",
        "aws_eks_node_group.training",
    ]


def test_programs_are_told_no_value_either(tmp_path: Path) -> None:
    document = plan(change("aws_x.y", UPDATE, before={"a": "old-value"}, after={"a": "new-value"}))
    out = run(tmp_path, document, "--format=json")[1]
    assert '"a"' in out
    assert "-value" not in out


def test_a_plan_without_changes_does_nothing(tmp_path: Path) -> None:
    told = json.loads(run(tmp_path, plan(applyable=False), "--format=json")[1])
    assert (told["changes_something"], told["does"], told["resources"]) == (False, ["nothing"], [])


@pytest.mark.parametrize(
    "text",
    ["", "Terraform will perform", "[]", '{"values": {"root_module": {}}}', '{"resource": {}}'],
)
def test_what_is_no_plan_is_refused_and_not_told_of_as_one_without_changes(
    tmp_path: Path, text: str
) -> None:
    file = tmp_path / "plan.json"
    message = f"{file}: holds no plan; write one with: terraform show -json PLAN > {file}\n"
    assert run(tmp_path, text) == (2, "", message)


def test_a_plan_that_is_not_there_is_told_of(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["summarize", str(tmp_path / "none.json")])
    assert (done.exit_code, done.stdout) == (1, "")
    assert "No such file or directory" in done.stderr
