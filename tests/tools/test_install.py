"""The installer repairs what an interrupted run left, and minds nobody else's settings."""

import json
import re
import sys
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from cli.checkov import CheckovNotInstalledError, checkov
from tests.test_layers import imports_of
from tools.commands import ROOT
from tools.environments import (
    InstallError,
    clean_environment,
    installed_packages,
    is_usable,
    remove_half_installed,
)
from tools.install import COMMAND, ENVIRONMENTS, Environment, in_place, install, select, write_stamp
from tools.locked import DEV_PACKAGES, PACKAGES, locked_packages, normalized, requirements

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
    ("named", "installed"),
    [([], ["development", "checkov"]), (["packages"], ["packages"]), (["checkov"], ["checkov"])],
)
def test_what_is_named_is_set_up_and_else_all(named: list[str], installed: list[str]) -> None:
    assert select(named) == [ENVIRONMENTS[name] for name in installed]


def test_a_name_that_is_none_is_refused() -> None:
    with pytest.raises(InstallError) as refused:
        select(["packges"])
    known = "command, packages, development, checkov"
    assert str(refused.value) == f"no environment packges; there are {known}"


def test_every_target_installs_what_it_needs_and_no_more() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    found = re.findall(r"^([a-z-]+): ([a-z]+) ", makefile, re.MULTILINE)
    assert dict(found) == {
        "demo": "packages",
        "synth": "packages",
        "verify": "packages",
        "scan": "checkov",
        "test": "setup",
        **dict.fromkeys(("check", "lock", "schema", "snapshots", "sbom", "bench"), "development"),
    }


LOCK = {
    "default": {
        "Some_Package": {
            "hashes": ["sha256:aa", "sha256:bb"],
            "markers": "python_version >= '3.10'",
            "version": "==1.2",
        },
        "other": {"hashes": ["sha256:cc"], "version": "==3"},
    },
    "develop": {
        "checker": {"hashes": ["sha256:dd"], "version": "==4"},
        "other": {"hashes": ["sha256:cc"], "version": "==3"},
    },
}
SOME = "Some_Package==1.2 ; python_version >= '3.10' --hash=sha256:aa --hash=sha256:bb"
OTHER, CHECKER = "other==3 --hash=sha256:cc", "checker==4 --hash=sha256:dd"


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    """A lock file as pipenv writes them."""
    file = tmp_path / "Pipfile.lock"
    file.write_text(json.dumps(LOCK), encoding="utf-8")
    return file


def test_a_lock_file_is_read_as_requirements_with_markers_and_hashes(lock: Path) -> None:
    assert requirements(lock, (PACKAGES,)) == [SOME, OTHER]
    assert requirements(lock, (PACKAGES, DEV_PACKAGES)) == [SOME, CHECKER, OTHER]
    assert requirements(lock, (PACKAGES,), {"some-package"}) == [SOME]
    assert locked_packages(lock) == {"some-package", "other", "checker"}


def test_what_tests_need_on_more_pythons_than_the_rest_stands_twice(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    narrow = '"hashes": ["sha256:cc"], "markers": "python_version < \'3.11\'"'
    lock.write_text(text.replace('"hashes": ["sha256:cc"]', narrow, 1), encoding="utf-8")
    assert requirements(lock, (PACKAGES, DEV_PACKAGES)) == [
        SOME,
        CHECKER,
        OTHER,
        "other==3 ; python_version < '3.11' --hash=sha256:cc",
    ]


def test_every_locked_package_is_pinned_and_hashed_as_pip_reads_it() -> None:
    for environment in ENVIRONMENTS.values():
        lines = requirements(environment.lock, environment.parts, environment.only)
        assert lines
        pattern = r"\S+==\S+( ; [^#]+?)?( --hash=sha256:[0-9a-f]{64})+"
        assert not [line for line in lines if not re.fullmatch(pattern, line)]


def test_what_is_installed_is_noted_line_by_line(tmp_path: Path) -> None:
    stamp = tmp_path / "installed.txt"
    assert in_place(stamp, [SOME, OTHER]) == []
    write_stamp(stamp, [SOME, CHECKER, SOME])
    assert in_place(stamp, [SOME, OTHER, CHECKER]) == [SOME, CHECKER]
    assert in_place(stamp, [SOME.replace("1.2", "1.3")]) == []


def test_what_another_python_installed_is_installed_again(tmp_path: Path) -> None:
    stamp = tmp_path / "installed.txt"
    write_stamp(stamp, [SOME])
    text = stamp.read_text(encoding="utf-8")
    stamp.write_text(text.replace(THIS, "3.99", 1), encoding="utf-8")
    assert in_place(stamp, [SOME]) == []


class Pip:
    """What pip was asked to do, with the requirements it was given."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.done: list[tuple[str, ...]] = []
        monkeypatch.setattr("tools.install.run", self.run)

    def run(self, command: list[str], _: str) -> None:
        """Stand for a run of pip."""
        assert command[1:3] == ["-m", "pip"]
        if command[3] == "install":
            text = Path(command[command.index("--requirement") + 1]).read_text(encoding="utf-8")
            self.done.append(("install", *text.splitlines()))
            assert {"--require-hashes", "--no-deps", "--only-binary=:all:"} <= {*command}
        else:
            self.done.append((command[3], *(name for name in command[4:] if name[0] != "-")))


@pytest.fixture
def pip(monkeypatch: pytest.MonkeyPatch) -> Pip:
    """A pip that does nothing."""
    return Pip(monkeypatch)


def of(environment: Path, lock: Path, *parts: str) -> Environment:
    return Environment(folder=environment, lock=lock, parts=parts, what="packages")


def test_what_is_missing_alone_is_installed_and_nothing_twice(
    environment: Path, lock: Path, pip: Pip
) -> None:
    install(of(environment, lock, PACKAGES))
    install(of(environment, lock, PACKAGES))
    install(of(environment, lock, PACKAGES, DEV_PACKAGES))
    install(of(environment, lock, PACKAGES))
    install(of(environment, lock, PACKAGES, DEV_PACKAGES))
    assert pip.done == [("install", SOME, OTHER), ("install", CHECKER)]


def test_what_is_locked_anew_is_installed_and_what_is_locked_no_more_goes(
    environment: Path, lock: Path, pip: Pip
) -> None:
    install(of(environment, lock, PACKAGES, DEV_PACKAGES))
    packages = environment / "lib" / "python3.99" / "site-packages"
    for name in ("pip-26.0", "Some_Package-1.2", "checker-4", "gone_away-7"):
        (packages / f"{name}.dist-info").mkdir(parents=True)
        (packages / f"{name}.dist-info" / "RECORD").touch()
    lock.write_text(lock.read_text(encoding="utf-8").replace("==3", "==5"), encoding="utf-8")
    pip.done.clear()
    install(of(environment, lock, PACKAGES))
    assert pip.done == [("uninstall", "gone-away"), ("install", OTHER.replace("==3", "==5"))]
    pip.done.clear()
    install(of(environment, lock, PACKAGES, DEV_PACKAGES))
    assert pip.done == []


def test_what_was_cut_off_is_looked_at_whole(environment: Path, lock: Path, pip: Pip) -> None:
    install(of(environment, lock, PACKAGES))
    (environment / "installed.txt").unlink()
    install(of(environment, lock, PACKAGES))
    assert pip.done == [("install", SOME, OTHER)] * 2


def test_installed_packages_are_named_as_the_lock_file_names_them(environment: Path) -> None:
    packages = environment / "lib" / "python3.99" / "site-packages"
    for name in ("ruamel.yaml-0.19.1", "policy_sentry-0.15.2"):
        (packages / f"{name}.dist-info").mkdir(parents=True)
    assert installed_packages(environment) == {"ruamel-yaml", "policy-sentry"}


def needs(*names: str) -> set[str]:
    """Give packages with all that they need, by what is installed here."""
    found: set[str] = set()
    pending = list(names)
    while pending:
        name = normalized(pending.pop())
        if name not in found:
            found.add(name)
            lines = map(Requirement, distribution(name).requires or ())
            pending += [
                each.name
                for each in lines
                if each.marker is None or each.marker.evaluate({"extra": ""})
            ]
    return found


def test_the_command_is_typer_and_what_it_needs() -> None:
    assert needs("typer") == COMMAND


def test_whatever_runs_without_tests_is_locked_among_the_packages() -> None:
    """A demo on a fresh clone has no more."""
    lines = requirements(ROOT / "Pipfile.lock", (PACKAGES,))
    packages = {normalized(line.partition("==")[0]) for line in lines}
    where = packages_distributions()
    parts = ("cli", "embedded_aws", "lean_bindings", "modules", "stacks")
    files = [ROOT / "main.py", *(file for part in parts for file in (ROOT / part).rglob("*.py"))]
    imported = {name.partition(".")[0] for file in files for name in imports_of(file)}
    theirs = {normalized(found) for name in imported for found in where.get(name, ())}
    assert {"botocore", "cdktf", "ministack", "typer"} <= theirs
    assert theirs <= packages


def test_a_scan_without_checkov_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cli.checkov._CHECKOV", tmp_path / "checkov")
    with pytest.raises(CheckovNotInstalledError) as refused:
        checkov()
    assert (
        str(refused.value) == f"no checkov in {tmp_path}; install it with: make -C {ROOT} checkov"
    )
