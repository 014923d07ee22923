"""The kernel is given what requests name, and nothing twice."""

from pathlib import Path
from typing import Any

import pytest

from lean_bindings import cache
from lean_bindings.kernel import LeanKernel
from tests.lean_bindings.packages import NAME, TYPES, VERSION, tarball


class Loads:
    """What a kernel was told to load."""

    def __init__(self, package: Path, imported: list[str]) -> None:
        self.names: list[str] = []
        self.tarballs: list[Path] = []
        registry: dict[str, Any] = {name: object for name in imported}
        self.kernel = LeanKernel(self._load, self._load, [registry])
        self.kernel.make_lean(package.parent, frozenset({"one", "two"}))
        self.kernel.load(NAME, VERSION, str(package))

    def _load(self, name: str, version: str, path: str) -> None:
        assert version == VERSION
        self.names.append(name)
        self.tarballs.append(Path(path))


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a package, and an empty cache."""
    monkeypatch.setenv(cache.CACHE_FOLDER_VARIABLE, str(tmp_path / "cache"))
    (tmp_path / "package").mkdir()
    return tarball(tmp_path / "package" / "p.tgz")


def request(name: str) -> str:
    return f'{{"api": "create", "fqn": "{NAME}.{name}"}}'


def test_nothing_is_loaded_before_a_type_is_named(package: Path) -> None:
    loads = Loads(package, [])
    loads.kernel.before('{"fqn": "cdktf.App"}')
    assert loads.names == []


def test_the_first_request_loads_all_that_was_imported_once(package: Path) -> None:
    loads = Loads(package, list(TYPES))
    for name in ("one.One", "two.Two", "one.S"):
        loads.kernel.before(request(name))
    assert loads.names == [NAME]


def test_what_is_named_later_is_loaded_by_another_name(package: Path) -> None:
    loads = Loads(package, [f"{NAME}.one.One"])
    for name in ("one.One", "two.Two", "two.Two"):
        loads.kernel.before(request(name))
    assert loads.names == [NAME, f"{NAME}-1"]


def test_what_was_needed_later_is_loaded_at_once_in_the_next_run(package: Path) -> None:
    first, second = (Loads(package, [f"{NAME}.one.One"]) for _ in range(2))
    for loads in (first, second):
        loads.kernel.before(request("one.One"))
        loads.kernel.before(request("two.Two"))
        loads.kernel.remember()
    assert len(first.names) == 2
    assert second.names == [NAME]


def test_a_name_in_a_text_that_is_no_submodule_costs_one_look(package: Path) -> None:
    loads = Loads(package, [f"{NAME}.one.One"])
    for _ in range(3):
        loads.kernel.before(request("one.One"))
        loads.kernel.before(request("nonsense.None"))
    assert loads.names == [NAME, f"{NAME}-1"]


def test_many_later_requests_load_the_whole_package(package: Path) -> None:
    loads = Loads(package, [f"{NAME}.one.One"])
    loads.kernel.before(request("one.One"))
    for number in range(20):
        loads.kernel.before(request(f"name{number}.None"))
    assert loads.names == [NAME, *(f"{NAME}-{number}" for number in range(1, 9))]
    assert loads.tarballs[-1] == package
    assert package not in loads.tarballs[:-1]


def test_a_package_that_is_not_to_be_lean_is_loaded_as_it_is(package: Path) -> None:
    loads = Loads(package, [])
    loads.kernel.load("other", VERSION, "/elsewhere/_jsii/other.tgz")
    assert loads.names == ["other"]
    assert loads.tarballs == [Path("/elsewhere/_jsii/other.tgz")]
