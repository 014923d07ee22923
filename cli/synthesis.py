"""Synthesis of one file, in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
_CLUSTERS = "clusters"
_OUTPUT = "cdktf.out"


class SynthesisError(Exception):
    """``main.py`` did not synthesize a file; the text is what it said."""


class NoClusterFileError(Exception):
    """There is nothing to synthesize, or not in one place."""


def project_folder(file: Path) -> Path:
    """Give the folder that a file's output and local state belong to, wherever a command runs.

    It is the folder that ``clusters/`` lies in, or the file's own.
    """
    file = file.absolute()
    above = next((parent for parent in file.parents if parent.name == _CLUSTERS), None)
    return file.parent if above is None else above.parent


def chosen_files(files: Sequence[Path]) -> Sequence[Path]:
    """Give the cluster files that are named, or those in ``clusters/`` of the current folder.

    Those in folders below it count as well, but not what other files extend.

    Raises:
        NoClusterFileError: If there is none.
    """
    from modules.config import cluster_files  # noqa: PLC0415 - takes a while

    chosen = files or cluster_files(Path(_CLUSTERS))
    if not chosen:
        message = f"{_CLUSTERS}/: no cluster file; name one, or go to where {_CLUSTERS}/ is"
        raise NoClusterFileError(message)
    return chosen


def synthesize_here(files: Sequence[Path], out: Path | None) -> None:
    """Synthesize cluster files beside them, in this process.

    Args:
        files: Cluster files; those in ``clusters/`` of the current folder where none is given.
        out: Folder for the output; None for ``cdktf.out`` of the project the files belong to.

    Raises:
        ClusterFileError: If a file is refused.
        NoClusterFileError: If there is none, or if they belong to several projects.
    """
    from main import synthesize_clusters  # noqa: PLC0415 - takes a second

    chosen = chosen_files(files)
    folders = {project_folder(file) for file in chosen}
    if out is None and len(folders) > 1:
        listed = ", ".join(sorted(str(folder) for folder in folders))
        message = f"the files belong to {listed}; synthesize one at a time, or give --out"
        raise NoClusterFileError(message)
    synthesize_clusters(chosen, out or folders.pop() / _OUTPUT)


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


def synthesize_all(files: Sequence[Path], folder: Path, state_buckets: Sequence[Path] = ()) -> Path:
    """Synthesize files into ``cdktf.out`` of a folder, and give the folder of their stacks.

    Raises:
        SynthesisError: If one is refused.
    """
    runs = [[str(file.absolute()) for file in files]] if files else []
    runs += [["--state-bucket", str(file.absolute())] for file in state_buckets]
    for run in runs:
        _run(run, folder / _OUTPUT)
    return folder / _OUTPUT / "stacks"


def _synthesize(arguments: Sequence[str], stack: str, out: Path) -> Path:
    _run(arguments, out)
    return out / "stacks" / stack


def _run(arguments: Sequence[str], out: Path) -> None:
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
