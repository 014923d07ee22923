"""Running Terraform: stand-ins show what is sent to it and what becomes of what it says."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from embedded_aws.progress import Progress
from embedded_aws.terraform import (
    Terraform,
    TerraformError,
    TerraformNotFoundError,
    find_terraform,
)

ROOT = Path(__file__).parents[2]
DIAGNOSTICS = """
echo '{"type": "version"}'
echo '{"type": "diagnostic", "diagnostic": {"severity": "warning", "summary": "old"}}'
tr -d '\\n' <<END
{"type": "diagnostic", "diagnostic":
 {"severity": "error", "summary": "no such role", "detail": "x", "address": "aws_iam_role.x"}}
END
exit 1
"""
APPLY = """
echo '{"type": "apply_start", "hook": {"resource": {"addr": "aws_vpc.x"}, "action": "create"}}'
echo '{"type": "apply_complete", "hook":
 {"resource": {"addr": "aws_vpc.x"}, "action": "create", "elapsed_seconds": 2}}' | tr -d '\\n'
"""
#: Ends by itself when it is told to, as Terraform does, and says so.
PATIENT = """
trap 'echo stopped > told; exit 1' INT
touch started
while true; do sleep 0.05; done
"""
#: Takes no notice of anything but its own process, which has a process of its own.
DEAF = """
trap '' INT TERM PIPE
(while true; do sleep 0.05; date > alive; done) &
touch started
while true; do sleep 0.05; done
"""
INTERRUPTED = """
import sys
from pathlib import Path
from embedded_aws.terraform import Terraform
terraform = Terraform(
    Path(sys.argv[1]), Path(sys.argv[2]), environment={}, download_environment={}
)
try:
    terraform.apply()
except KeyboardInterrupt:
    Path(sys.argv[2], "interrupted").touch()
"""


def stand_in(folder: Path, script: str) -> Path:
    """Write a Terraform of our own."""
    binary = folder / "terraform"
    binary.write_text(f"#!/bin/sh\n{script}")
    binary.chmod(0o755)
    return binary


def runner(folder: Path, script: str) -> Terraform:
    environment = {"PATH": os.defpath}
    binary = stand_in(folder, script)
    return Terraform(binary, folder, environment=environment, download_environment=environment)


def test_a_missing_terraform_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(TerraformNotFoundError) as error:
        find_terraform()
    assert str(error.value) == (
        "terraform is not on the PATH: install Terraform 1.11 or newer "
        "(https://developer.hashicorp.com/terraform/install)"
    )


@pytest.mark.parametrize(
    ("version", "is_enough"), [("1.10.5", False), ("1.11.0", True), ("2.0.0", True)]
)
def test_terraform_must_be_new_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, is_enough: bool
) -> None:
    binary = stand_in(tmp_path, f'echo \'{{"terraform_version": "{version}"}}\'\n')
    monkeypatch.setenv("PATH", str(tmp_path))
    if is_enough:
        assert find_terraform() == binary
    else:
        with pytest.raises(TerraformNotFoundError) as error:
            find_terraform()
        assert str(error.value) == f"{binary} is Terraform 1.10.5: install Terraform 1.11 or newer"


def test_a_failed_apply_says_what_terraform_says(tmp_path: Path) -> None:
    with pytest.raises(TerraformError) as error:
        runner(tmp_path, DIAGNOSTICS).apply()
    assert str(error.value) == "aws_iam_role.x: no such role\nx"


def test_a_failed_init_says_what_terraform_says(tmp_path: Path) -> None:
    with pytest.raises(TerraformError, match=r"^no provider$"):
        runner(tmp_path, "echo no provider >&2; exit 1").init()


def test_an_apply_tells_each_step_of_each_resource(tmp_path: Path) -> None:
    steps: list[Progress] = []
    runner(tmp_path, APPLY).apply(steps.append)
    assert [(step.address, step.action, step.stage, step.elapsed_seconds) for step in steps] == [
        ("aws_vpc.x", "create", "start", 0.0),
        ("aws_vpc.x", "create", "complete", 2),
    ]


def wait_for(file: Path) -> None:
    deadline = time.monotonic() + 60
    while not file.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert file.exists()


def test_terraform_and_its_provider_end_with_a_process_that_is_killed(tmp_path: Path) -> None:
    binary = stand_in(tmp_path, DEAF)
    with subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, str(binary), str(tmp_path)], cwd=ROOT
    ) as process:
        wait_for(tmp_path / "alive")
        process.kill()
    time.sleep(0.5)
    (tmp_path / "alive").unlink()
    time.sleep(0.5)
    assert not (tmp_path / "alive").exists()


def test_ctrl_c_reaches_terraform_and_is_waited_for(tmp_path: Path) -> None:
    binary = stand_in(tmp_path, PATIENT)
    with subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, str(binary), str(tmp_path)], cwd=ROOT
    ) as process:
        wait_for(tmp_path / "started")
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 0
    assert (tmp_path / "told").read_text() == "stopped\n"
    assert (tmp_path / "interrupted").exists()
