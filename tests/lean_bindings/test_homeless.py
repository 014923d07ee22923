"""Synthesis where nothing can be kept."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NoReturn

import pytest

from lean_bindings import cache
from lean_bindings.homeless import keep_elsewhere_without_a_home
from tests.cluster_files import ROOT

SETTING = "JSII_RUNTIME_PACKAGE_CACHE"


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Say nothing of what is kept, and give the folder for temporary files."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    for name in (SETTING, f"{SETTING}_ROOT", cache.CACHE_FOLDER_VARIABLE, "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, "x")
        monkeypatch.delenv(name)
    return folder


def nameless(*_: object) -> NoReturn:
    raise RuntimeError


def test_a_home_that_can_be_written_keeps_packages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    keep_elsewhere_without_a_home()
    assert SETTING not in os.environ


def test_a_file_in_the_place_of_a_home_keeps_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "file")
    keep_elsewhere_without_a_home()
    assert os.environ[SETTING] == "disabled"


@pytest.mark.parametrize("name", [SETTING, f"{SETTING}_ROOT"])
def test_what_the_environment_says_of_it_stays(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path(os.devnull))
    monkeypatch.setenv(name, "enabled")
    keep_elsewhere_without_a_home()
    assert os.environ[name] == "enabled"
    assert os.environ.get(SETTING) in {None, "enabled"}


def test_a_user_without_a_home_keeps_bindings_in_a_folder_of_their_own(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", nameless)
    assert not cache.entry_folder("a").exists()
    keep_elsewhere_without_a_home()
    assert SETTING not in os.environ
    assert cache.cache_folder() == temporary / f"lean-bindings-{os.getuid()}"
    assert cache.cache_folder().stat().st_mode & 0o777 == 0o700


def test_a_folder_that_others_write_to_is_not_taken(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", nameless)
    folder = temporary / f"lean-bindings-{os.getuid()}"
    folder.mkdir()
    folder.chmod(0o777)
    keep_elsewhere_without_a_home()
    assert cache.CACHE_FOLDER_VARIABLE not in os.environ
    with pytest.raises(OSError, match="directory"):
        cache.write_atomically(cache.entry_folder("a") / "b", b"c")


def test_a_link_to_a_folder_of_another_is_not_taken(
    temporary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", nameless)
    (temporary / f"lean-bindings-{os.getuid()}").symlink_to(tmp_path)
    keep_elsewhere_without_a_home()
    assert cache.CACHE_FOLDER_VARIABLE not in os.environ


@pytest.mark.parametrize("home", ["/proc/none"])
def test_a_cluster_is_synthesized_without_a_home(
    tmp_path: Path, temporary: Path, home: str
) -> None:
    settings = {name: os.environ[name] for name in ("PATH",)}
    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), str(ROOT / "clusters" / "demo.yaml")],
        env={
            **settings,
            "HOME": home,
            "CDKTF_OUTDIR": str(tmp_path / "out"),
            "TMPDIR": str(temporary),
        },
        cwd=tmp_path,
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "out" / "stacks" / "demo" / "cdk.tf.json").is_file()
