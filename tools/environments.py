"""Virtual environments: making them, telling whole ones from others, running their programs.

Uses the standard library alone, as `tools.install` must.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools.commands import ROOT
from tools.locked import normalized

_HEARTBEAT_SECONDS = 10
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


class InstallError(Exception):
    """A command of the installation failed."""


def make_environment(environment: Path) -> None:
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
    made = (program_of(environment, "python"), program_of(environment, "pip"), settings)
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


def installed_packages(environment: Path) -> set[str]:
    """Name what is installed, as names are compared."""
    return {
        normalized(metadata.name.partition("-")[0])
        for metadata in environment.glob("[Ll]ib/**/site-packages/*.dist-info")
    }


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


def run(command: Sequence[str], what: str) -> None:
    """Run a command, say that it is still running, and show what it said only if it fails.

    Raises:
        InstallError: The command failed.
    """
    print(what, flush=True)
    started = time.monotonic()
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(
            command,
            env=clean_environment(os.environ),
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


def program_of(environment: Path, name: str) -> Path:
    """Give the place of a program of an environment."""
    return environment / ("Scripts" if os.name == "nt" else "bin") / name
