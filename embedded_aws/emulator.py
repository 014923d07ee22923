"""The AWS emulator as a process of our own."""

import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from types import MappingProxyType

from embedded_aws.conditions import Conditions
from embedded_aws.faults import Fault
from embedded_aws.layer import CONDITIONS_PATH, FAULTS_PATH, HARMS_PATH, PROCESS_PATH
from embedded_aws.recording import recorded_requests
from embedded_aws.requests import Members
from embedded_aws.serve import DETACHED

_LOOPBACK = "127.0.0.1"
_HEALTH_PATH = "/_ministack/health"
_DEADLINE_SECONDS = 60.0
_ANSWER_SECONDS = 5.0
_POLL_SECONDS = 0.1
_STOP_SECONDS = 5.0
_LINES_OF_LOG = 20
_CHECKOUT = Path(__file__).parents[1]


class EmulatorDidNotStartError(Exception):
    """The emulator's process ended, or did not answer in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Emulator:
    """A running emulator.

    Attributes:
        port: Port on the loopback interface.
        process_id: Its process.
        folder: Its log, its record of requests and whatever it writes.
    """

    port: int
    process_id: int
    folder: Path

    @property
    def url(self) -> str:
        """Endpoint of every AWS service."""
        return f"http://{_LOOPBACK}:{self.port}"

    def requests(self) -> Sequence[Members]:
        """Give the requests so far, in order of arrival; see `Recorder` for their members."""
        return list(recorded_requests(_record_file(self.folder)))

    def set_faults(self, faults: Iterable[Fault]) -> None:
        """Put faults in force in place of those that were."""
        body = json.dumps([fault.to_json() for fault in faults])
        _request(self.port, "POST", FAULTS_PATH, body)

    def set_conditions(self, conditions: Conditions) -> None:
        """Let conditions hold in place of those that did."""
        _request(self.port, "POST", CONDITIONS_PATH, json.dumps(conditions.to_json()))

    def harms(self) -> Sequence[str]:
        """Give what was allowed so far though it harmed what runs, in order; see `Harm`."""
        harms: list[str] = self._harm_report()["harms"]
        return harms

    def missed_keys(self) -> Sequence[str]:
        """Give the keys that cannot be used while something needs them, with who does."""
        missed: list[str] = self._harm_report()["missed_keys"]
        return missed

    def _harm_report(self) -> Members:
        report: Members = json.loads(_request(self.port, "GET", HARMS_PATH))
        return report


@contextlib.contextmanager
def running_emulator(*, deadline_seconds: float = _DEADLINE_SECONDS) -> Iterator[Emulator]:
    """Run an emulator that ends with the block, and with this process however that ends.

    Raises:
        EmulatorDidNotStartError: If it does not answer in time; with the end of its log.
    """
    folder = Path(tempfile.mkdtemp(prefix="trainyard-emulator-"))
    try:
        process, port = _start(folder, options=())
        try:
            _wait_until_healthy(process, port, folder, deadline_seconds)
            yield Emulator(port=port, process_id=process.pid, folder=folder)
        finally:
            _stop(process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def start_detached_emulator(*, deadline_seconds: float = _DEADLINE_SECONDS) -> Emulator:
    """Run an emulator that outlives this process; end it with `stop_detached_emulator`.

    Raises:
        EmulatorDidNotStartError: If it does not answer in time; with the end of its log.
    """
    folder = Path(tempfile.mkdtemp(prefix="trainyard-emulator-"))
    process, port = _start(folder, options=(DETACHED,))
    try:
        _wait_until_healthy(process, port, folder, deadline_seconds)
    except BaseException:
        _stop(process)
        shutil.rmtree(folder, ignore_errors=True)
        raise
    # Whoever ends it later is another process; this one must not warn that it runs on.
    process.returncode = 0
    return Emulator(port=port, process_id=process.pid, folder=folder)


def stop_detached_emulator(emulator: Emulator) -> None:
    """End an emulator another process started, if it still runs, and remove its folder."""
    if is_running(emulator):
        os.kill(emulator.process_id, signal.SIGKILL)
    shutil.rmtree(emulator.folder, ignore_errors=True)


def is_running(emulator: Emulator) -> bool:
    """Whether this very emulator answers, and not another process that got its port."""
    try:
        answer = json.loads(_request(emulator.port, "GET", PROCESS_PATH))
    except (OSError, http.client.HTTPException, json.JSONDecodeError):
        return False
    return bool(answer["process_id"] == emulator.process_id)


def _start(folder: Path, options: Sequence[str]) -> tuple["subprocess.Popen[bytes]", int]:
    # Bound here and handed over, so that no other process can take the port in between.
    with socket.create_server((_LOOPBACK, 0)) as listener:
        port = int(listener.getsockname()[1])
        command = [sys.executable, "-m", "embedded_aws.serve", str(listener.fileno())]
        with _log_file(folder).open("wb") as log:
            process = subprocess.Popen(
                [*command, str(_record_file(folder)), *options],
                stdin=subprocess.DEVNULL if DETACHED in options else subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=folder,
                env=dict(_environment(folder, port)),
                pass_fds=[listener.fileno()],
                # Ctrl-C is for us: the emulator must last until everything in it is destroyed.
                start_new_session=True,
            )
    return process, port


def _environment(folder: Path, port: int) -> Mapping[str, str]:
    """Give the emulator an environment that has nothing of the user's AWS settings or Docker.

    Source: the environment variables ministack's modules read.
    """
    inherited = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return MappingProxyType(
        {
            **inherited,
            "PYTHONPATH": str(_CHECKOUT),
            "HOME": str(folder),
            "TMPDIR": str(folder),
            "S3_DATA_DIR": str(folder / "s3"),
            "GATEWAY_PORT": str(port),
            "MINISTACK_HOST": _LOOPBACK,
            "DOCKER_HOST": f"unix://{folder}/no-docker",
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
        }
    )


def _wait_until_healthy(
    process: "subprocess.Popen[bytes]", port: int, folder: Path, deadline_seconds: float
) -> None:
    deadline = time.monotonic() + deadline_seconds
    while process.poll() is None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            _request(port, "GET", _HEALTH_PATH)
            return
        if time.monotonic() > deadline:
            _stop(process)
            message = f"the emulator did not answer within {deadline_seconds:g} s"
            raise EmulatorDidNotStartError(_with_log(message, folder))
        time.sleep(_POLL_SECONDS)
    message = f"the emulator ended with exit code {process.returncode} before it answered"
    raise EmulatorDidNotStartError(_with_log(message, folder))


def _request(port: int, method: str, path: str, body: str | None = None) -> bytes:
    connection = http.client.HTTPConnection(_LOOPBACK, port, timeout=_ANSWER_SECONDS)
    with contextlib.closing(connection):
        connection.request(method, path, body)
        response = connection.getresponse()
        if response.status != HTTPStatus.OK:
            message = f"{method} {path} got HTTP status {response.status}"
            raise http.client.HTTPException(message)
        return response.read()


def _stop(process: "subprocess.Popen[bytes]") -> None:
    # It keeps nothing that is worth a graceful end.
    process.kill()
    process.wait(timeout=_STOP_SECONDS)
    if process.stdin is not None:
        process.stdin.close()


def _with_log(message: str, folder: Path) -> str:
    log = _log_file(folder).read_text(encoding="utf-8", errors="replace")
    return "\n".join([f"{message}; the end of its log:", *log.splitlines()[-_LINES_OF_LOG:]])


def _log_file(folder: Path) -> Path:
    return folder / "emulator.log"


def _record_file(folder: Path) -> Path:
    return folder / "requests.jsonl"
