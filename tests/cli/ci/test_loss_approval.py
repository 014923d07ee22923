"""A plan that loses something is applied only if that was approved by itself."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.__main__ import app
from cli.ci.loss_approval import main
from tests.cli.summary.plans import CREATE, DELETE, UPDATE, change, plan

LOST = plan(change("aws_vpc.x", DELETE), change("aws_kms_key.x", DELETE))


def asked(folder: Path, document: Any, approved: str) -> int:
    file = folder / "plan.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    return main([str(file), "--cluster=demo", f"--approved={approved}"])


@pytest.mark.parametrize("approved", ["[]", '["other"]', '["demo-2"]'])
def test_a_loss_that_nobody_approved_is_not_applied(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], approved: str
) -> None:
    assert asked(tmp_path, LOST, approved) == 2
    assert capsys.readouterr().err == (
        "demo: loses network, keys, which was not approved in the environment for losses\n"
    )


def test_a_loss_that_was_approved_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(tmp_path, LOST, '["other", "demo"]') == 0
    assert capsys.readouterr().out == "demo: loses network, keys, as was approved\n"


@pytest.mark.parametrize("actions", [CREATE, UPDATE, ["no-op"]])
def test_a_plan_that_loses_nothing_needs_no_second_word(tmp_path: Path, actions: list[str]) -> None:
    assert asked(tmp_path, plan(change("aws_vpc.x", actions)), "[]") == 0


MADE = plan(change("aws_eks_cluster.x", CREATE))


@pytest.mark.parametrize(
    ("document", "state", "kinds"),
    [
        (LOST, "", ["network", "keys"]),
        (plan(applyable=False), "", []),
        (MADE, "", []),
        # What is in a state that was left behind, the plan does not know.
        (MADE, "s3://example-terraform-state/old.tfstate", ["cluster"]),
    ],
)
def test_what_is_lost_is_kept_beside_the_plan(
    tmp_path: Path, document: Any, state: str, kinds: list[str]
) -> None:
    file, kept = tmp_path / "plan.json", tmp_path / "losses.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    options = ["summarize", str(file), f"--losses={kept}", f"--state-was={state}", "--only-changes"]
    assert CliRunner().invoke(app, options).exit_code == 0
    assert json.loads(kept.read_text(encoding="utf-8")) == kinds
