"""Install the locked packages into .venv beside this checkout; do nothing when all is in place.

Runs on the machine's own Python, so it uses the standard library alone.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MAIN = ROOT / ".venv"
#: pipenv lives apart, so that .venv holds what the lock file says and nothing else.
PIPENV = ROOT / ".venv-pipenv"
#: checkov lives apart: it pins releases that others need newer.
CHECKOV = ROOT / ".venv-checkov"
PIPENV_VERSION = "2026.10.3"
OLDEST, NEWEST = (3, 10), (3, 13)
_HEARTBEAT_SECONDS = 10


def main() -> int:
    """Install what is missing or out of date; return 0, or 1 when something failed."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        found = ".".join(str(part) for part in sys.version_info[:2])
        wanted = f"{OLDEST[0]}.{OLDEST[1]} to {NEWEST[0]}.{NEWEST[1]}"
        print(f"Python {found} found, {wanted} wanted: make setup PYTHON=python3.11")
        return 1
    environments = [
        (MAIN, ROOT / "Pipfile", ["--dev"], "the locked packages (about 1.2 GB on disk)"),
        (CHECKOV, ROOT / "tools" / "checkov" / "Pipfile", [], "checkov, apart from the rest"),
    ]
    try:
        for environment, pipfile, options, what in environments:
            _install(environment, pipfile, options, what)
    except subprocess.CalledProcessError as error:
        print(f"failed: {' '.join(str(part) for part in error.cmd)}", file=sys.stderr)
        print("run make setup again to go on from here", file=sys.stderr)
        return 1
    return 0


def _install(environment: Path, pipfile: Path, options: list[str], what: str) -> None:
    stamp = environment / "installed.txt"
    wanted = _fingerprint(pipfile)
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    _ensure_pipenv()
    if not _python(environment).exists() or not _is_this_python(environment):
        shutil.rmtree(environment, ignore_errors=True)
        venv.create(environment, with_pip=True)
    _run(
        [str(_python(PIPENV)), "-m", "pipenv", "sync", *options],
        f"{environment.name}: installing {what}",
        {**_clean_environment(), "VIRTUAL_ENV": str(environment), "PIPENV_PIPFILE": str(pipfile)},
    )
    stamp.write_text(wanted)


def _ensure_pipenv() -> None:
    stamp = PIPENV / "installed.txt"
    wanted = f"{PIPENV_VERSION} {sys.version}"
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    shutil.rmtree(PIPENV, ignore_errors=True)
    venv.create(PIPENV, with_pip=True)
    _run(
        [str(_python(PIPENV)), "-m", "pip", "install", "--quiet", f"pipenv=={PIPENV_VERSION}"],
        f"{PIPENV.name}: installing pipenv {PIPENV_VERSION}",
        _clean_environment(),
    )
    stamp.write_text(wanted)


def _fingerprint(pipfile: Path) -> str:
    lock = pipfile.with_name("Pipfile.lock").read_bytes()
    return f"{hashlib.sha256(lock).hexdigest()} {sys.version}"


def _is_this_python(environment: Path) -> bool:
    settings = (environment / "pyvenv.cfg").read_text()
    return ".".join(str(part) for part in sys.version_info[:2]) in settings


def _clean_environment() -> dict[str, str]:
    """Leave out what would make pipenv or pip work on another environment."""
    unwanted = ("PIPENV_", "VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH", "PIP_REQUIRE_HASHES")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(unwanted)}
    return {
        **kept,
        "PIPENV_VERBOSITY": "-1",
        "PIPENV_NOSPIN": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }


def _run(command: list[str], what: str, environment: dict[str, str]) -> None:
    """Run a command, say that it is still running, and show what it said only if it fails."""
    print(what, flush=True)
    started = time.monotonic()
    log = ROOT / f"{environment.get('VIRTUAL_ENV', PIPENV)}-install.log"
    with log.open("w+") as output:
        process = subprocess.Popen(
            command,
            env=environment,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
        while True:
            try:
                process.wait(_HEARTBEAT_SECONDS)
                break
            except subprocess.TimeoutExpired:
                print(f"  {time.monotonic() - started:.0f} s", flush=True)
        if process.returncode:
            output.seek(0)
            print(output.read(), file=sys.stderr)
            raise subprocess.CalledProcessError(process.returncode, command)
    log.unlink()
    print(f"  done in {time.monotonic() - started:.0f} s", flush=True)


def _python(environment: Path) -> Path:
    folder = "Scripts" if os.name == "nt" else "bin"
    return environment / folder / "python"


if __name__ == "__main__":
    sys.exit(main())
