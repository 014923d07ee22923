"""The emulator's process: ``python -m embedded_aws.serve SOCKET RECORD [--detached]``.

It serves an open socket that it inherits. Unless detached it lives as long as its standard input is
open: whoever started it holds the other end, and even a killed process lets go of it.
"""

import asyncio
import os
import shutil
import sys
import threading
from pathlib import Path
from typing import cast

from hypercorn.asyncio import serve
from hypercorn.config import Config
from hypercorn.typing import Framework

from embedded_aws.layer import Layer
from embedded_aws.recording import Recorder

DETACHED = "--detached"
#: Terraform keeps its connections, for 90 s when idle (Go's own default) and for any number of
#: requests; dropping one first makes it send a request again that was already carried out.
_KEEP_ALIVE_SECONDS = 3600
_KEEP_ALIVE_REQUESTS = 10**9


def main(socket: str, record: str, *options: str) -> None:
    """Serve until told to stop, or until nobody is left who could tell."""
    if DETACHED not in options:
        folder = Path(record).parent
        threading.Thread(target=_exit_when_left_alone, args=[folder], daemon=True).start()
    # Its import reads the environment, which the parent process has set.
    from ministack.app import app  # noqa: PLC0415

    config = Config()
    config.bind = [f"fd://{socket}"]
    config.keep_alive_timeout = _KEEP_ALIVE_SECONDS
    config.keep_alive_max_requests = _KEEP_ALIVE_REQUESTS
    config.graceful_timeout = 0.0
    layer = Layer(app, Recorder(Path(record)))
    asyncio.run(serve(cast(Framework, layer), config))


def _exit_when_left_alone(folder: Path) -> None:
    # Unbuffered, because the interpreter itself closes the buffered one when it ends.
    os.read(sys.stdin.fileno(), 1)
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
