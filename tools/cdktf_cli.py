"""The cdktf CLI of the end-to-end tests, installed on first use as ``tools/cdktf`` locks it."""

import hashlib
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKED = ROOT / "tools" / "cdktf"
#: Where it is installed; may be removed at any time.
FOLDER = ROOT / ".cdktf-cli"

_STAMP = "installed.txt"
_FILES = ("package.json", "package-lock.json")
#: By itself npm gives each of some hundred downloads five minutes, three times.
_OPTIONS = ("--ignore-scripts", "--no-audit", "--no-fund", "--fetch-timeout=30000")
_INSTALL_SECONDS = 240
_ATTEMPTS = 2
_WAYS_OUT = "install Node.js 20, which has npm (https://nodejs.org)"
#: The CLI loads it on every command that runs Terraform; it comes built for some Node.js only.
_NATIVE_MODULE = "@cdktf/node-pty-prebuilt-multiarch"


class CdktfCliError(Exception):
    """The cdktf CLI cannot be installed, or does not run on this machine's Node.js."""


def cdktf_cli(folder: Path = FOLDER) -> Path:
    """Give the locked cdktf CLI, after installing it if need be.

    No install script of a package is run: the CLI needs none.

    Raises:
        CdktfCliError: There is no npm, npm fails, or this Node.js is not one the CLI is built for.
    """
    npm, node = _found("npm"), _found("node")
    wanted = hashlib.sha256((LOCKED / "package-lock.json").read_bytes()).hexdigest()
    stamp = folder / _STAMP
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != wanted:
        _install(npm, folder)
        stamp.write_text(wanted, encoding="utf-8")
    _check(node, folder)
    return folder / "node_modules" / ".bin" / "cdktf"


def _found(command: str) -> str:
    found = shutil.which(command)
    if found is None:
        message = f"{command} is not on the PATH, and the cdktf CLI needs it: {_WAYS_OUT}"
        raise CdktfCliError(message)
    return found


def _install(npm: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _STAMP).unlink(missing_ok=True)
    for name in _FILES:
        shutil.copyfile(LOCKED / name, folder / name)
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            done = subprocess.run(
                [npm, "ci", *_OPTIONS],
                cwd=folder,
                capture_output=True,
                check=False,
                text=True,
                timeout=_INSTALL_SECONDS,
            )
        except subprocess.TimeoutExpired as error:
            if attempt == _ATTEMPTS:
                message = f"npm did not end within {_INSTALL_SECONDS} s, {attempt} times"
                raise CdktfCliError(message) from error
        else:
            break
    if done.returncode:
        message = f"npm cannot install what {LOCKED}/package-lock.json says:\n{done.stderr.strip()}"
        raise CdktfCliError(message)


def _check(node: str, folder: Path) -> None:
    program = f"require('{_NATIVE_MODULE}')"
    done = subprocess.run(
        [node, "-e", program], cwd=folder, capture_output=True, check=False, text=True
    )
    if done.returncode:
        version = subprocess.run(
            [node, "--version"], capture_output=True, check=True, text=True
        ).stdout.strip()
        message = f"the cdktf CLI has no build for {node}, which is Node.js {version}: {_WAYS_OUT}"
        raise CdktfCliError(message)
