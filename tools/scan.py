"""Scan what cluster files synthesize to with checkov: ``python -m tools.scan [FILE...]``.

Without files, every file in clusters/ and examples/ is scanned. Works offline.
"""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.checkov_command import checkov
from tools.commands import ROOT

_QUIETLY = ["--framework", "terraform_json", "--quiet", "--compact"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 1 when a check failed, 2 when a file is refused, else 0."""
    given = _parse(arguments)
    files, buckets = given.files, given.state_bucket
    if not files and not buckets:
        files, buckets = all_cluster_files(), all_state_bucket_files()
    sarif = [] if given.sarif is None else _sarif(given.sarif.resolve())
    with TemporaryDirectory() as folder:
        refused = synthesize(files, Path(folder), buckets)
        if refused:
            return refused
        # From within, so that the report names files as they are in a checkout.
        scan = checkov("-d", "cdktf.out/stacks", *_QUIETLY, *sarif)
        return subprocess.run(scan, cwd=folder, check=False).returncode


def all_cluster_files() -> list[Path]:
    """List the cluster files of this checkout."""
    return [
        *sorted((ROOT / "clusters").glob("*.y*ml")),
        *sorted((ROOT / "examples").glob("*.y*ml")),
    ]


def all_state_bucket_files() -> list[Path]:
    """List the state bucket files of this checkout."""
    return sorted((ROOT / "examples" / "state-bucket").glob("*.y*ml"))


def synthesize(files: Sequence[Path], folder: Path, state_buckets: Sequence[Path] = ()) -> int:
    """Synthesize into ``cdktf.out`` of a folder, and give the exit code of ``main.py``."""
    runs = [[str(file.resolve()) for file in files]] if files else []
    runs += [["--state-bucket", str(file.resolve())] for file in state_buckets]
    for run in runs:
        done = subprocess.run(
            [sys.executable, ROOT / "main.py", *run],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode:
            return done.returncode
    return 0


def _sarif(file: Path) -> list[str]:
    return ["-o", "cli", "-o", "sarif", "--output-file-path", f"console,{file}"]


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.scan", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="cluster files to scan")
    parser.add_argument(
        "--state-bucket",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="state bucket file to scan; may be given again",
    )
    parser.add_argument(
        "--sarif", type=Path, metavar="FILE", help="also write the results there, for code scanning"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
