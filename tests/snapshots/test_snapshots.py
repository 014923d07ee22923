"""What the cluster files synthesize to changes only on purpose."""

from tests.cluster_files import FILES, synthesized_files
from tests.snapshots.files import snapshot_files


def test_every_stack_is_as_reviewed() -> None:
    files = snapshot_files(synthesized_files())
    assert len(files) == 2 * len(FILES)
    stale = [
        path.name
        for path, text in files.items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    assert not stale, "review the difference, then run make snapshots"
