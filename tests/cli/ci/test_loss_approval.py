"""A plan that loses something is applied only if that was approved by itself."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.__main__ import app
from cli.ci import losing_plans
from cli.ci.loss_approval import main
from tests.cli.summary.plans import CREATE, DELETE, UPDATE, change, plan

LOST = plan(change("aws_vpc.x", DELETE), change("aws_kms_key.x", DELETE))


def asked(folder: Path, document: Any, *losing: str, until: str = "2999-01-31") -> int:
    file, stack = folder / "plan.json", folder / "demo"
    stack.mkdir()
    leave = {"what": ["network", "keys"], "until": until}
    (stack / "cdk.tf.json").write_text(json.dumps({"//": {"allow_destroy": leave}}), "utf-8")
    file.write_text(json.dumps(document), encoding="utf-8")
    approved = json.dumps([{"cluster": name, "loses": "network, keys"} for name in losing])
    return main([str(file), f"--stack={stack}", f"--approved={approved}"])


@pytest.mark.parametrize("losing", [(), ("other",), ("demo-2", "dem")])
def test_a_loss_that_nobody_approved_is_not_applied(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], losing: tuple[str, ...]
) -> None:
    assert asked(tmp_path, LOST, *losing) == 2
    assert capsys.readouterr().err == (
        "demo: loses network, keys, which was not approved in the environment for losses\n"
    )


def test_a_loss_that_its_file_no_longer_allows_is_not_applied_however_it_was_approved(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(tmp_path, LOST, "demo", until="2026-11-24") == 2
    assert "and leave to do so ended on 2026-11-24; " in capsys.readouterr().err


def test_a_loss_that_was_approved_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(tmp_path, LOST, "other", "demo") == 0
    assert capsys.readouterr().out == "demo: loses network, keys, as was approved\n"


@pytest.mark.parametrize("actions", [CREATE, UPDATE, ["no-op"]])
def test_a_plan_that_loses_nothing_needs_no_second_word(tmp_path: Path, actions: list[str]) -> None:
    assert asked(tmp_path, plan(change("aws_vpc.x", actions))) == 0


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


def test_the_plans_that_lose_something_are_listed_with_what_they_lose(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, kinds in {"a": "[]", "b": '["network", "keys"]'}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "losses.json").write_text(kinds, encoding="utf-8")
    clusters = json.dumps([{"cluster": name, "region": "us-west-2"} for name in ("a", "b")])
    assert losing_plans.main([f"--clusters={clusters}", f"--stacks={tmp_path}"]) == 0
    name, _, losing = capsys.readouterr().out.partition("=")
    assert name == "losing"
    assert json.loads(losing) == [{"cluster": "b", "loses": "network, keys"}]


def test_a_plan_of_which_nobody_kept_what_it_loses_is_none_that_loses_nothing(
    tmp_path: Path,
) -> None:
    with pytest.raises(FileNotFoundError):
        losing_plans.main(['--clusters=[{"cluster": "a"}]', f"--stacks={tmp_path}"])
