"""Write sbom.json, a CycloneDX list of all that is in .venv: ``python -m tools.sbom``.

The tool that writes it is installed when it is first needed, apart from the rest.
"""

import subprocess
import sys
from pathlib import Path

from tools.commands import ROOT
from tools.environments import InstallError, program_of
from tools.install import MAIN, Environment, install
from tools.locked import PACKAGES

_SBOM = Environment(
    folder=ROOT / ".venv-sbom",
    lock=ROOT / "tools" / "sbom" / "Pipfile.lock",
    parts=(PACKAGES,),
    what="cyclonedx-bom, apart from the rest",
)


def main() -> int:
    """Return 0 when the list is written, else 1."""
    try:
        install(_SBOM)
    except InstallError as error:
        print(error, file=sys.stderr)
        return 1
    command: list[str | Path] = [
        program_of(_SBOM.folder, "cyclonedx-py"),
        "environment",
        "--output-reproducible",
        "--output-format",
        "JSON",
        "--output-file",
        ROOT / "sbom.json",
        program_of(MAIN, "python"),
    ]
    done = subprocess.run(command, check=False)
    if done.returncode == 0:
        print("sbom.json")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
