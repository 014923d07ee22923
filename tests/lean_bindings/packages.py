"""Small jsii packages, made for one test."""

import gzip
import io
import json
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

NAME, VERSION = "@test/provider", "1.2.3"
_HEADER = '"use strict";\nObject.defineProperty(exports, "__esModule", { value: true });\n'
INDEX = (
    _HEADER
    + 'exports.two = exports.one = void 0;\n// a comment\nexports.one = require("./one");\n'
    + 'exports.two = require("./two-folder");\n'
)
SOURCES = {
    "lib/index.js": INDEX,
    "lib/one/index.js": 'const s = require("./structs");\nexports.One = class {};\n',
    "lib/one/structs.js": "exports.S = 1;\n//# sourceMappingURL=data:application/json;base64,AAAA",
    "lib/two-folder/index.js": 'exports.One = require("../one").One;\n',
}


def type_(name: str, **more: Any) -> dict[str, Any]:
    """Return the description of a type."""
    return {"fqn": name, "kind": "class", "docs": {"summary": "x"}, **more}


TYPES = {
    f"{NAME}.one.One": type_(f"{NAME}.one.One", methods=[{"docs": {}, "name": "m"}]),
    f"{NAME}.one.S": type_(f"{NAME}.one.S", symbolId="src/one:S"),
    f"{NAME}.two.Two": type_(f"{NAME}.two.Two", base=f"{NAME}.one.One"),
}


def assembly(types: Mapping[str, Any] = TYPES) -> dict[str, Any]:
    """Return the description of a package."""
    return {
        "dependencies": {"cdktf": "^0.21.0"},
        "name": NAME,
        "readme": {"markdown": "x"},
        "schema": "jsii/0.10.0",
        "submodules": {f"{NAME}.one": {}},
        "types": dict(types),
        "version": VERSION,
    }


def tarball(
    path: Path,
    *,
    description: bytes | None = None,
    sources: Mapping[str, str] = SOURCES,
    compressed: bytes | None = None,
) -> Path:
    """Write a package."""
    if description is None:
        description = json.dumps(assembly(), indent=2).encode()
    files: dict[str, bytes | str] = {
        ".jsii": description,
        "package.json": json.dumps({"name": NAME, "version": VERSION, "main": "lib/index.js"}),
        "lib/one/index.d.ts": "not needed",
        **sources,
    }
    if compressed is not None:
        files[".jsii.gz"] = compressed
    with gzip.open(path, "wb") as stream, tarfile.open(fileobj=stream, mode="w") as package:
        for name, content in files.items():
            data = content if isinstance(content, bytes) else content.encode()
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(data)
            package.addfile(member, io.BytesIO(data))
    return path


def unpack(package: bytes) -> dict[str, str]:
    """Return the files of a package."""
    with tarfile.open(fileobj=io.BytesIO(package)) as archive:
        return {
            member.name.removeprefix("package/"): stream.read().decode()
            for member in archive
            if (stream := archive.extractfile(member)) is not None
        }
