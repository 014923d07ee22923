"""Licences of what is locked are known, listed, and such as an Apache-2.0 project may use."""

import re

import pytest

from tools.licences import FILE, licences_text, locked

#: Of tools and libraries that are used and not changed.
ALLOWED = {
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "MIT",
    "MIT-0",
    # The licence of Pillow: free, and as short as that of MIT. https://spdx.org/licenses/MIT-CMU.html
    "MIT-CMU",
    "MPL-2.0",
    "PSF-2.0",
    "Python-2.0",
    "Unlicense",
    "Zlib",
}
ROWS = [line for line in FILE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")][1:]


def test_the_list_is_current() -> None:
    assert FILE.read_text(encoding="utf-8") == licences_text(), "run python -m tools.licences"


def test_every_locked_package_is_listed() -> None:
    listed = {line.split(" | ")[0] for line in FILE.read_text(encoding="utf-8").splitlines()}
    assert {f"| {package}" for package in locked()} <= listed


@pytest.mark.parametrize("row", ROWS)
def test_every_licence_is_allowed(row: str) -> None:
    licence = row.split(" | ")[1]
    names = re.sub(r"[()]", "", licence).replace(" OR ", " AND ").split(" AND ")
    assert not [name for name in names if name not in ALLOWED]
