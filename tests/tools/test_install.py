"""The installer repairs what an interrupted run left, and minds nobody else's settings."""

import re
import sys
from pathlib import Path

import pytest

from cli.checkov import CheckovNotInstalledError, checkov
from tools.commands import ROOT
from tools.install import (
    CHECKOV,
    MAIN,
    InstallError,
    clean_environment,
    is_usable,
    remove_half_installed,
    select,
)

THIS = f"{sys.version_info[0]}.{sys.version_info[1]}"


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    """Lay out a virtual environment that was made whole."""
    folder = tmp_path / "project-3.99" / ".venv"
    (folder / "bin").mkdir(parents=True)
    for name in ("python", "pip"):
        (folder / "bin" / name).touch()
    write_settings(folder, f"{THIS}.4")
    return folder


def write_settings(folder: Path, version: str) -> None:
    (folder / "pyvenv.cfg").write_text(f"home = /python\nversion = {version}\ncommand = {folder}\n")


def test_a_whole_environment_of_this_python_is_kept(environment: Path) -> None:
    assert is_usable(environment)


@pytest.mark.parametrize("missing", ["bin/python", "bin/pip", "pyvenv.cfg"])
def test_an_environment_cut_off_in_the_making_is_made_anew(environment: Path, missing: str) -> None:
    (environment / missing).unlink()
    assert not is_usable(environment)


def test_an_environment_of_another_python_is_made_anew_whatever_its_path_says(
    tmp_path: Path, environment: Path
) -> None:
    moved = environment.rename(tmp_path / THIS)
    write_settings(moved, "3.99.1")
    assert not is_usable(moved)


def test_a_package_without_its_list_of_files_is_installed_again(environment: Path) -> None:
    packages = environment / "lib" / "python3.99" / "site-packages"
    whole, half = packages / "whole-1.0.dist-info", packages / "half-1.0.dist-info"
    for metadata in (whole, half):
        metadata.mkdir(parents=True)
        (metadata / "METADATA").touch()
    (whole / "RECORD").touch()
    remove_half_installed(environment)
    assert [path.name for path in packages.iterdir()] == [whole.name]


@pytest.mark.parametrize(
    "name", ["VIRTUAL_ENV", "PIPENV_PIPFILE", "PIPENV_IGNORE_VIRTUALENVS", "PIP_TARGET"]
)
def test_settings_for_another_environment_are_left_out(name: str) -> None:
    assert name not in clean_environment({name: "/elsewhere"})


@pytest.mark.parametrize("name", ["PATH", "PIP_INDEX_URL", "PIP_CERT", "HTTPS_PROXY"])
def test_settings_for_where_packages_come_from_are_kept(name: str) -> None:
    assert clean_environment({name: "there"})[name] == "there"


def test_packages_go_into_the_environment_whatever_pip_is_set_up_to_do() -> None:
    assert clean_environment({"PIP_USER": "1"})["PIP_USER"] == "0"


@pytest.mark.parametrize(
    ("named", "installed"), [([], [MAIN, CHECKOV]), (["main"], [MAIN]), (["checkov"], [CHECKOV])]
)
def test_what_is_named_is_set_up_and_else_all(named: list[str], installed: list[Path]) -> None:
    assert [environment for environment, *_ in select(named)] == installed


def test_a_name_that_is_none_is_refused() -> None:
    with pytest.raises(InstallError) as refused:
        select(["mian"])
    assert str(refused.value) == "no environment mian; there are main, checkov"


def test_only_what_scans_waits_for_checkov() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z-]+): setup ", makefile, re.MULTILINE)
    assert targets == ["test", "scan"]


def test_a_scan_without_checkov_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cli.checkov._CHECKOV", tmp_path / "checkov")
    with pytest.raises(CheckovNotInstalledError) as refused:
        checkov()
    assert str(refused.value) == f"no checkov in {tmp_path}; install it with: make -C {ROOT} setup"
