"""Write the snapshots anew: ``python -m tests.snapshots``."""

from tests.cluster_files import synthesized_files
from tests.snapshots.files import snapshot_files


def main() -> None:
    """Write what differs."""
    for path, text in snapshot_files(synthesized_files()).items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(path.name)


if __name__ == "__main__":
    main()
