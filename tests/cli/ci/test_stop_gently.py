"""Terraform stops once, by itself, and is waited for, whatever ends the job."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.ci.workflows import ROOT, script

CLUSTERS = ROOT / "ci" / "github" / "clusters.yml"
#: Stops two seconds after one interrupt; at a second signal it would drop everything.
TERRAFORM = """\
import signal, sys, time
from pathlib import Path

signals, done = [], Path(sys.argv[0]).with_name("done")
def note(number, frame):
    signals.append(signal.Signals(number).name)
    print("interrupted", flush=True)
for one in (signal.SIGINT, signal.SIGTERM):
    signal.signal(one, note)
print(*sys.argv[1:], flush=True)
end = time.monotonic() + float(Path(sys.argv[0]).with_name("seconds").read_text())
while time.monotonic() < end and not signals:
    time.sleep(0.02)
if signals:
    time.sleep(2)
    print("state written", flush=True)
done.write_text(" ".join(signals))
sys.exit(1 if signals else 0)
"""


#: The steps that hold the lock, by job, with what they call Terraform with.
HOLDERS = {
    "plan": ("Plan", "plan -lock-timeout=5m -out=plan"),
    "apply": ("Apply", "apply -lock-timeout=10m plan"),
}


class Step:
    """A step of a job with a Terraform of ours, as a runner starts it."""

    def __init__(self, folder: Path, name: str, seconds: float = 60, job: str = "apply") -> None:
        program = folder / "bin" / "terraform"
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!{sys.executable}\n{TERRAFORM}", encoding="utf-8")
        program.chmod(0o755)
        (program.parent / "seconds").write_text(str(seconds), encoding="utf-8")
        self.done = program.parent / "done"
        written = folder / "step.sh"
        written.write_text(script(CLUSTERS, job, name), encoding="utf-8")
        environment = {
            "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
            "CLUSTER": "a",
            "TRAINYARD": ".",
            "RUNNER_TEMP": str(folder),
        }
        self.process = subprocess.Popen(
            ["bash", "-euo", "pipefail", str(written)],  # noqa: S607
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def starts(self, job: str = "apply") -> None:
        """Wait until Terraform runs."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line == f"-chdir=cdktf.out/stacks/a {HOLDERS[job][1]}\n"

    def ends(self) -> tuple[int, str]:
        """Give the exit code and what else the step says."""
        said = self.process.communicate(timeout=60)[0]
        return self.process.returncode, said


def test_an_apply_that_is_let_alone_ends_as_terraform_does(tmp_path: Path) -> None:
    step = Step(tmp_path, "Apply", seconds=0.2)
    step.starts()
    assert step.ends() == (0, "")
    assert step.done.read_text(encoding="utf-8") == ""
    assert Step(tmp_path, "Wait for Terraform").ends() == (0, "")


@pytest.mark.parametrize("job", HOLDERS)
def test_what_is_cancelled_is_interrupted_once_and_its_step_shows_the_end(
    tmp_path: Path, job: str
) -> None:
    step = Step(tmp_path, HOLDERS[job][0], job=job)
    step.starts(job)
    # To the step's process alone, as runners do, and again later.
    step.process.send_signal(signal.SIGINT)
    time.sleep(0.5)
    step.process.send_signal(signal.SIGTERM)
    code, said = step.ends()
    assert code == 1
    assert said.splitlines() == [
        "stop_gently: SIGINT came: it is asked to stop, and waited for",
        "interrupted",
        "state written",
    ]
    assert step.done.read_text(encoding="utf-8") == "SIGINT"


def test_an_apply_outlives_its_step_and_a_later_one_waits_for_it(tmp_path: Path) -> None:
    step = Step(tmp_path, "Apply")
    step.starts()
    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        step.process.send_signal(one)
        time.sleep(0.4)
    # The runner lets go of the step's output, which would end whoever still writes to it.
    assert step.process.stdout is not None
    step.process.stdout.close()
    assert step.process.wait() == -signal.SIGKILL
    assert not step.done.exists()
    code, said = Step(tmp_path, "Wait for Terraform").ends()
    assert code == 0
    assert said.splitlines()[-2:] == ["state written", "stop_gently: it has ended by itself"]
    assert step.done.read_text(encoding="utf-8") == "SIGINT"


@pytest.fixture
def terraform(tmp_path: Path) -> Path:
    step = Step(tmp_path, "Wait for Terraform")
    step.ends()
    return tmp_path / "bin" / "terraform"


def gently(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "cli.ci.stop_gently", f"--folder={folder}", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False, text=True)


def test_what_takes_too_long_is_interrupted_before_the_job_is(
    tmp_path: Path, terraform: Path
) -> None:
    done = gently(tmp_path / "f", "--minutes=0.01", str(terraform), "apply")
    assert done.returncode == 1
    assert "its 0 minutes are over: it is asked to stop, and waited for\n" in done.stdout
    assert done.stdout.endswith("state written\n")
    assert (terraform.parent / "done").read_text(encoding="utf-8") == "SIGINT"


def test_what_does_not_stop_is_told_with_what_stays(tmp_path: Path) -> None:
    folder = tmp_path / "f"
    folder.mkdir()
    (folder / "output").touch()
    (folder / "pid").write_text(str(os.getpid()), encoding="utf-8")
    done = gently(folder, "--minutes=0.005", "--wait")
    assert done.returncode == 1
    assert done.stdout == (
        "stop_gently: it still runs, and ends with the job: its lock may stay "
        "(terraform force-unlock)\n"
    )


def test_a_signal_that_ends_a_command_is_told_as_shells_do(tmp_path: Path) -> None:
    done = gently(tmp_path, "--minutes=1", "sh", "-c", "kill -9 $$")
    assert done.returncode == 128 + signal.SIGKILL
