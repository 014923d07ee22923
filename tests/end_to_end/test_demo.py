"""The demo as a process: however it ends, nothing it started is left."""

import http.client
import io
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

import cli.demo
from cli.demo import DemoFailedError, kept_demos, run_and_keep_demo
from cli.story import Story
from embedded_aws.layer import PROCESS_PATH
from tests.cluster_files import ROOT

SMALLEST = ROOT / "examples" / "smallest.yaml"
_DEADLINE_SECONDS = 20.0


def answers(port: int) -> bool:
    """Whether an emulator answers at a port."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", PROCESS_PATH)
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    else:
        return True
    finally:
        connection.close()


def falls_silent(port: int) -> bool:
    """Whether nothing answers at a port any more after a while."""
    deadline = time.monotonic() + _DEADLINE_SECONDS
    while answers(port):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


@pytest.fixture
def demo() -> Iterator["subprocess.Popen[str]"]:
    """A demo of its own process."""
    with subprocess.Popen(
        [sys.executable, "-u", "-m", "cli", "demo", str(SMALLEST)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        process.kill()


def port_when_applying(demo: "subprocess.Popen[str]") -> int:
    """Follow a demo until Terraform has made something, and give the emulator's port."""
    assert demo.stdout is not None
    port = None
    for line in demo.stdout:
        found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
        port = int(found[1]) if found else port
        if "] created" in line:
            break
    assert port is not None
    assert answers(port)
    return port


def test_a_killed_demo_leaves_no_emulator(demo: "subprocess.Popen[str]") -> None:
    port = port_when_applying(demo)
    demo.kill()
    assert falls_silent(port)


@pytest.mark.parametrize("signal_", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_demo_stops_what_it_started(
    demo: "subprocess.Popen[str]", signal_: signal.Signals
) -> None:
    port = port_when_applying(demo)
    demo.send_signal(signal_)
    _, message = demo.communicate(timeout=60)
    assert demo.returncode == 130
    assert message == "interrupted; what was started is stopped\n"
    assert not answers(port)


def test_a_kept_demo_can_be_looked_at_until_it_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli.demo, "_PRIVATE_FOLDER", tmp_path)
    out = io.StringIO()
    run_and_keep_demo(SMALLEST, Story(Console(file=out, width=200)))
    try:
        told = out.getvalue()
        port = int(re.findall(r"http://127\.0\.0\.1:(\d+)", told)[-1])
        assert answers(port)
        assert "stop it:   make demo-stop" in told
        # Version 1 of the AWS CLI reads one of them, version 2 prefers the other.
        assert "AWS_REGION=us-west-2 AWS_DEFAULT_REGION=us-west-2 aws eks describe-cluster" in told
        assert (tmp_path / "demos" / "smallest" / "kubeconfig").is_file()
        with pytest.raises(DemoFailedError, match="a demo of 'smallest' is kept already"):
            run_and_keep_demo(SMALLEST, Story(Console(file=out, width=200)))
    finally:
        assert kept_demos().stop() == ["smallest"]
    assert falls_silent(port)
