"""What is kept from one run to the next, where the user has no home that can be written.

That is so in many containers: a user without a name, or a file system that is read only.
"""

import os
import stat
import sys
import tempfile
from pathlib import Path

from lean_bindings.cache import CACHE_FOLDER_VARIABLE, cache_folder

#: Source: jsii 1.142, `disk-cache` and `tar-cache` of its kernel.
_SETTING = "JSII_RUNTIME_PACKAGE_CACHE"
_FOLDERS = {
    "linux": Path(".cache", "aws", "jsii", "package-cache"),
    "darwin": Path("Library", "Caches", "com.amazonaws.jsii", "package-cache"),
}
_OF_OTHERS = stat.S_IWGRP | stat.S_IWOTH


def keep_elsewhere_without_a_home() -> None:
    """Say where to keep what the home cannot, in this process's environment.

    jsii would not go on without its folder, and is told to do without; repacked bindings go to a
    folder for temporary files that is the user's alone. What the environment says already stays.
    """
    if CACHE_FOLDER_VARIABLE not in os.environ and not _can_be_written(cache_folder()):
        private = _private_folder()
        if private is not None:
            os.environ[CACHE_FOLDER_VARIABLE] = str(private)
    below = _FOLDERS.get(sys.platform)
    if below is None or _SETTING in os.environ or f"{_SETTING}_ROOT" in os.environ:
        return
    try:
        home = Path.home()
    except RuntimeError:
        # Then jsii takes the folder for temporary files.
        return
    if not _can_be_written(home / below):
        os.environ[_SETTING] = "disabled"


def _can_be_written(folder: Path) -> bool:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK | os.X_OK)


def _private_folder() -> Path | None:
    """Make a folder that nobody else writes to; None where somebody was there first."""
    if sys.platform == "win32":
        return None
    folder = Path(tempfile.gettempdir(), f"lean-bindings-{os.getuid()}")
    if not _can_be_written(folder):
        return None
    found = folder.lstat()
    ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()
    return folder if ours and not found.st_mode & _OF_OTHERS else None
