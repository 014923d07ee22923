"""Show or remove the cache of repacked bindings: ``python -m lean_bindings info|clear``."""

import argparse
import sys
from collections.abc import Sequence

from lean_bindings import cache

_BYTES_PER_MIB = 1024 * 1024


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0, or 1 when the cache cannot be removed."""
    parser = argparse.ArgumentParser(prog="python -m lean_bindings", description=__doc__)
    parser.add_argument("action", choices=["info", "clear"])
    if parser.parse_args(arguments).action == "info":
        print(_described())
        return 0
    try:
        cache.clear()
    except OSError as error:
        print(f"{cache.cache_folder()}: cannot be removed: {error}", file=sys.stderr)
        return 1
    return 0


def _described() -> str:
    entries = cache.entries()
    total = sum(size for _, size, _ in entries)
    limit = cache.SIZE_LIMIT_BYTES // _BYTES_PER_MIB
    return (
        f"{cache.cache_folder()}: {len(entries)} files, {total / _BYTES_PER_MIB:.1f} MiB"
        f" (limit {limit} MiB)"
    )


if __name__ == "__main__":
    sys.exit(main())
