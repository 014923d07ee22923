"""Everything a reviewer would otherwise have to look for: ``python -m tools.check``."""

import sys

from tools.commands import run_all

_PYTHON = sys.executable


def main() -> int:
    """Return 1 when a check failed, else 0."""
    return run_all(
        [
            ("format", [_PYTHON, "-m", "ruff", "format", "--check", "."]),
            ("lint", [_PYTHON, "-m", "ruff", "check", "."]),
            ("types", [_PYTHON, "-m", "mypy"]),
            ("generated files", [_PYTHON, "-m", "tools.generate", "--check"]),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
