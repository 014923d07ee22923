"""Measure anew what changes do: ``python -m tests.changes``, which takes a few minutes.

To measure some fields alone: ``python -m tests.changes 'node_groups.<name>.labels' ...``. Writes
`modules/catalog/changes.json`, and the references that are made from it.
"""

import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from embedded_aws.emulator import running_emulator
from embedded_aws.workspace import EmbeddedTarget
from modules.catalog.changes import MEASURED_FILE
from tests.changes.measuring import measure_files
from tests.changes.planning import Bench
from tools import generate


def main(paths: Sequence[str]) -> int:
    """Write what was measured."""
    with tempfile.TemporaryDirectory() as folder, running_emulator() as emulator:
        target = EmbeddedTarget(endpoint=emulator.url, account_id="111122223333")
        bench = Bench(folder=Path(folder), target=target)
        found = measure_files(bench, paths)
        release = bench.provider_release()
    known = json.loads(MEASURED_FILE.read_text(encoding="utf-8")) if paths else {}
    merged = {
        kind: {path: does for path, does in sorted({**known.get(kind, {}), **of_kind}.items())}
        for kind, of_kind in found.items()
    }
    written = json.dumps({"provider": release, **merged}, indent=2)
    MEASURED_FILE.write_text(written + "\n", encoding="utf-8")
    return generate.main([])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
