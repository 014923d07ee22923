"""Repacked packages in the cache: made when missing, checked when used."""

import contextlib
import hashlib
import json
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lean_bindings import cache
from lean_bindings.archive import Archive, UnknownLayoutError, make_archive
from lean_bindings.slices import Loaded, Slice, make_slice

# Part of every key: a change of what slices or archives look like must not meet older ones.
_FORMAT = b"1"
_DIGEST_LENGTH = 32


@dataclass(frozen=True)
class Package:
    """A jsii package that lies in a Python package.

    Attributes:
        name: Name of its assembly, as in ``@cdktf/provider-aws``.
        version: Version of its assembly.
        tarball: The whole of it.
    """

    name: str
    version: str
    tarball: Path

    def key(self) -> str:
        """Return a name for this content, which is the same wherever the package is installed.

        gzip ends with a checksum and the size of what was compressed, which tell contents apart
        without reading 37 MB. That checksum is verified when the archive is made.

        Raises:
            OSError: The package cannot be read.
        """
        with self.tarball.open("rb") as stream:
            size = stream.seek(0, 2)
            stream.seek(max(size - 8, 0))
            trailer = stream.read()
        digest = hashlib.sha256(_FORMAT + size.to_bytes(8, "little") + trailer).hexdigest()
        readable = re.sub(r"[^\w.-]+", "-", f"{self.name.lstrip('@')}-{self.version}")
        return f"{readable}-{digest[:16]}"


@dataclass(frozen=True)
class StoredSlice:
    """A slice in the cache.

    Attributes:
        path: The npm package.
        submodules: See `Slice`.
        files: See `Slice`.
    """

    path: Path
    submodules: frozenset[str]
    files: frozenset[str]


def stored_slice(package: Package, wanted: Iterable[str], loaded: Loaded) -> StoredSlice:
    """Return a slice of a package from the cache, or make it.

    Raises:
        UnknownLayoutError: The package is not built as expected.
        OSError: The cache cannot be written, or the package not be read.
    """
    folder = cache.entry_folder(package.key())
    digest = _digest(sorted({*wanted, *loaded.submodules}), sorted(loaded.places.items()))
    found = _find_slice(folder, digest)
    if found is not None:
        return found
    with cache.only_one_process(folder):
        found = _find_slice(folder, digest)
        if found is not None:
            return found
        made = _make_slice(folder, package, wanted, loaded)
        return _store_slice(folder, digest, made)


def remembered_later(package: Package, first: Iterable[str]) -> frozenset[str]:
    """Return the submodules that runs with the same first submodules needed later.

    Raises:
        OSError: The package cannot be read.
    """
    try:
        names = json.loads(_later_path(package, first).read_bytes())
        return frozenset(name for name in names if isinstance(name, str))
    except (FileNotFoundError, ValueError, TypeError):
        return frozenset()


def remember_later(package: Package, first: Iterable[str], later: Iterable[str]) -> None:
    """Keep which submodules a run needed after its first ones.

    Raises:
        OSError: The cache cannot be written, or the package not be read.
    """
    names = sorted({*later, *remembered_later(package, first)})
    cache.write_atomically(_later_path(package, first), json.dumps(names).encode())


def _later_path(package: Package, first: Iterable[str]) -> Path:
    return cache.entry_folder(package.key()) / f"{_digest(sorted(first))}.later.json"


def _find_slice(folder: Path, digest: str) -> StoredSlice | None:
    """Return a slice that is in the cache and whole."""
    description = folder / f"{digest}.json"
    try:
        stored = json.loads(description.read_bytes())
        path = folder / f"{digest}-{stored['checksum'][:_DIGEST_LENGTH]}.tgz"
        if hashlib.sha256(path.read_bytes()).hexdigest() != stored["checksum"]:
            return None
        submodules, files = frozenset(stored["submodules"]), frozenset(stored["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    cache.mark_used(description)
    cache.mark_used(path)
    return StoredSlice(path, submodules, files)


def _store_slice(folder: Path, digest: str, made: Slice) -> StoredSlice:
    checksum = hashlib.sha256(made.tarball).hexdigest()
    # The checksum is in the name, so that no process reads the one file of one slice and the other
    # of another that was made of the same.
    path = folder / f"{digest}-{checksum[:_DIGEST_LENGTH]}.tgz"
    description = {
        "checksum": checksum,
        "submodules": sorted(made.submodules),
        "files": sorted(made.files),
    }
    cache.make_room()
    cache.write_atomically(path, made.tarball)
    cache.write_atomically(folder / f"{digest}.json", json.dumps(description).encode())
    return StoredSlice(path, made.submodules, made.files)


def _make_slice(folder: Path, package: Package, wanted: Iterable[str], loaded: Loaded) -> Slice:
    path = folder / "archive.zip"
    wanted = frozenset(wanted)
    # A damaged archive may show only when a part of it is read; it is made anew once.
    with contextlib.suppress(OSError, ValueError, KeyError, zipfile.BadZipFile, zipfile.error):
        return _slice_of(path, wanted, loaded)
    cache.write_atomically(path, make_archive(package.tarball, package.name, package.version))
    try:
        return _slice_of(path, wanted, loaded)
    except (ValueError, KeyError) as error:
        raise UnknownLayoutError(f"{package.tarball.name}: {error!r}") from error


def _slice_of(path: Path, wanted: Iterable[str], loaded: Loaded) -> Slice:
    with contextlib.closing(Archive(path)) as archive:
        cache.mark_used(path)
        return make_slice(archive, wanted, loaded)


def _digest(*parts: object) -> str:
    return hashlib.sha256(_FORMAT + json.dumps(parts).encode()).hexdigest()[:_DIGEST_LENGTH]
