"""A provider's jsii package repacked so that each of its submodules can be read alone.

The package of a large provider is one compressed file: 37 MB for AWS, which unpack to 400 MB, a
third of it one JSON document that describes 25,000 types. The archive made of it is a zip file with
the same JavaScript and, for each submodule, the text of its part of that document.
"""

import gzip
import io
import json
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lean_bindings.assembly_text import split_assembly

#: Folder of the files of the npm package inside the archive; same as in the tarball.
PACKAGE_FOLDER = "package/"
_ASSEMBLY = "assembly.json"
_ENTRY_POINTS = "entry-points.json"
_TYPES = "types/{}.json"
_SPECIFICATION = PACKAGE_FOLDER + ".jsii"
_MANIFEST = PACKAGE_FOLDER + "package.json"
_FASTEST = 1
_CHUNK_BYTES = 65536

# What reading a document of unknown content may raise, and a file that is not compressed.
_WRONG_CONTENT = (ValueError, KeyError, AttributeError, gzip.BadGzipFile)

_SOURCE_MAP = b"\n//# sourceMappingURL=data:"
_EXPORT = re.compile(r'^exports\.(\w+) = require\("\./([^"]+)"\);$', re.MULTILINE)
# What TypeScript writes at the top of a module that only exports others, and comments.
_PREAMBLE = re.compile(
    r'"use strict";|Object\.defineProperty\(exports, "__esModule", \{ value: true \}\);'
    r"|exports\.\w+ = (?:exports\.\w+ = )*void 0;|/\*.*?\*/|//[^\n]*",
    re.DOTALL,
)


class UnknownLayoutError(Exception):
    """A package is not built like the provider packages that can be repacked."""


class Archive:
    """A repacked package, open for reading.

    Attributes:
        assembly: The description of the package without that of its types.
        entry_points: Path of the JavaScript of each submodule, inside the package and as one would
            require it: ``lib/vpc`` for ``lib/vpc/index.js``.
    """

    def __init__(self, path: Path) -> None:
        """Open an archive.

        Raises:
            OSError: It cannot be read.
            zipfile.BadZipFile: It is damaged.
        """
        self._zip = zipfile.ZipFile(path)
        self._names = frozenset(self._zip.namelist())
        self.assembly: dict[str, Any] = json.loads(self._zip.read(_ASSEMBLY))
        self.entry_points: dict[str, str] = json.loads(self._zip.read(_ENTRY_POINTS))

    def close(self) -> None:
        """Close the file."""
        self._zip.close()

    def has_file(self, path: str) -> bool:
        """Return whether the package has a file, given its path inside the package."""
        return PACKAGE_FOLDER + path in self._names

    def read_file(self, path: str) -> bytes:
        """Return the content of a file of the package."""
        return self._zip.read(PACKAGE_FOLDER + path)

    def types_text(self, submodule: str) -> bytes:
        """Return the JSON object that describes the types of a submodule, by qualified name."""
        name = _TYPES.format(submodule)
        return self._zip.read(name) if name in self._names else b"{}"


def make_archive(tarball: Path, name: str, version: str) -> bytes:
    """Return the archive of a package.

    Args:
        tarball: The package as it lies in the Python package.
        name: Name of its assembly, as in ``@cdktf/provider-aws``.
        version: Version of its assembly.

    Raises:
        UnknownLayoutError: The package is not built as expected.
        OSError: The package cannot be read.
    """
    output = io.BytesIO()
    try:
        with (
            gzip.open(tarball) as content,
            # As a stream, because all of it at once would take 400 MB, and seconds to get them.
            tarfile.open(fileobj=content, mode="r|", bufsize=_CHUNK_BYTES) as package,
            zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=_FASTEST) as archive,
        ):
            _repack(package, archive, (name, version))
    except (EOFError, tarfile.TarError, zlib.error, *_WRONG_CONTENT) as error:
        raise UnknownLayoutError(f"{tarball.name}: {error!r}") from error
    return output.getvalue()


def _repack(
    package: tarfile.TarFile, archive: zipfile.ZipFile, name_and_version: tuple[str, str]
) -> None:
    files: dict[str, bytes] = {}
    for member in package:
        stream = package.extractfile(member)
        if stream is None:
            continue
        if member.name.endswith((".js", ".json")):
            archive.writestr(member.name, _without_source_map(stream.read()))
        elif member.name.startswith(_SPECIFICATION):
            files[member.name] = stream.read()
    assembly, types = split_assembly(files.pop(_SPECIFICATION), files.get(_SPECIFICATION + ".gz"))
    if (assembly["name"], assembly["version"]) != name_and_version:
        raise UnknownLayoutError(f"it holds {assembly['name']}@{assembly['version']}")
    manifest = json.loads(archive.read(_MANIFEST))
    entry_points = _entry_points(archive, manifest["main"])
    archive.writestr(_ASSEMBLY, json.dumps(assembly))
    archive.writestr(_ENTRY_POINTS, json.dumps(entry_points))
    for submodule, texts in _by_submodule(types, assembly["name"], entry_points).items():
        archive.writestr(_TYPES.format(submodule), b"{%b}" % b",".join(texts))


def _without_source_map(source: bytes) -> bytes:
    """Drop the source map at the end of a file, two thirds of its size; no line moves."""
    start = source.rfind(_SOURCE_MAP)
    return source if start < 0 else source[: start + 1]


def _entry_points(archive: zipfile.ZipFile, main: str) -> dict[str, str]:
    """Return the path of each submodule that the main module exports.

    Raises:
        UnknownLayoutError: The main module does more than export submodules.
    """
    source = archive.read(PACKAGE_FOLDER + main).decode()
    rest = _PREAMBLE.sub("", _EXPORT.sub("", source)).strip()
    if rest:
        raise UnknownLayoutError(f"{main}: does more than export submodules: {rest[:60]!r}")
    folder = main.rpartition("/")[0]
    return {name: f"{folder}/{path}".lstrip("/") for name, path in _EXPORT.findall(source)}


def _by_submodule(
    types: Iterable[tuple[str, memoryview]], assembly: str, submodules: Iterable[str]
) -> dict[str, list[memoryview]]:
    """Group the texts of types by the submodule they are in.

    Raises:
        UnknownLayoutError: A type is in no submodule.
    """
    grouped: dict[str, list[memoryview]] = {name: [] for name in submodules}
    for qualified_name, text in types:
        owner, _, rest = qualified_name.partition(".")
        submodule, _, name = rest.partition(".")
        if owner != assembly or not name or submodule not in grouped:
            raise UnknownLayoutError(f"{qualified_name}: in none of the exported submodules")
        grouped[submodule].append(text)
    return grouped
