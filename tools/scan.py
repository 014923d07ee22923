"""Scan what every file in clusters/ and examples/ synthesizes to: ``python -m tools.scan``.

What `trainyard scan` does with files that are named.
"""

import sys
from pathlib import Path

from cli.scan import NotReadError, ScanFailedError, scan
from tools.commands import ROOT


def main() -> int:
    """Return 1 when a check failed, else 0."""
    try:
        scan(all_cluster_files(), state_buckets=all_state_bucket_files())
    except (NotReadError, ScanFailedError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def all_cluster_files() -> list[Path]:
    """List the cluster files of this checkout."""
    return [
        *sorted((ROOT / "clusters").glob("*.y*ml")),
        *sorted((ROOT / "examples").glob("*.y*ml")),
    ]


def all_state_bucket_files() -> list[Path]:
    """List the state bucket files of this checkout."""
    return sorted((ROOT / "examples" / "state-bucket").glob("*.y*ml"))


if __name__ == "__main__":
    sys.exit(main())
