"""How checkov is called: in an environment of its own, offline, with our policies."""

import os

from cli.synthesis import CHECKOUT

_CHECKOV = CHECKOUT / ".venv-checkov" / ("Scripts" if os.name == "nt" else "bin") / "checkov"


class CheckovNotInstalledError(Exception):
    """The environment of checkov is not there."""


def checkov(*options: str | os.PathLike[str]) -> list[str | os.PathLike[str]]:
    """Give the command that scans with checkov's own checks and those of ``policies/``.

    Raises:
        CheckovNotInstalledError: If it was not set up.
    """
    if not _CHECKOV.exists():
        message = f"no checkov in {_CHECKOV.parent}; install it with: make -C {CHECKOUT} checkov"
        raise CheckovNotInstalledError(message)
    # The guidelines that are downloaded otherwise are links for people, and change no result.
    return [_CHECKOV, "--skip-download", "--external-checks-dir", CHECKOUT / "policies", *options]
