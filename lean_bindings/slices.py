"""A jsii package with some of its submodules only: what the kernel is given to load.

The first slice that is loaded of a package stands for the package. Its main module knows every
submodule by name and finds the JavaScript of one when it is first asked for it, so what a later
slice brings is found as well; see `lean_bindings.kernel` for how a later slice is loaded.
"""

import gzip
import io
import json
import posixpath
import re
import tarfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lean_bindings.archive import PACKAGE_FOLDER, Archive
from lean_bindings.assembly_text import slim_types

_RELATIVE_REQUIRE = re.compile(rb'\brequire\("(\.[^"]+)"\)')
_FASTEST = 1

_MAIN = """\
"use strict";
Object.defineProperty(exports, "__esModule", {{ value: true }});
const name = {name};
const entryPoints = {entry_points};
const find = (entryPoint) => {{
  for (let number = 0; ; number += 1) {{
    const root = number === 0 ? {root} : `${{name}}-${{number}}`;
    // Fails when there is no such package, and then the submodule is in none.
    require.resolve(`${{root}}/package.json`);
    try {{
      return require.resolve(`${{root}}/${{entryPoint}}`);
    }} catch (error) {{
      if (error.code !== "MODULE_NOT_FOUND") throw error;
    }}
  }}
}};
for (const [submodule, entryPoint] of Object.entries(entryPoints)) {{
  let path;
  Object.defineProperty(exports, submodule, {{
    enumerable: true,
    get: () => require((path ??= find(entryPoint))),
  }});
}}
"""


@dataclass
class Loaded:
    """What the kernel has of a package so far.

    Attributes:
        submodules: Submodules whose types it knows.
        places: Name of the package, as one would require it, that holds each JavaScript file.
    """

    submodules: set[str] = field(default_factory=set)
    places: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Slice:
    """A slice of a package, ready to load.

    Attributes:
        tarball: The npm package.
        submodules: Submodules whose types it describes, those loaded before included.
        files: JavaScript files that are nowhere else yet.
    """

    tarball: bytes
    submodules: frozenset[str]
    files: frozenset[str]


def make_slice(archive: Archive, wanted: Iterable[str], loaded: Loaded) -> Slice:
    """Return a slice with the wanted submodules, those they refer to, and all loaded before.

    Raises:
        ValueError: The archive is damaged.
        KeyError: The archive is damaged.
    """
    known = archive.entry_points.keys() & {*wanted, *loaded.submodules}
    types, submodules = _with_references(archive, known)
    entries = [archive.entry_points[submodule] for submodule in sorted(submodules)]
    sources = _with_requirements(archive, entries)
    name = archive.assembly["name"]
    files = {
        "package.json": archive.read_file("package.json"),
        ".jsii": json.dumps({**archive.assembly, "types": types}).encode(),
    }
    new = frozenset(path for path in sources if path not in loaded.places)
    for path, source in sources.items():
        # A file that is there already must not be there twice: its classes would differ.
        place = loaded.places.get(path)
        files[path] = source if place is None else _forward(f"{place}/{path}")
    main = json.loads(files["package.json"])["main"]
    files[main] = _main_module(name, archive.entry_points, main)
    return Slice(_pack(files), frozenset(submodules), new)


def _with_references(
    archive: Archive, wanted: Iterable[str]
) -> tuple[dict[str, Any], frozenset[str]]:
    """Return the types of submodules and of all that they refer to, and those submodules."""
    name = re.escape(archive.assembly["name"].encode())
    reference = re.compile(rb'"%b\.(\w+)\.' % name)
    found: dict[str, dict[str, Any]] = {}
    open_ = set(wanted)
    while open_:
        submodule = open_.pop()
        text = archive.types_text(submodule)
        found[submodule] = slim_types(text)
        open_ |= {match.decode() for match in reference.findall(text)} - found.keys()
    types = {name: type_ for submodule in sorted(found) for name, type_ in found[submodule].items()}
    return types, frozenset(found)


def _with_requirements(archive: Archive, entries: Sequence[str]) -> dict[str, bytes]:
    """Return the JavaScript files of entry points and all that they require, by path."""
    sources: dict[str, bytes] = {}
    open_ = [_file_of(archive, entry) for entry in entries]
    while open_:
        path = open_.pop()
        if path in sources:
            continue
        sources[path] = source = archive.read_file(path)
        folder = posixpath.dirname(path)
        for required in _RELATIVE_REQUIRE.findall(source):
            target = posixpath.normpath(posixpath.join(folder, required.decode()))
            open_.append(_file_of(archive, target))
    return sources


def _file_of(archive: Archive, required: str) -> str:
    """Return the file that Node.js takes for a path in a ``require``."""
    for path in (required, f"{required}.js", f"{required}.json", f"{required}/index.js"):
        if archive.has_file(path):
            return path
    raise KeyError(required)


def _forward(path: str) -> bytes:
    return f"module.exports = require({json.dumps(path)});\n".encode()


def _main_module(name: str, entry_points: Mapping[str, str], main: str) -> bytes:
    root = posixpath.relpath(".", posixpath.dirname(main))
    return _MAIN.format(
        name=json.dumps(name), entry_points=json.dumps(entry_points), root=json.dumps(root)
    ).encode()


def _pack(files: Mapping[str, bytes]) -> bytes:
    output = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=output, mode="wb", compresslevel=_FASTEST, mtime=0) as stream,
        tarfile.open(fileobj=stream, mode="w") as package,
    ):
        for path in sorted(files):
            member = tarfile.TarInfo(PACKAGE_FOLDER + path)
            member.size = len(files[path])
            package.addfile(member, io.BytesIO(files[path]))
    return output.getvalue()
