"""Synthesis of one file, in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]


class SynthesisError(Exception):
    """``main.py`` did not synthesize a file; the text is what it said."""


def synthesize(file: Path, cluster_name: str, out: Path) -> Path:
    """Synthesize a cluster file that was found right, and give the folder of its stack.

    Args:
        file: The cluster file.
        cluster_name: Name of the cluster in it.
        out: Folder for the output.

    Raises:
        SynthesisError: If it fails.
    """
    return _synthesize([str(file.absolute())], cluster_name, out)


def synthesize_state_bucket(file: Path, stack_name: str, out: Path) -> Path:
    """Synthesize a state bucket file, as `synthesize` does a cluster file."""
    return _synthesize(["--state-bucket", str(file.absolute())], stack_name, out)


def _synthesize(arguments: Sequence[str], stack: str, out: Path) -> Path:
    done = subprocess.run(
        [sys.executable, str(CHECKOUT / "main.py"), *arguments],
        cwd=CHECKOUT,
        # Where the cdktf CLI, too, says to write.
        env={**os.environ, "CDKTF_OUTDIR": str(out)},
        capture_output=True,
        check=False,
        text=True,
    )
    if done.returncode:
        raise SynthesisError(done.stderr.strip() or done.stdout.strip())
    return out / "stacks" / stack
