"""The cache stays where it belongs and within its bounds."""

import os
import sys
from pathlib import Path

import pytest

from lean_bindings import cache
from lean_bindings.__main__ import main


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder of an empty cache."""
    monkeypatch.setenv(cache.CACHE_FOLDER_VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


def fill(name: str, size: int, age_seconds: int) -> Path:
    path = cache.entry_folder("package") / name
    cache.write_atomically(path, b"x" * size)
    os.utime(path, (1_000_000 - age_seconds, 1_000_000 - age_seconds))
    return path


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {"XDG_CACHE_HOME": "/x"}, "/x/lean-bindings"),
        ("linux", {"XDG_CACHE_HOME": "relative", "HOME": "/h"}, "/h/.cache/lean-bindings"),
        ("linux", {"XDG_CACHE_HOME": "", "HOME": "/h"}, "/h/.cache/lean-bindings"),
        ("darwin", {"HOME": "/h"}, "/h/Library/Caches/lean-bindings"),
        ("win32", {"LOCALAPPDATA": "/l"}, "/l/lean-bindings"),
        ("win32", {"LOCALAPPDATA": "", "HOME": "/h"}, "/h/AppData/Local/lean-bindings"),
        ("linux", {cache.CACHE_FOLDER_VARIABLE: "/c", "XDG_CACHE_HOME": "/x"}, "/c"),
    ],
)
def test_the_cache_is_where_the_platform_keeps_caches(
    platform: str, variables: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(cache.CACHE_FOLDER_VARIABLE, raising=False)
    monkeypatch.setattr(sys, "platform", platform)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert cache.cache_folder().as_posix() == expected


def test_room_is_made_by_removing_what_was_not_used_for_longest(folder: Path) -> None:
    paths = [fill(name, 100, age) for name, age in (("new", 1), ("old", 3), ("middle", 2))]
    cache.make_room(limit_bytes=150)
    assert folder.exists()
    assert [path.exists() for path in paths] == [True, False, False]


def test_using_a_file_keeps_it(folder: Path) -> None:
    old, new = fill("old", 100, 9), fill("new", 100, 1)
    cache.mark_used(old)
    cache.make_room(limit_bytes=100)
    assert folder.exists()
    assert (old.exists(), new.exists()) == (True, False)


def test_a_write_that_fails_leaves_what_was_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = fill("file", 3, 0)

    def fail(_self: Path, _target: Path) -> Path:
        raise OSError("no")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="no"):
        cache.write_atomically(path, b"other")
    assert path.read_bytes() == b"xxx"
    assert [entry.name for entry in folder.rglob("*") if entry.is_file()] == ["file"]


def test_the_command_shows_and_removes_the_cache(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill("file", 1024 * 1024, 0)
    assert main(["info"]) == 0
    assert capsys.readouterr().out == f"{folder}: 1 files, 1.0 MiB (limit 256 MiB)\n"
    assert main(["clear"]) == 0
    assert main(["clear"]) == 0
    assert cache.entries() == []


def test_other_files_in_a_folder_named_as_the_cache_are_left_alone(folder: Path) -> None:
    mine = folder / "mine.txt"
    fill("file", 1, 0)
    mine.write_text("keep")
    assert main(["clear"]) == 0
    assert mine.read_text() == "keep"
