"""How checkov is called: in an environment of its own, offline, with our policies."""

import os

from cli.synthesis import CHECKOUT

_CHECKOV = CHECKOUT / ".venv-checkov" / ("Scripts" if os.name == "nt" else "bin") / "checkov"


def checkov(*options: str | os.PathLike[str]) -> list[str | os.PathLike[str]]:
    """Give the command that scans with checkov's own checks and those of ``policies/``."""
    # The guidelines that are downloaded otherwise are links for people, and change no result.
    return [_CHECKOV, "--skip-download", "--external-checks-dir", CHECKOUT / "policies", *options]
