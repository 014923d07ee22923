"""What lock files hold, as the requirements that pip reads.

Source: https://pip.pypa.io/en/stable/reference/requirements-file-format/
"""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

#: The parts of a lock file: what a Pipfile has under [packages] and [dev-packages].
PACKAGES, DEV_PACKAGES = "default", "develop"


def requirements(lock: Path, parts: Sequence[str], only: Collection[str] = ()) -> list[str]:
    """Give a line for each locked package, with version, marker and hashes.

    What both parts have stands here once, or twice where they need it on different Pythons.

    Args:
        lock: The lock file that pipenv wrote.
        parts: `PACKAGES`, `DEV_PACKAGES` or both.
        only: Names of packages to take, normalized; all if empty.
    """
    lines = {
        _line(name, package)
        for part in parts
        for name, package in _read(lock)[part].items()
        if not only or normalized(name) in only
    }
    return sorted(lines)


def locked_packages(lock: Path) -> set[str]:
    """Give the normalized names of all packages of a lock file."""
    document = _read(lock)
    return {normalized(name) for part in (PACKAGES, DEV_PACKAGES) for name in document[part]}


def normalized(name: str) -> str:
    """Spell a package's name as all of its spellings are spelled to compare them.

    Source: https://packaging.python.org/en/latest/specifications/name-normalization/
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def _read(lock: Path) -> Mapping[str, Mapping[str, Any]]:
    document: Mapping[str, Mapping[str, Any]] = json.loads(lock.read_text(encoding="utf-8"))
    return document


def _line(name: str, package: Mapping[str, Any]) -> str:
    marker = f" ; {package['markers']}" if "markers" in package else ""
    hashes = (f"--hash={each}" for each in package["hashes"])
    return " ".join([f"{name}{package['version']}{marker}", *hashes])
