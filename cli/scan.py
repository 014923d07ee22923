"""Scans of cluster files, state bucket files and plans with checkov, offline."""

import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from cli.checkov import checkov
from cli.synthesis import synthesize_all

#: What checkov calls what it reads, by the end of a file's name.
_PLAN = ".json"
_QUIETLY = ("--quiet", "--compact")


class ScanFailedError(Exception):
    """A check failed; checkov has said which."""


class NothingToScanError(Exception):
    """No file was given, or a file that is not there."""


def scan(
    files: Sequence[Path], *, state_buckets: Sequence[Path] = (), sarif: Path | None = None
) -> None:
    """Scan files with checkov's own checks and those of ``policies/``, and tell what failed.

    Args:
        files: Cluster files, and plans as ``terraform show -json`` writes them, whose names end in
            ``.json``.
        state_buckets: State bucket files.
        sarif: File to write the results of cluster files to as well, for code scanning.

    Raises:
        ScanFailedError: If a check failed.
        NothingToScanError: If nothing was given, or a file is not there.
        SynthesisError: If a file is refused.
    """
    plans = [file for file in files if file.suffix == _PLAN]
    clusters = [file for file in files if file.suffix != _PLAN]
    missing = [str(file) for file in (*files, *state_buckets) if not file.is_file()]
    if missing or not (files or state_buckets):
        message = f"{', '.join(missing)}: no such file" if missing else "name a file to scan"
        raise NothingToScanError(message)
    failed = scan_plans(plans) if plans else False
    if clusters or state_buckets:
        with TemporaryDirectory() as folder:
            synthesize_all(clusters, Path(folder), state_buckets)
            failed = scan_stacks(Path(folder), sarif) or failed
    if failed:
        message = "a check failed; docs/scans.md tells how a check is skipped where it is wrong"
        raise ScanFailedError(message)


def scan_stacks(folder: Path, sarif: Path | None = None) -> bool:
    """Scan what was synthesized into ``cdktf.out`` of a folder; return whether a check failed."""
    results = [] if sarif is None else _sarif(sarif.absolute())
    options = ("--framework", "terraform_json", *_QUIETLY, *results)
    # From within, so that the report names files as they are in a checkout.
    command = checkov("-d", "cdktf.out/stacks", *options)
    return subprocess.run(command, cwd=folder, check=False).returncode != 0


def scan_plans(plans: Sequence[Path]) -> bool:
    """Scan plans as ``terraform show -json`` writes them; return whether a check failed."""
    named = [option for plan in plans for option in ("-f", str(plan))]
    command = checkov(*named, "--framework", "terraform_plan", *_QUIETLY)
    return subprocess.run(command, check=False).returncode != 0


def _sarif(file: Path) -> list[str]:
    return ["-o", "cli", "-o", "sarif", "--output-file-path", f"console,{file}"]
