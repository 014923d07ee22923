"""Starting and stopping the emulator."""

import http.client
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from embedded_aws import emulator as module
from embedded_aws.emulator import (
    Emulator,
    EmulatorDidNotStartError,
    is_running,
    running_emulator,
    start_detached_emulator,
    stop_detached_emulator,
)

ROOT = Path(__file__).parents[2]
START_AND_WAIT = """
import sys, time
from embedded_aws.emulator import running_emulator
with running_emulator() as emulator:
    print(emulator.port, emulator.process_id, emulator.folder, flush=True)
    time.sleep(60)
"""


def ends_soon(emulator: Emulator) -> bool:
    """Whether an emulator and its folder are gone within a few seconds."""
    deadline = time.monotonic() + 60
    while is_running(emulator) or emulator.folder.exists():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_an_emulator_lasts_as_long_as_its_block() -> None:
    with running_emulator() as emulator:
        assert is_running(emulator)
        assert emulator.folder.is_dir()
    assert not is_running(emulator)
    assert not emulator.folder.exists()


def test_an_emulator_ends_when_its_block_fails() -> None:
    with pytest.raises(LookupError), running_emulator() as emulator:
        raise LookupError
    assert not is_running(emulator)


def test_an_emulator_listens_on_this_machine_only(emulator: Emulator) -> None:
    socket.create_connection(("127.0.0.1", emulator.port)).close()
    # Another address of this machine, which a listener on all of them would answer at.
    with pytest.raises(OSError, match=r"refused|assign"):
        socket.create_connection(("127.0.0.2", emulator.port), timeout=5)


def test_an_emulator_ends_when_the_process_that_started_it_is_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", START_AND_WAIT], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as starter:
        assert starter.stdout is not None
        port, process_id, folder = starter.stdout.readline().split()
        emulator = Emulator(port=int(port), process_id=int(process_id), folder=Path(folder))
        assert is_running(emulator)
        starter.kill()
    assert ends_soon(emulator)


def test_a_detached_emulator_lasts_until_it_is_stopped() -> None:
    emulator = start_detached_emulator()
    try:
        assert is_running(emulator)
    finally:
        stop_detached_emulator(emulator)
    assert ends_soon(emulator)
    # Once more does no harm.
    stop_detached_emulator(emulator)


def test_an_emulator_of_another_process_is_not_taken_for_this_one(emulator: Emulator) -> None:
    other = Emulator(port=emulator.port, process_id=1, folder=Path("/nowhere"))
    assert not is_running(other)


def test_an_emulator_that_fails_shows_the_end_of_its_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        module, "_record_file", lambda folder: folder / "missing" / "requests.jsonl"
    )
    with pytest.raises(EmulatorDidNotStartError) as error, running_emulator():
        pass
    first, *log = str(error.value).splitlines()
    assert first == "the emulator ended with exit code 1 before it answered; the end of its log:"
    assert "No such file or directory" in log[-1]


def test_an_emulator_that_does_not_answer_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> bytes:
        raise http.client.HTTPException

    monkeypatch.setattr(module, "_request", never)
    with (
        pytest.raises(EmulatorDidNotStartError, match=r"did not answer within 0\.2 s"),
        running_emulator(deadline_seconds=0.2),
    ):
        pass
