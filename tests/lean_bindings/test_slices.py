"""A slice holds what a program needs, and what that needs."""

import json
from pathlib import Path

import pytest

from lean_bindings.archive import Archive, make_archive
from lean_bindings.slices import Loaded, make_slice
from tests.lean_bindings.packages import NAME, VERSION, tarball, unpack


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Give the archive of a small package."""
    path = tmp_path / "archive.zip"
    path.write_bytes(make_archive(tarball(tmp_path / "p.tgz"), NAME, VERSION))
    return Archive(path)


def test_a_slice_has_the_wanted_submodule_only(archive: Archive) -> None:
    made = make_slice(archive, ["one"], Loaded())
    files = unpack(made.tarball)
    assert made.submodules == {"one"}
    assert sorted(files) == [
        ".jsii",
        "lib/index.js",
        "lib/one/index.js",
        "lib/one/structs.js",
        "package.json",
    ]
    assert list(json.loads(files[".jsii"])["types"]) == [f"{NAME}.one.One", f"{NAME}.one.S"]


def test_types_that_others_refer_to_come_with_them(archive: Archive) -> None:
    made = make_slice(archive, ["two"], Loaded())
    types = json.loads(unpack(made.tarball)[".jsii"])["types"]
    assert made.submodules == {"one", "two"}
    assert f"{NAME}.one.One" in types
    assert "lib/one/index.js" in made.files


def test_a_later_slice_describes_all_and_brings_no_file_twice(archive: Archive) -> None:
    first = make_slice(archive, ["one"], Loaded())
    places = dict.fromkeys(first.files, NAME)
    later = make_slice(archive, ["two"], Loaded({"one"}, places))
    files = unpack(later.tarball)
    assert sorted(json.loads(files[".jsii"])["types"]) == [
        f"{NAME}.one.One",
        f"{NAME}.one.S",
        f"{NAME}.two.Two",
    ]
    assert later.files == {"lib/two-folder/index.js"}
    assert files["lib/one/index.js"] == f'module.exports = require("{NAME}/lib/one/index.js");\n'


def test_names_that_are_no_submodules_are_passed_over(archive: Archive) -> None:
    assert make_slice(archive, ["one", "nonsense"], Loaded()).submodules == {"one"}


def test_the_main_module_knows_every_submodule(archive: Archive) -> None:
    main = unpack(make_slice(archive, ["one"], Loaded()).tarball)["lib/index.js"]
    assert '{"one": "lib/one", "two": "lib/two-folder"}' in main


def test_the_same_is_made_of_the_same(archive: Archive) -> None:
    assert make_slice(archive, ["one"], Loaded()) == make_slice(archive, ["one"], Loaded())
