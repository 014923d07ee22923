"""Lock the newest packages the Pipfiles allow, and name no package index: ``python -m tools.lock``.

``python -m tools.lock --verify`` locks nothing, and says whether each lock file is its Pipfile's.

Needs Python 3.10, the oldest supported: a lock file made there has what the newer ones need as
well, while one made on a newer Python lacks what only 3.10 needs.
"""

import argparse
import json
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.commands import ROOT
from tools.environments import InstallError, clean_environment
from tools.install import MAIN
from tools.pipenv import LOCKED, pipenv

_OLDEST_PYTHON = "3.10"


def main(arguments: Sequence[str] | None = None) -> int:
    """Lock or verify; return 1 at the first folder that fails, else 0."""
    parser = argparse.ArgumentParser(prog="python -m tools.lock", description=__doc__)
    parser.add_argument("--verify", action="store_true", help="lock nothing")
    work = verify if parser.parse_args(arguments).verify else lock
    try:
        return 0 if all(work(folder) for folder in LOCKED) else 1
    except InstallError as error:
        print(error, file=sys.stderr)
        return 1


def lock(folder: Path) -> bool:
    """Write the lock file of a folder anew; return whether it could be."""
    print(f"locking {folder.relative_to(ROOT) / 'Pipfile'} ...", flush=True)
    with TemporaryDirectory() as scratch:
        shutil.copy(folder / "Pipfile", scratch)
        done = pipenv(
            "--python",
            _OLDEST_PYTHON,
            "lock",
            folder=Path(scratch),
            settings={
                **clean_environment(os.environ),
                "PIPENV_VENV_IN_PROJECT": "1",
                "PIPENV_IGNORE_VIRTUALENVS": "1",
            },
        )
        if done.returncode:
            return False
        written = Path(scratch, "Pipfile.lock").read_text(encoding="utf-8")
    (folder / "Pipfile.lock").write_text(_without_index(written), encoding="utf-8")
    return True


def verify(folder: Path) -> bool:
    """Say whether the lock file of a folder was made from its Pipfile as it is."""
    print(f"verifying {folder.relative_to(ROOT) / 'Pipfile.lock'} ...", flush=True)
    settings = {
        **clean_environment(os.environ),
        # One that is there, or pipenv would make its own.
        "VIRTUAL_ENV": str(MAIN),
        "PIPENV_PIPFILE": str(folder / "Pipfile"),
    }
    return pipenv("verify", folder=folder, settings=settings).returncode == 0


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
