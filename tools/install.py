"""Install the locked packages beside this checkout; do nothing when all is in place.

``install.py main`` leaves out checkov, which scans need and nothing else does.

Runs on the machine's own Python, so it uses the standard library alone.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MAIN = ROOT / ".venv"
#: pipenv lives apart, so that .venv holds what the lock file says and nothing else.
PIPENV = ROOT / ".venv-pipenv"
#: checkov lives apart: it pins releases that others need newer.
CHECKOV = ROOT / ".venv-checkov"
PIPENV_VERSION = "2026.10.3"
#: Where, by which Pipfile, with which options of pipenv, and what that is in words.
Environment = tuple[Path, Path, list[str], str]
_ENVIRONMENTS: Mapping[str, Environment] = {
    "main": (MAIN, ROOT / "Pipfile", ["--dev"], "the locked packages (about 1.2 GB on disk)"),
    "checkov": (
        CHECKOV,
        ROOT / "tools" / "checkov" / "Pipfile",
        [],
        "checkov, apart from the rest",
    ),
}
OLDEST, NEWEST = (3, 10), (3, 13)
_HEARTBEAT_SECONDS = 10
_INTERRUPTED = 130
#: Settings that would make pipenv or pip work on another environment, or install elsewhere. Those
#: that say where packages come from stay: closed networks need them.
_UNWANTED = (
    "PIPENV_",
    "VIRTUAL_ENV",
    "PYTHONHOME",
    "PYTHONPATH",
    "PIP_CONSTRAINT",
    "PIP_PREFIX",
    "PIP_REQUIRE_HASHES",
    "PIP_ROOT",
    "PIP_TARGET",
    "PIP_USER",
)


#: To a shell, a line that runs Python on this file; to Python, a text and a program. A first line
#: that names Python itself may have no spaces and is cut off after 127 bytes.
_COMMAND = """\
#!/bin/sh
'''exec' "{python}" "$0" "$@"
' '''
import sys

sys.path.insert(0, {checkout!r})
from cli.__main__ import main

main()
"""


class InstallError(Exception):
    """A command of the installation failed."""


def main(arguments: Sequence[str]) -> int:
    """Install what is missing or out of date; return 0, or 1 when something failed."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        found = ".".join(str(part) for part in sys.version_info[:2])
        wanted = f"{OLDEST[0]}.{OLDEST[1]} to {NEWEST[0]}.{NEWEST[1]}"
        print(f"Python {found} found, {wanted} wanted: make setup PYTHON=python3.11")
        return 1
    try:
        environments = select(arguments)
    except InstallError as error:
        print(error, file=sys.stderr)
        return 1
    try:
        for environment, pipfile, options, what in environments:
            install(environment, pipfile, options, what)
        write_command(_python(MAIN).with_name("trainyard"), _python(MAIN))
    except InstallError as error:
        print(f"{error}\nrun make setup again to go on from here", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted; run make setup again to go on from here", file=sys.stderr)
        return _INTERRUPTED
    return 0


def select(arguments: Sequence[str]) -> list[Environment]:
    """Give the environments that are asked for: all, or those that are named.

    Raises:
        InstallError: There is none of a name.
    """
    unknown = [name for name in arguments if name not in _ENVIRONMENTS]
    if unknown:
        message = f"no environment {', '.join(unknown)}; there are {', '.join(_ENVIRONMENTS)}"
        raise InstallError(message)
    return [_ENVIRONMENTS[name] for name in arguments or _ENVIRONMENTS]


def write_command(command: Path, python: Path) -> None:
    """Write the command ``trainyard``, which works from any folder.

    A small file, and not a package of ours in the environment: that holds what is locked, and a
    checkout that moves on needs no installing anew.

    Args:
        command: Where to write it.
        python: The Python that runs it.
    """
    text = _COMMAND.format(python=python, checkout=str(ROOT))
    if not command.is_file() or command.read_text(encoding="utf-8") != text:
        command.write_text(text, encoding="utf-8")
        command.chmod(0o755)


def install(environment: Path, pipfile: Path, options: list[str], what: str) -> None:
    """Install what is locked beside a Pipfile, unless it is there already.

    Raises:
        InstallError: A command of the installation failed.
    """
    stamp = environment / "installed.txt"
    wanted = _fingerprint(pipfile)
    if _python(environment).exists() and stamp.is_file() and stamp.read_text() == wanted:
        return
    stamp.unlink(missing_ok=True)
    _ensure_pipenv()
    if not is_usable(environment):
        _make(environment)
    remove_half_installed(environment)
    pipenv = [str(_python(PIPENV)), "-m", "pipenv"]
    settings = {
        **clean_environment(os.environ),
        "VIRTUAL_ENV": str(environment),
        "PIPENV_PIPFILE": str(pipfile),
    }
    # First out with what is no longer locked, then in with what is.
    _run([*pipenv, "clean"], f"{environment.name}: looking for what is there", settings)
    _run([*pipenv, "sync", *options], f"{environment.name}: installing {what}", settings)
    stamp.write_text(wanted)


def _ensure_pipenv() -> None:
    stamp = PIPENV / "installed.txt"
    wanted = f"{PIPENV_VERSION} {sys.version}"
    if _python(PIPENV).exists() and stamp.is_file() and stamp.read_text() == wanted:
        return
    _make(PIPENV)
    _run(
        [str(_python(PIPENV)), "-m", "pip", "install", "--quiet", f"pipenv=={PIPENV_VERSION}"],
        f"{PIPENV.name}: installing pipenv {PIPENV_VERSION}",
        clean_environment(os.environ),
    )
    stamp.write_text(wanted)


def _fingerprint(pipfile: Path) -> str:
    lock = pipfile.with_name("Pipfile.lock").read_bytes()
    return f"{hashlib.sha256(lock).hexdigest()} {sys.version}"


def _make(environment: Path) -> None:
    """Make an empty environment with pip.

    Raises:
        InstallError: This Python comes without what that needs.
    """
    shutil.rmtree(environment, ignore_errors=True)
    try:
        venv.create(environment, with_pip=True, symlinks=os.name != "nt")
    except subprocess.CalledProcessError as error:
        message = (
            f"{sys.executable} cannot make a virtual environment: install its venv package "
            "(python3-venv on Debian and Ubuntu), or name another one: make setup PYTHON=..."
        )
        raise InstallError(message) from error


def is_usable(environment: Path) -> bool:
    """Say whether an environment was made whole, by a Python of the version that runs this."""
    settings = environment / "pyvenv.cfg"
    made = (_python(environment), _python(environment).with_name("pip"), settings)
    if not all(path.exists() for path in made):
        return False
    versions = [
        value.strip()
        for key, _, value in (line.partition("=") for line in settings.read_text().splitlines())
        if key.strip() == "version"
    ]
    return [version.split(".")[:2] for version in versions] == [
        [str(part) for part in sys.version_info[:2]]
    ]


def remove_half_installed(environment: Path) -> None:
    """Take away records of packages whose installation was cut off.

    pip takes a package for installed once its metadata is there, and writes the list of its files
    last of all: without the list, files may be missing.
    """
    for metadata in environment.glob("[Ll]ib/**/site-packages/*.dist-info"):
        if not (metadata / "RECORD").is_file():
            shutil.rmtree(metadata)


def clean_environment(outside: Mapping[str, str]) -> dict[str, str]:
    """Leave out what would make pipenv or pip work on another environment."""
    return {
        **{key: value for key, value in outside.items() if not key.startswith(_UNWANTED)},
        "PIPENV_VERBOSITY": "-1",
        "PIPENV_NOSPIN": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        # Against a pip configuration file that says otherwise.
        "PIP_USER": "0",
    }


def _run(command: list[str], what: str, environment: dict[str, str]) -> None:
    """Run a command, say that it is still running, and show what it said only if it fails.

    Raises:
        InstallError: The command failed.
    """
    print(what, flush=True)
    started = time.monotonic()
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(
            command,
            env=environment,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
        try:
            while process.poll() is None:
                try:
                    process.wait(_HEARTBEAT_SECONDS)
                except subprocess.TimeoutExpired:
                    print(f"  {time.monotonic() - started:.0f} s", flush=True)
        finally:
            # Left running, it would go on installing beside the next attempt.
            process.terminate()
            process.wait()
        if process.returncode:
            output.seek(0)
            raise InstallError(f"{output.read()}\nfailed: {' '.join(command)}")
    print(f"  done in {time.monotonic() - started:.0f} s", flush=True)


def _python(environment: Path) -> Path:
    folder = "Scripts" if os.name == "nt" else "bin"
    return environment / folder / "python"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
