"""How checkov is called: in an environment of its own, offline, with our policies."""

import os

from tools.commands import ROOT

_CHECKOV = ROOT / ".venv-checkov" / ("Scripts" if os.name == "nt" else "bin") / "checkov"


def checkov(*options: str | os.PathLike[str]) -> list[str | os.PathLike[str]]:
    """Give the command that scans with checkov's own checks and those of ``policies/``."""
    # The guidelines that are downloaded otherwise are links for people, and change no result.
    return [_CHECKOV, "--skip-download", "--external-checks-dir", ROOT / "policies", *options]
