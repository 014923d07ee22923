"""Run all tests, those that deploy beside the others: ``python -m tools.run_tests``.

What deploys mostly waits for Terraform; the others keep a processor busy. So the two are run side
by side. Files that deploy stand in the order of a cluster's life, but know nothing of each other:
three at once share the waiting.
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.commands import ROOT

_DEPLOYING = "tests/end_to_end"
PARTS = {
    "end to end": [_DEPLOYING, "--numprocesses=3", "--dist=loadscope"],
    "all others": [f"--ignore={_DEPLOYING}"],
}
_SLOWEST = "--durations=10"
#: Terraform and its provider spend a third of their time on collecting garbage, unless they may
#: have more memory: a third more here.
_ENVIRONMENT = {"GOGC": "400"}
#: A test that hangs is shown, with what it waits for, and ends its part; the longest takes minutes.
_HANGING = ("faulthandler_timeout=1200", "faulthandler_exit_on_timeout=true")
_HEARTBEAT_SECONDS = 30.0
_POLL_SECONDS = 0.5
_INTERRUPTED = 130


@dataclass(frozen=True, kw_only=True)
class Part:
    """A run of pytest.

    Attributes:
        name: What it tests.
        process: The run.
        output: File of what it says.
    """

    name: str
    process: "subprocess.Popen[bytes]"
    output: Path

    def said(self) -> str:
        """Give all that it has said."""
        return self.output.read_text(encoding="utf-8", errors="replace")


def main(further: Sequence[str]) -> int:
    """Return 1 when a test failed, else 0.

    Args:
        further: Options of pytest, for both parts.
    """
    with TemporaryDirectory() as folder:
        parts = [
            _start(name, [*options, *further], Path(folder, f"{index}.txt"))
            for index, (name, options) in enumerate(PARTS.items())
        ]
        try:
            _wait(parts)
        except KeyboardInterrupt:
            # Ctrl-C reaches them too; they end what they have started.
            for part in parts:
                part.process.wait()
            print("interrupted", file=sys.stderr)
            return _INTERRUPTED
        for part in parts:
            print(f"\n==== {part.name}\n{part.said()}", flush=True)
    return 1 if any(part.process.returncode for part in parts) else 0


def _start(name: str, options: Sequence[str], output: Path) -> Part:
    # Two runs at once would write over each other's cache.
    limits = [option for limit in _HANGING for option in ("-o", limit)]
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", _SLOWEST, *limits]
    with output.open("wb") as file:
        process = subprocess.Popen(
            [*command, *options],
            cwd=ROOT,
            env={**_ENVIRONMENT, **os.environ},
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    return Part(name=name, process=process, output=output)


def _wait(parts: Sequence[Part]) -> None:
    started = told = time.monotonic()
    while any(part.process.poll() is None for part in parts):
        time.sleep(_POLL_SECONDS)
        if time.monotonic() - told >= _HEARTBEAT_SECONDS:
            told = time.monotonic()
            print(f"{told - started:5.0f} s: {', '.join(_progress(parts))}", flush=True)


def _progress(parts: Iterable[Part]) -> Iterable[str]:
    for part in parts:
        percents = re.findall(r"\[ *(\d+)%\]", part.said())
        yield f"{part.name} {percents[-1] if percents else 0} %"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
