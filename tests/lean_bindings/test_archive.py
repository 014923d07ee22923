"""A package is repacked by submodule, however it was written, or refused."""

import gzip
import json
from pathlib import Path

import pytest

from lean_bindings.archive import Archive, UnknownLayoutError, make_archive
from lean_bindings.assembly_text import slim_types, split_assembly
from tests.lean_bindings.packages import INDEX, NAME, SOURCES, TYPES, VERSION, assembly, tarball

_REDIRECT = {"schema": "jsii/file-redirect", "compression": "gzip", "filename": ".jsii.gz"}
_INDENTED = json.dumps(assembly(), indent=2).encode()
_COMPACT = json.dumps(assembly()).encode()
_WRITTEN: dict[str, tuple[bytes, bytes | None]] = {
    "indented": (_INDENTED, None),
    "indented by one": (json.dumps(assembly(), indent=1).encode(), None),
    "compact": (_COMPACT, None),
    "compressed": (json.dumps(_REDIRECT).encode(), gzip.compress(_COMPACT)),
    "compressed and indented": (json.dumps(_REDIRECT).encode(), gzip.compress(_INDENTED)),
}


def archive_of(tmp_path: Path, package: Path) -> Archive:
    path = tmp_path / "archive.zip"
    path.write_bytes(make_archive(package, NAME, VERSION))
    return Archive(path)


@pytest.mark.parametrize("how", _WRITTEN)
def test_the_types_of_a_submodule_are_the_same_however_they_were_written(
    how: str, tmp_path: Path
) -> None:
    description, compressed = _WRITTEN[how]
    package = tarball(tmp_path / "p.tgz", description=description, compressed=compressed)
    archive = archive_of(tmp_path, package)
    one, two = (json.loads(archive.types_text(name)) for name in ("one", "two"))
    assert {**one, **two} == TYPES
    assert sorted(one) == [f"{NAME}.one.One", f"{NAME}.one.S"]
    assert archive.entry_points == {"one": "lib/one", "two": "lib/two-folder"}
    assert archive.assembly == {
        key: value
        for key, value in assembly().items()
        if key not in {"types", "submodules", "readme"}
    }


def test_source_maps_and_declarations_are_left_out(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, tarball(tmp_path / "p.tgz"))
    assert archive.read_file("lib/one/structs.js") == b"exports.S = 1;\n"
    assert archive.read_file("lib/one/index.js").decode() == SOURCES["lib/one/index.js"]
    assert not archive.has_file("lib/one/index.d.ts")


def _with_index(index: str) -> dict[str, str]:
    return {**SOURCES, "lib/index.js": index}


_ROOT_TYPE = {**TYPES, f"{NAME}.AtTheRoot": {"fqn": f"{NAME}.AtTheRoot"}}
_STRANGE_TYPE = {**TYPES, f"{NAME}.three.Three": {"fqn": f"{NAME}.three.Three"}}


@pytest.mark.parametrize(
    ("reason", "description", "sources"),
    [
        ("more than export submodules", _INDENTED, _with_index(INDEX + "class Root {}\n")),
        (
            "more than export submodules",
            _INDENTED,
            _with_index(INDEX + '__exportStar(require("./x"), exports);'),
        ),
        ("none of the exported", json.dumps(assembly(_ROOT_TYPE)).encode(), SOURCES),
        ("none of the exported", json.dumps(assembly(_STRANGE_TYPE), indent=2).encode(), SOURCES),
        ("it holds @other/provider", _INDENTED.replace(NAME.encode(), b"@other/provider"), SOURCES),
        ("it holds @test/provider@9.9.9", _INDENTED.replace(b"1.2.3", b"9.9.9"), SOURCES),
        ("JSONDecodeError", b"{", SOURCES),
        ("not there", json.dumps(_REDIRECT).encode(), SOURCES),
        ("lib/index.js", _INDENTED, {}),
    ],
)
def test_a_package_of_unknown_layout_is_refused(
    reason: str, description: bytes, sources: dict[str, str], tmp_path: Path
) -> None:
    package = tarball(tmp_path / "p.tgz", description=description, sources=sources)
    with pytest.raises(UnknownLayoutError, match=reason):
        make_archive(package, NAME, VERSION)


@pytest.mark.parametrize("content", [b"", b"no gzip", gzip.compress(b"no tar", mtime=0)])
def test_what_is_no_package_is_refused(content: bytes, tmp_path: Path) -> None:
    package = tmp_path / "p.tgz"
    package.write_bytes(content)
    with pytest.raises(UnknownLayoutError, match=r"p\.tgz: "):
        make_archive(package, NAME, VERSION)


def test_slim_types_have_all_but_what_people_read() -> None:
    _, texts = split_assembly(_INDENTED)
    slim = slim_types(b"{%b}" % b",".join(text for _, text in texts))
    assert slim[f"{NAME}.one.One"] == {
        "fqn": f"{NAME}.one.One",
        "kind": "class",
        "methods": [{"name": "m"}],
    }
    assert slim.keys() == TYPES.keys()


def test_a_type_cut_out_at_the_wrong_place_is_noticed() -> None:
    with pytest.raises(ValueError, match="described as"):
        slim_types(b'{"a.b.C": {"fqn": "a.b.D"}}')
