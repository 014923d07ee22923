"""Scan what cluster files synthesize to with checkov: ``python -m tools.scan [FILE...]``.

Without files, every file in clusters/ and examples/ is scanned. Works offline.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.commands import ROOT

_CHECKOV = ROOT / ".venv-checkov" / ("Scripts" if os.name == "nt" else "bin") / "checkov"
#: The guidelines that are downloaded otherwise are links for people, and change no result.
_QUIETLY = ["--framework", "terraform_json", "--quiet", "--compact", "--skip-download"]


def main(arguments: Sequence[str]) -> int:
    """Return 1 when a check failed, 2 when a file is refused, else 0."""
    files = [Path(argument).resolve() for argument in arguments] or [
        *sorted((ROOT / "clusters").glob("*.yaml")),
        *sorted((ROOT / "examples").glob("*.yaml")),
    ]
    with TemporaryDirectory() as folder:
        made = subprocess.run(
            [sys.executable, str(ROOT / "main.py"), *map(str, files)],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            check=False,
        )
        if made.returncode:
            return made.returncode
        stacks = Path(folder, "cdktf.out", "stacks")
        return subprocess.run([_CHECKOV, "-d", stacks, *_QUIETLY], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
