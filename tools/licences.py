"""Write docs/licences.md, the licences of all locked packages: ``python -m tools.licences``.

Versions are left out: they differ between versions of Python, and the lock file has them.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, metadata

from tools.commands import ROOT

FILE = ROOT / "docs" / "licences.md"
_CLASSIFIER = "License :: OSI Approved :: "
_LONGEST_NAME = 60
#: Ways to write one licence.
#: Source: https://spdx.org/licenses/
_SPDX: Mapping[str, str] = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
}
#: Packages that only other versions of Python need, by their metadata on the package index.
_ELSEWHERE = {"taskgroup": "MIT"}
_HEAD = """\
# Licences

Of every package that is locked: those that `trainyard` needs, for the demo too, and those that are
for the tests and the checks. Written anew by `python -m tools.licences`. checkov and
cyclonedx-bom, which are locked apart and run as programs, are under Apache-2.0.

| package | licence | for |
|---|---|---|
"""


def licences_text() -> str:
    """Write the table."""
    return _HEAD + "".join(f"{row}\n" for row in _rows())


def locked() -> Mapping[str, str]:
    """Give the locked packages, and what each is for."""
    document = json.loads((ROOT / "Pipfile.lock").read_text(encoding="utf-8"))
    development = dict.fromkeys(document["develop"], "development")
    return development | dict.fromkeys(document["default"], "trainyard")


def licence_of(package: str) -> str | None:
    """Give a package's licence as its metadata has it; None if it is not installed.

    Source: https://packaging.python.org/en/latest/specifications/core-metadata/
    """
    try:
        found = metadata(package)
    except PackageNotFoundError:
        return None
    if "License-Expression" in found:
        return str(found["License-Expression"])
    classified = [
        line.removeprefix(_CLASSIFIER)
        for line in found.get_all("Classifier") or ()
        if line.startswith(_CLASSIFIER)
    ]
    text = str(found["License"]).strip() if "License" in found else ""
    named = classified or ([text] if text and len(text) < _LONGEST_NAME else ["unknown"])
    return " AND ".join(sorted({_SPDX.get(name, name) for name in named}))


def _rows() -> Iterator[str]:
    for package, use in sorted(locked().items()):
        licence = licence_of(package) or _ELSEWHERE.get(package, "unknown")
        yield f"| {package} | {licence} | {use} |"


def main() -> int:
    """Write the file anew."""
    FILE.write_text(licences_text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
