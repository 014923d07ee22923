"""Wall time and memory of a command and all processes it starts. Linux only."""

import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_SAMPLE_SECONDS = 0.01
_BYTES_PER_MB = 1_000_000
_PROC = Path("/proc")


@dataclass(frozen=True)
class Measurement:
    """What one run took.

    Attributes:
        seconds: Wall time.
        largest_process_mb: Most resident memory of any one process.
        all_processes_mb: Most resident memory of all processes together, sampled.
    """

    seconds: float
    largest_process_mb: int
    all_processes_mb: int


def measure(
    command: Sequence[str | Path], environment: Mapping[str, str], folder: Path
) -> Measurement:
    """Run a command and measure it.

    Raises:
        SystemExit: The command fails; what it printed is shown.
    """
    started = time.perf_counter()
    with subprocess.Popen(
        [str(part) for part in command],
        cwd=folder,
        env=dict(environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        largest = together = 0
        while process.poll() is None:
            now = [_memory_bytes(pid) for pid in _tree(process.pid)]
            largest = max([largest, *(peak for _, peak in now)])
            together = max(together, sum(resident for resident, _ in now))
            time.sleep(_SAMPLE_SECONDS)
        seconds = time.perf_counter() - started
        output = process.communicate()[0]
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: failed:\n{output}")
    return Measurement(seconds, largest // _BYTES_PER_MB, together // _BYTES_PER_MB)


def _tree(root: int) -> list[int]:
    """Return the process and all that descend from it."""
    found, open_ = [], [root]
    while open_:
        pid = open_.pop()
        found.append(pid)
        for task in (_PROC / str(pid) / "task").glob("*/children"):
            try:
                open_ += map(int, task.read_text().split())
            except OSError:
                continue
    return found


def _memory_bytes(pid: int) -> tuple[int, int]:
    """Return resident memory now and at its most; zeros for a process that has ended."""
    try:
        lines = (_PROC / str(pid) / "status").read_text().splitlines()
    except OSError:
        return 0, 0
    values = dict(line.split(":", 1) for line in lines if ":" in line)
    return _bytes(values.get("VmRSS")), _bytes(values.get("VmHWM"))


def _bytes(text: str | None) -> int:
    return int(text.split()[0]) * 1024 if text else 0
