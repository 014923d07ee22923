"""Lock the newest packages the Pipfiles allow, and name no package index: ``python -m tools.lock``.

Needs Python 3.10, the oldest supported: a lock file made there has what the newer ones need as
well, while one made on a newer Python lacks what only 3.10 needs.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.commands import ROOT
from tools.install import clean_environment

_PIPENV = ROOT / ".venv-pipenv" / ("Scripts" if os.name == "nt" else "bin") / "pipenv"
_OLDEST_PYTHON = "3.10"
_LOCKED = (ROOT, ROOT / "tools" / "checkov", ROOT / "tools" / "sbom")


def main() -> int:
    """Write both lock files anew; return 1 when locking failed, else 0."""
    for folder in _LOCKED:
        print(f"locking {folder.relative_to(ROOT) / 'Pipfile'} ...", flush=True)
        with TemporaryDirectory() as scratch:
            shutil.copy(folder / "Pipfile", scratch)
            locked = subprocess.run(
                [_PIPENV, "--python", _OLDEST_PYTHON, "lock"],
                cwd=scratch,
                env={
                    **clean_environment(os.environ),
                    "PIPENV_VENV_IN_PROJECT": "1",
                    "PIPENV_IGNORE_VIRTUALENVS": "1",
                },
                check=False,
            )
            if locked.returncode:
                return 1
            written = Path(scratch, "Pipfile.lock").read_text(encoding="utf-8")
        (folder / "Pipfile.lock").write_text(_without_index(written), encoding="utf-8")
    return 0


def _without_index(text: str) -> str:
    """Leave the index out: pip's own settings say where packages come from."""
    document = json.loads(text)
    document["_meta"]["sources"] = []
    for section in ("default", "develop"):
        for package in document[section].values():
            package.pop("index", None)
    return json.dumps(document, indent=4) + "\n"


if __name__ == "__main__":
    sys.exit(main())
