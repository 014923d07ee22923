"""Write the snapshots anew: ``python -m tests.snapshots``."""

import os

import lean_bindings
from stacks.javascript import use_packaged_javascript


def main() -> None:
    """Write what differs."""
    use_packaged_javascript(os.environ)
    lean_bindings.enable()
    # Late: the runtime is chosen before cdktf is imported.
    from tests.cluster_files import synthesized_files  # noqa: PLC0415
    from tests.snapshots.files import snapshot_files  # noqa: PLC0415

    for path, text in snapshot_files(synthesized_files()).items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(path.name)


if __name__ == "__main__":
    main()
