"""Runs Terraform so that it can write its state and give its lock back, whatever ends the job.

Terraform stops by itself at one interrupt, and drops everything at a second, SIGTERM included. A
runner that cancels a step sends its process SIGINT, after 7.5 s SIGTERM, and after 2.5 s kills that
process alone; further steps have five minutes. So Terraform is told once, in a session of its own
where no other signal reaches it, and writes to a file, which outlives the step's pipe; ``--wait``
in a later step waits for its end.

Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-cancellation,
https://github.com/actions/runner/blob/v2.337.0/src/Runner.Sdk/ProcessInvoker.cs, and
https://github.com/hashicorp/terraform/blob/v1.11.4/commands.go (makeShutdownCh), 2026-11-25
"""

import argparse
import contextlib
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

_PAUSE_SECONDS = 0.1


class Gently:
    """A command that is asked to stop once, however often one asks."""

    def __init__(self, folder: Path) -> None:
        """Run nothing yet.

        Args:
            folder: Where output and process id are kept.
        """
        self._folder = folder
        self._output = folder / "output"
        self._shown = 0
        #: Why it should stop, once it should.
        self._reason: str | None = None

    def run(self, command: Sequence[str], seconds: float) -> int:
        """Run a command, show what it writes, and return what it ends with.

        Args:
            command: The command.
            seconds: After how long it is asked to stop by itself.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        for one in (signal.SIGINT, signal.SIGTERM):
            signal.signal(one, self._signalled)
        end = time.monotonic() + seconds
        with self._output.open("wb") as output:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        (self._folder / "pid").write_text(str(process.pid), encoding="utf-8")
        asked = False
        while process.poll() is None:
            if time.monotonic() > end:
                self._reason = self._reason or f"its {seconds / 60:.0f} minutes are over"
            if self._reason and not asked:
                asked = True
                say(f"{self._reason}: it is asked to stop, and waited for")
                process.send_signal(signal.SIGINT)
            self._show()
            time.sleep(_PAUSE_SECONDS)
        self._show()
        (self._folder / "pid").unlink()
        # What a shell makes of a signal.
        code = process.returncode
        return code if code >= 0 else 128 - code

    def wait(self, seconds: float) -> int:
        """Wait for a command that outlived its step, and show the rest of what it writes.

        Args:
            seconds: How long, at the most.
        """
        pid = self._folder / "pid"
        if not pid.exists():
            return 0
        shown = self._folder / "shown"
        self._shown = int(shown.read_text(encoding="utf-8")) if shown.exists() else 0
        number = int(pid.read_text(encoding="utf-8"))
        end = time.monotonic() + seconds
        while _runs(number) and time.monotonic() < end:
            self._show()
            time.sleep(_PAUSE_SECONDS)
        self._show()
        if _runs(number):
            say("it still runs, and ends with the job: its lock may stay (terraform force-unlock)")
            return 1
        say("it has ended by itself")
        return 0

    def _signalled(self, number: int, _frame: FrameType | None) -> None:
        self._reason = self._reason or f"{signal.Signals(number).name} came"

    def _show(self) -> None:
        with self._output.open("rb") as output:
            output.seek(self._shown)
            new = output.read()
        self._shown += len(new)
        (self._folder / "shown").write_text(str(self._shown), encoding="utf-8")
        # Nobody may be left to read it.
        with contextlib.suppress(OSError):
            sys.stdout.buffer.write(new)
            sys.stdout.buffer.flush()


def say(text: str) -> None:
    """Tell what happens to the command."""
    with contextlib.suppress(OSError):
        print(f"stop_gently: {text}", flush=True)


def _runs(number: int) -> bool:
    """Tell whether a process runs; one that only waits for its parent to look does not."""
    try:
        stat = Path(f"/proc/{number}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def main(arguments: Sequence[str] | None = None) -> int:
    """Return what the command ends with."""
    parser = argparse.ArgumentParser(prog="python3 -m cli.ci.stop_gently", description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="where its output is kept")
    parser.add_argument("--minutes", type=float, required=True, help="how long, at the most")
    parser.add_argument("--wait", action="store_true", help="wait for what runs already")
    parser.add_argument("command", nargs=argparse.REMAINDER, help="what to run")
    given = parser.parse_args(arguments)
    gently, seconds = Gently(given.folder), given.minutes * 60
    return gently.wait(seconds) if given.wait else gently.run(given.command, seconds)


if __name__ == "__main__":
    sys.exit(main())
