"""Synthesize cluster files to Terraform JSON.

Reads, validates, builds and writes, in this order: when any file is refused, nothing is written.
"""

import argparse
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timezone
from pathlib import Path

from modules.config import (
    ClusterFileError,
    cluster_files,
    load_clusters,
    load_state_bucket,
    warnings_for,
)

_CLUSTERS = Path("clusters")
_DONE, _FAILED, _REFUSED = 0, 1, 2
#: What shells make of a process that Ctrl-C ended.
_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0 after synthesis, 1 when the output cannot be written, 2 when a file is refused."""
    given = _parse(arguments)
    try:
        if given.state_bucket is not None:
            return _synthesize_state_bucket(given.state_bucket)
        return synthesize_clusters(given.files or cluster_files(_CLUSTERS))
    except ClusterFileError as error:
        print(error, file=sys.stderr)
        return _REFUSED
    except OSError as error:
        print(error, file=sys.stderr)
        return _FAILED
    except KeyboardInterrupt:
        print("interrupted; what was written before is as it was", file=sys.stderr)
        return _INTERRUPTED


def _synthesize_state_bucket(file: Path) -> int:
    config = load_state_bucket(file)
    from stacks.app import build_state_bucket
    from stacks.output import write

    return _told(write(lambda folder: build_state_bucket(config, folder)))


def synthesize_clusters(files: Sequence[Path], outdir: Path | None = None) -> int:
    """Synthesize cluster files, and tell the files that were written.

    Args:
        files: Cluster files.
        outdir: Folder for the output; None for where the cdktf CLI says, or ``cdktf.out``.

    Raises:
        ClusterFileError: If a file is refused; nothing is written then.
    """
    if not files:
        print(f"{_CLUSTERS}/: no cluster file; copy one from examples/", file=sys.stderr)
        return _REFUSED
    clusters = load_clusters(files)
    for cluster in clusters:
        for warning in warnings_for(cluster, today=today(os.environ)):
            print(f"warning: {cluster.name}: {warning}", file=sys.stderr)

    if sys.stderr.isatty():
        print(
            f"synthesizing {', '.join(cluster.name for cluster in clusters)} ...", file=sys.stderr
        )
    from stacks.app import build_app
    from stacks.output import write

    return _told(write(lambda folder: build_app(clusters, folder), outdir))


def today(environment: Mapping[str, str]) -> date:
    """Give the day that warnings judge dates by: today, or the one a reproducible build asks for.

    Source: https://reproducible-builds.org/specs/source-date-epoch/
    """
    asked = environment.get("SOURCE_DATE_EPOCH", "")
    moment = (
        datetime.fromtimestamp(int(asked), timezone.utc)
        if asked.isdecimal()
        else datetime.now(timezone.utc)
    )
    return moment.date()


def _told(written: Iterable[Path]) -> int:
    for file in written:
        print(file)
    return _DONE


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="main.py", description=__doc__)
    parser.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="cluster files to synthesize (default: every file in clusters/ and below)",
    )
    parser.add_argument(
        "--state-bucket",
        type=Path,
        metavar="FILE",
        help="synthesize the bucket of a state bucket file, and no cluster",
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
