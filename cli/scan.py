"""Scans of cluster files, state bucket files and plans with checkov, offline."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cli.checkov import checkov
from cli.synthesis import chosen_files, synthesize_all

#: What checkov calls what it reads, by the end of a file's name.
_PLAN = ".json"
_QUIETLY = ("--quiet", "--compact")


class ScanFailedError(Exception):
    """A check failed; checkov has said which."""


class NotReadError(Exception):
    """checkov could not read a file, and scanned nothing of it."""


class NothingToScanError(Exception):
    """A file that is not there was given."""


def scan(
    files: Sequence[Path], *, state_buckets: Sequence[Path] = (), sarif: Path | None = None
) -> None:
    """Scan files with checkov's own checks and those of ``policies/``, and tell what failed.

    Args:
        files: Cluster files, and plans as ``terraform show -json`` writes them, whose names end in
            ``.json``. Where nothing is given, the cluster files of the current folder.
        state_buckets: State bucket files.
        sarif: File to write the results of cluster files to as well, for code scanning.

    Raises:
        ScanFailedError: If a check failed.
        NotReadError: If checkov could not read a file.
        NothingToScanError: If a file is not there.
        NoClusterFileError: If nothing was given, and there is no cluster file.
        SynthesisError: If a file is refused.
    """
    if not state_buckets:
        files = chosen_files(files)
    plans = [file for file in files if file.suffix == _PLAN]
    clusters = [file for file in files if file.suffix != _PLAN]
    missing = [str(file) for file in (*files, *state_buckets) if not file.is_file()]
    if missing:
        raise NothingToScanError(f"{', '.join(missing)}: no such file")
    failed = scan_plans(plans) if plans else False
    if clusters or state_buckets:
        with TemporaryDirectory() as folder:
            synthesize_all(clusters, Path(folder), state_buckets)
            failed = scan_stacks(Path(folder), sarif) or failed
    if failed:
        message = "a check failed; docs/scans.md tells how a check is skipped where it is wrong"
        raise ScanFailedError(message)


def scan_stacks(folder: Path, sarif: Path | None = None) -> bool:
    """Scan what was synthesized into ``cdktf.out`` of a folder; return whether a check failed.

    Raises:
        NotReadError: If checkov could not read a file.
    """
    # From within, so that the report names files as they are in a checkout.
    options = ("-d", "cdktf.out/stacks", "--framework", "terraform_json")
    return _failed(options, {} if sarif is None else {"sarif": sarif.absolute()}, folder)


def scan_plans(plans: Sequence[Path]) -> bool:
    """Scan plans as ``terraform show -json`` writes them; return whether a check failed.

    Raises:
        NotReadError: If checkov could not read a file.
    """
    named = [option for plan in plans for option in ("-f", str(plan))]
    return _failed([*named, "--framework", "terraform_plan"], {}, None)


def _failed(options: Sequence[str], results: Mapping[str, Path], folder: Path | None) -> bool:
    with TemporaryDirectory() as written:
        report = Path(written, "report.json")
        files = {"cli": "console", **results, "json": report}
        outputs = [option for kind in files for option in ("-o", kind)]
        paths = ",".join(str(file) for file in files.values())
        command = checkov(*options, *_QUIETLY, *outputs, "--output-file-path", paths)
        done = subprocess.run(command, cwd=folder, check=False)
        _check_that_all_was_read(json.loads(report.read_text(encoding="utf-8")))
    return done.returncode != 0


def _check_that_all_was_read(report: Any) -> None:
    """Refuse a scan that skipped a file: to checkov that is no failure."""
    parts = report if isinstance(report, list) else [report]
    unread = sum(part["summary"]["parsing_errors"] for part in parts if "summary" in part)
    if unread:
        message = f"files that checkov could not read, as it says above, and did not scan: {unread}"
        raise NotReadError(message)
