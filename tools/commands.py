"""Running the commands that checks are made of."""

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]


def run_all(commands: Sequence[tuple[str, Sequence[str]]]) -> int:
    """Run named commands one after the other, all of them; return 1 if any failed, else 0."""
    failed = []
    for name, command in commands:
        started = time.monotonic()
        print(f"{name} ...", flush=True)
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            failed.append(name)
        print(f"{name}: {time.monotonic() - started:.1f} s", flush=True)
    for name in failed:
        print(f"failed: {name}", file=sys.stderr)
    return 1 if failed else 0
