"""The command line of trainyard init."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.__main__ import app
from modules.config import load_cluster
from tests.cluster_files import ROOT


def run(*arguments: str) -> tuple[int, str, str]:
    """Run the command where there is nobody to ask; give its exit code and what it wrote."""
    result = CliRunner().invoke(app, ["init", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_options_make_a_file_and_it_says_what_is_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    options = ("--name", "lab", "--region", "us-east-2", "--accelerator", "H200", "--private")
    assert run(*options, "--count", "16") == (
        0,
        "wrote clusters/lab.yaml; next:\n"
        "  trainyard check clusters/lab.yaml\n"
        "  trainyard preflight clusters/lab.yaml\n",
        "",
    )
    cluster = load_cluster(Path("clusters/lab.yaml"))
    assert cluster.network.private
    assert cluster.node_groups["training"].scaling.max == 2
    assert run(*options)[0] == 2


def test_a_vpc_and_its_subnets_are_options(tmp_path: Path) -> None:
    file = str(tmp_path / "a.yaml")
    subnets = [f"--subnet=us-east-2{z}=subnet-0123456789abcde{z}1" for z in "ab"]
    vpc = ("--vpc-id", "vpc-0123456789abcdef0", *subnets)
    assert run(file, "--name", "lab", "--region", "us-east-2", *vpc)[0] == 0
    assert load_cluster(Path(file)).zones == ("us-east-2a", "us-east-2b")
    assert run(file, "--name", "lab", "--region", "us-east-2", "--subnet", "x") == (
        2,
        "",
        "--subnet: 'x' is not written as ZONE=ID; write one like "
        "us-west-2a=subnet-0123456789abcdef0\n",
    )


def test_where_nobody_can_be_asked_it_says_what_is_missing(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    code, text, said = run(str(file))
    assert (code, text) == (2, "")
    assert said.splitlines()[0] == (
        "--name: is missing; give --name, or run it on a terminal to be asked"
    )
    assert not file.exists()


def on_a_terminal(folder: Path, typed: bytes) -> tuple[int, str]:
    """Run the command on a terminal of its own, type, and give its exit code and what it showed."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "cli", "init", str(folder / "a.yaml")],
        cwd=ROOT,
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    os.close(theirs)
    os.write(ours, typed)
    shown, _ = process.communicate(timeout=60)
    os.close(ours)
    return process.returncode, shown


def test_on_a_terminal_it_asks(tmp_path: Path) -> None:
    code, shown = on_a_terminal(tmp_path, b"lab\nnowhere\nus-east-2\n\n\n\n\n")
    assert code == 0, shown
    assert "Name of the cluster [demo]: " in shown
    assert "--region: 'nowhere' is not the name of a region; write one like us-west-2" in shown
    assert load_cluster(tmp_path / "a.yaml").region == "us-east-2"


def test_the_end_of_input_ends_it_without_a_file(tmp_path: Path) -> None:
    code, shown = on_a_terminal(tmp_path, b"lab\n\x04")
    assert code == 130, shown
    assert shown.endswith("interrupted; what was started is stopped\n")
    assert not (tmp_path / "a.yaml").exists()
