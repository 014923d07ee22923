"""Synthesis of one cluster file, in a process of its own."""

import os
import subprocess
import sys
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
    done = subprocess.run(
        [sys.executable, str(CHECKOUT / "main.py"), str(file.absolute())],
        cwd=CHECKOUT,
        # Where the cdktf CLI, too, says to write.
        env={**os.environ, "CDKTF_OUTDIR": str(out)},
        capture_output=True,
        check=False,
        text=True,
    )
    if done.returncode:
        raise SynthesisError(done.stderr.strip() or done.stdout.strip())
    return out / "stacks" / cluster_name
