"""pipenv, which makes lock files and tells whether they are up to date; it installs nothing.

It lives apart, so that .venv holds what is locked and nothing else.
"""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tools.commands import ROOT
from tools.environments import make_environment, program_of, run

_PIPENV = ROOT / ".venv-pipenv"
_VERSION = "2026.10.3"
#: Where Pipfiles and their lock files lie.
LOCKED = (ROOT, ROOT / "tools" / "checkov", ROOT / "tools" / "sbom")


def pipenv(
    *arguments: str, folder: Path, settings: Mapping[str, str]
) -> "subprocess.CompletedProcess[bytes]":
    """Run pipenv in a folder; it is installed when it is first needed.

    Args:
        arguments: What to do.
        folder: Where to do it.
        settings: The environment variables of the outside, and more.

    Raises:
        InstallError: pipenv cannot be installed.
    """
    _ensure()
    command = [str(program_of(_PIPENV, "python")), "-m", "pipenv", *arguments]
    return subprocess.run(command, cwd=folder, env=settings, check=False)


def _ensure() -> None:
    stamp = _PIPENV / "installed.txt"
    wanted = f"{_VERSION} {sys.version}"
    python = program_of(_PIPENV, "python")
    if python.exists() and stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return
    make_environment(_PIPENV)
    run(
        [str(python), "-m", "pip", "install", "--quiet", f"pipenv=={_VERSION}"],
        f"{_PIPENV.name}: installing pipenv {_VERSION}",
    )
    stamp.write_text(wanted, encoding="utf-8")
