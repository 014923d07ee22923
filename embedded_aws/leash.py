"""A command on a leash: ``python leash.py PIPE COMMAND...`` ends the command when left alone.

Whoever starts this holds the other end of the pipe, and even a killed process lets go of it.
Terraform cannot do without: when its reader is gone it dies, and leaves its provider running.
"""

import os
import signal
import subprocess
import sys
import threading
from types import FrameType


def main(pipe: str, *command: str) -> int:
    """Run a command in a process group of its own, and give its exit code."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)

    def pass_on(number: int, _: FrameType | None) -> None:
        # To Terraform alone: it ends its provider itself when it is done with it.
        process.send_signal(number)

    signal.signal(signal.SIGINT, pass_on)
    threading.Thread(
        target=_end_when_left_alone, args=[int(pipe), process.pid], daemon=True
    ).start()
    return process.wait()


def _end_when_left_alone(pipe: int, process_group: int) -> None:
    os.read(pipe, 1)
    os.killpg(process_group, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
