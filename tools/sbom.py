"""Write sbom.json, a CycloneDX list of all that is in .venv: ``python -m tools.sbom``.

The tool that writes it is installed when it is first needed, apart from the rest.
"""

import os
import subprocess
import sys
from pathlib import Path

from tools.commands import ROOT
from tools.install import MAIN, InstallError, install

_SBOM = ROOT / ".venv-sbom"
_PROGRAMS = "Scripts" if os.name == "nt" else "bin"


def main() -> int:
    """Return 0 when the list is written, else 1."""
    try:
        install(
            _SBOM, ROOT / "tools" / "sbom" / "Pipfile", [], "cyclonedx-bom, apart from the rest"
        )
    except InstallError as error:
        print(error, file=sys.stderr)
        return 1
    command: list[str | Path] = [
        _SBOM / _PROGRAMS / "cyclonedx-py",
        "environment",
        "--output-reproducible",
        "--output-format",
        "JSON",
        "--output-file",
        ROOT / "sbom.json",
        MAIN / _PROGRAMS / "python",
    ]
    done = subprocess.run(command, check=False)
    if done.returncode == 0:
        print("sbom.json")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
