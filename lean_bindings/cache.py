"""The folder in which repacked bindings are kept, and how files get in and out of it."""

import contextlib
import os
import secrets
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

#: Names the folder to use instead of the user's cache folder.
CACHE_FOLDER_VARIABLE = "LEAN_BINDINGS_CACHE"

#: Bytes that may stay in the cache when something new is added; about ten versions of the largest
#: provider. The oldest go first.
SIZE_LIMIT_BYTES = 256 * 1024 * 1024

# Part of the path, so that a change of what is stored never meets files of an older release.
_LAYOUT = "1"

#: No file can be here: reads find nothing, and writes fail as they do on a full disk.
_NOWHERE = Path(os.devnull, "no-home")

# A build takes a few seconds; waiting longer than this is worse than building twice.
_LOCK_TIMEOUT_SECONDS = 60.0
_LOCK_POLL_SECONDS = 0.02


def cache_folder() -> Path:
    """Return the folder of the cache, which may not exist yet.

    Source: https://specifications.freedesktop.org/basedir-spec/latest/
    """
    named = os.environ.get(CACHE_FOLDER_VARIABLE)
    return Path(named) if named else _user_cache_folder() / "lean-bindings"


def entry_folder(key: str) -> Path:
    """Return the folder of one version of one package, which may not exist yet."""
    return cache_folder() / _LAYOUT / key


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that no other process ever sees a part of it.

    Raises:
        OSError: The folder cannot be written, or the disk is full; nothing is left behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


@contextlib.contextmanager
def only_one_process(folder: Path) -> Iterator[None]:
    """Let one process at a time build what belongs into a folder.

    It saves work and protects nothing: files are written atomically, so a process that gives up
    waiting, or whose system has no such locks, may go ahead.

    Raises:
        OSError: The folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "lock").open("ab") as lock:
        _wait_for(lock.fileno())
        yield


def entries() -> list[tuple[Path, int, float]]:
    """Return path, bytes and time of last use of every file in the cache, oldest first."""
    found = []
    for folder, _, names in os.walk(cache_folder() / _LAYOUT):
        for name in names:
            path = Path(folder, name)
            with contextlib.suppress(OSError):
                status = path.stat()
                found.append((path, status.st_size, status.st_mtime))
    return sorted(found, key=lambda entry: entry[2])


def mark_used(path: Path) -> None:
    """Note that a file was of use now, which keeps it from being removed soon."""
    with contextlib.suppress(OSError):
        os.utime(path)


def make_room(limit_bytes: int = SIZE_LIMIT_BYTES) -> None:
    """Remove the files that were not used for longest until the rest is within the limit."""
    present = entries()
    excess = sum(size for _, size, _ in present) - limit_bytes
    for path, size, _ in present:
        if excess <= 0:
            return
        with contextlib.suppress(OSError):
            path.unlink()
            excess -= size


def clear() -> None:
    """Remove the cache.

    Raises:
        OSError: Something in it cannot be removed.
    """
    folder = cache_folder() / _LAYOUT
    if folder.exists():
        shutil.rmtree(folder)


def _user_cache_folder() -> Path:
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return Path(local) if local else _home() / "AppData" / "Local"
    if sys.platform == "darwin":
        return _home() / "Library" / "Caches"
    named = os.environ.get("XDG_CACHE_HOME")
    # The specification says to ignore a relative path.
    return Path(named) if named and Path(named).is_absolute() else _home() / ".cache"


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError:
        # A user without a name, as in a container: then nothing is kept.
        return _NOWHERE


def _wait_for(descriptor: int) -> None:
    try:
        import fcntl  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    give_up = time.monotonic() + _LOCK_TIMEOUT_SECONDS
    while time.monotonic() < give_up:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_LOCK_POLL_SECONDS)
        except OSError:
            return
        else:
            return
