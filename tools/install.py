"""Install locked packages beside this checkout; do nothing when all is in place.

``python -m tools.install NAME...`` installs what is named, of `ENVIRONMENTS`; without a name,
everything.

Runs on the machine's own Python, so it uses the standard library alone.
"""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.commands import ROOT
from tools.environments import (
    InstallError,
    installed_packages,
    is_usable,
    make_environment,
    program_of,
    remove_half_installed,
    run,
)
from tools.locked import DEV_PACKAGES, PACKAGES, locked_packages, requirements

MAIN = ROOT / ".venv"
#: checkov lives apart: it pins releases that others need newer.
CHECKOV = ROOT / ".venv-checkov"
OLDEST, NEWEST = (3, 10), (3, 13)
_INTERRUPTED = 130
#: What a new environment comes with.
_PIP = frozenset({"pip", "setuptools"})
#: Typer, and what it needs: all that ``trainyard summarize`` and ``trainyard ci`` load.
COMMAND = frozenset(
    {
        "annotated-doc",
        "annotated-types",
        "markdown-it-py",
        "mdurl",
        "pydantic",
        "pydantic-core",
        "pygments",
        "rich",
        "shellingham",
        "typer",
        "typing-extensions",
        "typing-inspection",
    }
)


@dataclass(frozen=True)
class Environment:
    """What goes where.

    Attributes:
        folder: The virtual environment.
        lock: The lock file.
        parts: The parts of it.
        what: That in words.
        only: Names of packages to take; all if empty.
    """

    folder: Path
    lock: Path
    parts: Sequence[str]
    what: str
    only: frozenset[str] = frozenset()


_LOCK = ROOT / "Pipfile.lock"
#: By name; of those that share a folder, one adds to another.
ENVIRONMENTS = {
    "command": Environment(
        MAIN, _LOCK, (PACKAGES,), "what trainyard summarize and trainyard ci need", COMMAND
    ),
    "packages": Environment(MAIN, _LOCK, (PACKAGES,), "what clusters and the demo need"),
    "development": Environment(
        MAIN, _LOCK, (PACKAGES, DEV_PACKAGES), "that and what tests and checks need"
    ),
    "checkov": Environment(
        CHECKOV,
        ROOT / "tools" / "checkov" / "Pipfile.lock",
        (PACKAGES,),
        "checkov, apart from the rest",
    ),
}
_EVERYTHING = ("development", "checkov")

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
        for environment in environments:
            install(environment)
        if MAIN in {environment.folder for environment in environments}:
            python = program_of(MAIN, "python")
            write_command(python.with_name("trainyard"), python)
    except InstallError as error:
        print(f"{error}\nrun it again to go on from here", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted; run it again to go on from here", file=sys.stderr)
        return _INTERRUPTED
    return 0


def select(arguments: Sequence[str]) -> list[Environment]:
    """Give the environments that are asked for: those that are named, or everything.

    Raises:
        InstallError: There is none of a name.
    """
    unknown = [name for name in arguments if name not in ENVIRONMENTS]
    if unknown:
        message = f"no environment {', '.join(unknown)}; there are {', '.join(ENVIRONMENTS)}"
        raise InstallError(message)
    return [ENVIRONMENTS[name] for name in arguments or _EVERYTHING]


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


def install(environment: Environment) -> None:
    """Install what is locked, unless it is there already.

    What else the lock file has stays where it is in place.

    Raises:
        InstallError: A command of the installation failed.
    """
    folder, stamp = environment.folder, environment.folder / "installed.txt"
    wanted = requirements(environment.lock, environment.parts, environment.only)
    locked = requirements(environment.lock, (PACKAGES, DEV_PACKAGES))
    there = in_place(stamp, locked) if is_usable(folder) else []
    missing = [line for line in wanted if line not in there]
    if not missing:
        return
    stamp.unlink(missing_ok=True)
    if not is_usable(folder):
        print(f"{folder.name}: making it", flush=True)
        make_environment(folder)
    remove_half_installed(folder)
    # First out with what is no longer locked, then in with what is.
    unlocked = sorted(installed_packages(folder) - locked_packages(environment.lock) - _PIP)
    if unlocked:
        _pip(folder, f"taking out {', '.join(unlocked)}", "uninstall", "--yes", *unlocked)
    with TemporaryDirectory() as scratch:
        file = Path(scratch, "requirements.txt")
        file.write_text("".join(f"{line}\n" for line in missing), encoding="utf-8")
        # The lock file has what packages need of each other. Wheels alone: nothing of a package
        # runs while it is installed. Compiled is what is used, when it is.
        options = ("--require-hashes", "--no-deps", "--only-binary=:all:", "--no-compile")
        what = f"installing {environment.what} ({len(missing)} packages)"
        _pip(folder, what, "install", *options, "--requirement", str(file))
    write_stamp(stamp, [*wanted, *there])


def in_place(stamp: Path, locked: Iterable[str]) -> list[str]:
    """Give the lines of a lock file that this Python has installed.

    Args:
        stamp: What `write_stamp` wrote, if it was.
        locked: All lines of the lock file.
    """
    if not stamp.is_file():
        return []
    lines = stamp.read_text(encoding="utf-8").splitlines()
    return [line for line in locked if line in lines] if _version() in lines else []


def write_stamp(stamp: Path, lines: Sequence[str]) -> None:
    """Note which lines of a lock file are installed, and by which Python."""
    text = "".join(f"{line}\n" for line in (_version(), *sorted({*lines})))
    stamp.write_text(text, encoding="utf-8")


def _version() -> str:
    return " ".join(sys.version.split())


def _pip(folder: Path, what: str, *arguments: str) -> None:
    command = [str(program_of(folder, "python")), "-m", "pip", *arguments, "--no-input"]
    run(command, f"{folder.name}: {what}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
