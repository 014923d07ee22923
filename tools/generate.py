"""Write the files that are made from the models anew, or with ``--check`` say which are stale."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from embedded_aws.reference import refusals_page
from modules.config.reference.markdown import cluster_reference, state_bucket_reference
from modules.config.reference.schema import cluster_schema, state_bucket_schema

ROOT = Path(__file__).parents[1]


def generated() -> Mapping[Path, str]:
    """Give the text of every generated file."""
    return {
        ROOT / "schema" / "cluster.schema.json": cluster_schema(),
        ROOT / "schema" / "state-bucket.schema.json": state_bucket_schema(),
        ROOT / "docs" / "cluster-file.md": cluster_reference(),
        ROOT / "docs" / "emulator-refusals.md": refusals_page(),
        ROOT / "docs" / "state-bucket-file.md": state_bucket_reference(),
    }


def main(arguments: Sequence[str]) -> int:
    """Return 1 when ``--check`` finds a stale file, else 0."""
    stale = [path for path, text in generated().items() if not _holds(path, text)]
    if "--check" in arguments:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is not current: run make schema", file=sys.stderr)
        return 1 if stale else 0
    for path in stale:
        path.parent.mkdir(exist_ok=True)
        path.write_text(generated()[path], encoding="utf-8")
        print(path.relative_to(ROOT))
    return 0


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
