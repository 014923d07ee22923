"""What is synthesized, in its place as a whole or not at all."""

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from cdktf import App

_DEFAULT = "cdktf.out"
#: How Node.js begins what it says of a system call that failed, as in ``ENOSPC: no space left``.
#: Source: https://nodejs.org/api/errors.html#class-systemerror
_OF_THE_SYSTEM = re.compile(r"\b(E[A-Z0-9]+): ([a-z][^,\n]*)")


class NotWrittenError(OSError):
    """The output could not be written, and is as it was; the text says why."""


def write(build: Callable[[str], App], outdir: Path | None = None) -> list[Path]:
    """Synthesize all stacks of an app, and give the file of each, by name.

    Everything is written to a folder of its own first, and reaches the disk before the first file
    takes its place. Whatever stops it in between, even Ctrl-C, leaves all files as they were.

    Args:
        build: Makes the app, given the folder it writes to.
        outdir: Folder for the output; None for ``CDKTF_OUTDIR``, which the cdktf CLI sets, or
            ``cdktf.out``.

    Raises:
        NotWrittenError: The folder cannot be written, or the disk is full.
    """
    folder = Path(outdir or os.environ.get("CDKTF_OUTDIR") or _DEFAULT)
    try:
        with _made(folder), _beside(folder) as staging:
            app = build(str(staging))
            app.synth()
            stacks = sorted(child.node.id for child in app.node.children)
            _put_in_place(staging, folder)
    except OSError as error:
        message = f"{error.filename or folder}: cannot be written: {_reason(error)}"
        raise NotWrittenError(message) from error
    except RuntimeError as error:
        said = _OF_THE_SYSTEM.search(str(error))
        if said is None:
            raise
        message = f"{folder}: cannot be written: {said[2]} ({said[1]})"
        raise NotWrittenError(message) from error
    return [folder / "stacks" / stack / "cdk.tf.json" for stack in stacks]


@contextlib.contextmanager
def _made(folder: Path) -> Iterator[None]:
    """Make a folder, and take away what was made if it then goes wrong."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        for path in missing:
            with contextlib.suppress(OSError):
                path.rmdir()
        raise


@contextlib.contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """Give a folder on the same disk as the output, gone afterwards."""
    staging = Path(tempfile.mkdtemp(prefix=".synthesis-", dir=folder))
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _put_in_place(staging: Path, folder: Path) -> None:
    written = sorted(file.relative_to(staging) for file in staging.rglob("*") if file.is_file())
    for name in written:
        _reach_the_disk(staging / name)
    before = Path(tempfile.mkdtemp(prefix="before-", dir=staging))
    made: list[Path] = []
    replaced: list[tuple[Path, Path | None]] = []
    try:
        for number, name in enumerate(written):
            target = folder / name
            made += _folders_of(target)
            earlier = _kept(target, before / str(number))
            (staging / name).replace(target)
            replaced.append((target, earlier))
    except BaseException:
        _take_back(replaced, made)
        raise
    for parent in sorted({(folder / name).parent for name in written}):
        _reach_the_disk(parent)


def _reason(error: OSError) -> str:
    if isinstance(error, FileExistsError):
        return "it is a file and no folder"
    return error.strerror or str(error)


def _folders_of(target: Path) -> Sequence[Path]:
    missing = [path for path in target.parents if not path.exists()]
    target.parent.mkdir(parents=True, exist_ok=True)
    return missing


def _kept(target: Path, copy: Path) -> Path | None:
    """Keep what a file is before it is replaced; None where there is none."""
    if not target.exists():
        return None
    shutil.copy2(target, copy)
    return copy


def _take_back(replaced: Sequence[tuple[Path, Path | None]], made: Sequence[Path]) -> None:
    for target, earlier in reversed(replaced):
        if earlier is None:
            target.unlink()
        else:
            earlier.replace(target)
    for path in made:
        with contextlib.suppress(OSError):
            path.rmdir()


def _reach_the_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
