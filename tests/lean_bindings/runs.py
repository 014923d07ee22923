"""Running programs in processes of their own, with stock or with lean bindings."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_TIMEOUT_SECONDS = 300.0


@dataclass(frozen=True)
class Run:
    """What a program printed."""

    output: str
    remarks: list[str]


def environment(cache: Path, **changes: str) -> dict[str, str]:
    """Return the environment of a program with a cache of its own."""
    return {
        **os.environ,
        "LEAN_BINDINGS": "on",
        "LEAN_BINDINGS_CACHE": str(cache),
        "PYTHONPATH": str(ROOT),
        **changes,
    }


def start(program: str, variables: Mapping[str, str], *arguments: str) -> subprocess.Popen[str]:
    """Start a Python program, given its source or, after ``-m``, its name."""
    command = program.split() if program.startswith("-m ") else ["-c", program]
    return subprocess.Popen(
        [sys.executable, *command, *arguments],
        env=dict(variables),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> Run:
    """Wait for a program, which must succeed."""
    output, remarks = process.communicate(timeout=_TIMEOUT_SECONDS)
    assert process.returncode == 0, remarks
    return Run(output, remarks.splitlines())


def run(program: str, variables: Mapping[str, str], *arguments: str) -> Run:
    """Run a Python program to its end."""
    return finish(start(program, variables, *arguments))
