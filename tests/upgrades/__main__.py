"""Keep the stacks of a release that is about to be made: ``python -m tests.upgrades 2026-11``."""

import sys

from tests.upgrades.releases import FOLDER, keep_release


def main() -> None:
    """Write the files, and tell their names."""
    (release,) = sys.argv[1:]
    for path in keep_release(release):
        print(path.relative_to(FOLDER))


if __name__ == "__main__":
    main()
