"""Exit codes and messages of the command line."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.__main__ import app
from tests.cluster_files import ROOT

DEMO = str(ROOT / "clusters" / "demo.yaml")


def run(*arguments: str) -> tuple[int, str]:
    """Run a command, and give its exit code and what it wrote to stderr."""
    result = CliRunner().invoke(app, arguments)
    return result.exit_code, result.stderr


def test_a_wrong_file_exits_2_with_all_that_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text("name: wrong name\n")
    code, message = run("demo", str(file))
    assert code == 2
    assert f"{file}:1: name: " in message
    assert "region" in message


@pytest.mark.parametrize("options", [[], ["--keep"]])
def test_without_terraform_the_demo_exits_3_with_one_sentence(
    monkeypatch: pytest.MonkeyPatch, options: list[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    assert run("demo", DEMO, *options) == (
        3,
        "terraform is not on the PATH: install Terraform 1.11 or newer "
        "(https://developer.hashicorp.com/terraform/install)\n",
    )


@pytest.mark.parametrize("error", [KeyboardInterrupt()])
def test_ctrl_c_exits_130(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def interrupted(*_: object) -> None:
        raise error

    monkeypatch.setattr("cli.demo.run_demo", interrupted)
    assert run("demo", DEMO) == (130, "interrupted; what was started is stopped\n")


def test_a_missing_state_bucket_file_is_told_of() -> None:
    assert run("state-bucket", "no-such.yaml") == (2, "no-such.yaml: no such file\n")


def test_without_terraform_no_state_bucket_is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    file = str(ROOT / "examples" / "state-bucket" / "state-bucket.yaml")
    code, message = run("state-bucket", file)
    assert code == 3
    assert message.startswith("terraform is not on the PATH")
