"""What is synthesized takes its place as a whole, or nothing is touched."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from stacks.output import NotWrittenError, write
from tests.cluster_files import ROOT

STACKS = ("one", "two")


class App:
    """Stands in for cdktf's: writes a manifest and two stacks, or fails after the first."""

    def __init__(self, folder: str, text: str, failure: BaseException | None) -> None:
        self._folder, self._text, self._failure = Path(folder), text, failure
        self.node = SimpleNamespace(
            children=[SimpleNamespace(node=SimpleNamespace(id=name)) for name in STACKS]
        )

    def synth(self) -> None:
        """Write, as cdktf does."""
        (self._folder / "manifest.json").write_text(self._text)
        for name in STACKS:
            stack = self._folder / "stacks" / name
            stack.mkdir(parents=True)
            (stack / "cdk.tf.json").write_text(self._text)
            if self._failure is not None:
                raise self._failure


def app(text: str, failure: BaseException | None = None) -> Callable[[str], Any]:
    return lambda folder: App(folder, text, failure)


def held(folder: Path) -> dict[str, str]:
    """Give all files below a folder, hidden ones and empty folders too."""
    return {
        str(path.relative_to(folder)): path.read_text() if path.is_file() else ""
        for path in folder.rglob("*")
    }


def test_every_stack_takes_its_place_and_no_other_file_is_left(tmp_path: Path) -> None:
    out = tmp_path / "not" / "yet" / "out"
    written = write(app("new"), out)
    assert written == [out / "stacks" / name / "cdk.tf.json" for name in STACKS]
    assert held(out) == {
        "manifest.json": "new",
        "stacks": "",
        "stacks/one": "",
        "stacks/one/cdk.tf.json": "new",
        "stacks/two": "",
        "stacks/two/cdk.tf.json": "new",
    }


FAILURES = [
    (RuntimeError("Error: ENOSPC: no space left on device, write"), NotWrittenError),
    (OSError(errno.ENOSPC, "No space left on device"), NotWrittenError),
    (KeyboardInterrupt(), KeyboardInterrupt),
    (RuntimeError("a fault of ours"), RuntimeError),
]


@pytest.mark.parametrize(("failure", "raised"), FAILURES)
def test_what_goes_wrong_in_synthesis_leaves_all_as_it_was(
    failure: BaseException, raised: type[BaseException], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    with pytest.raises(raised):
        write(app("new", failure), out)
    assert held(tmp_path) == {}
    write(app("old"), out)
    before = held(tmp_path)
    with pytest.raises(raised):
        write(app("new", failure), out)
    assert held(tmp_path) == before


@pytest.mark.parametrize("call", ["replace", "fsync", "copy2"])
@pytest.mark.parametrize("failing", [1, 2, 3])
@pytest.mark.parametrize("failure", [OSError(errno.EIO, "Input/output error"), KeyboardInterrupt()])
def test_what_goes_wrong_while_files_take_their_place_is_taken_back(
    call: str, failing: int, failure: BaseException, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write(app("old"), tmp_path / "out")
    before = held(tmp_path)
    owner: Any = {"replace": Path, "fsync": os, "copy2": shutil}[call]
    real, calls = getattr(owner, call), 0

    def fails_once(*arguments: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == failing:
            raise failure
        return real(*arguments)

    monkeypatch.setattr(owner, call, fails_once)
    with pytest.raises((NotWrittenError, KeyboardInterrupt)):
        write(app("new"), tmp_path / "out")
    assert held(tmp_path) == before


@pytest.mark.parametrize("below", ["", "a/b"])
def test_a_file_in_place_of_the_folder_is_told_of(below: str, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("mine")
    with pytest.raises(NotWrittenError) as refused:
        write(app("new"), file / below)
    reason = "Not a directory" if below else "it is a file and no folder"
    assert str(refused.value) == f"{file / below}: cannot be written: {reason}"
    assert held(tmp_path) == {"file": "mine"}


def test_a_full_disk_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(NotWrittenError) as refused:
        write(app("new", FAILURES[0][0]), tmp_path)
    assert str(refused.value) == (
        f"{tmp_path}: cannot be written: no space left on device (ENOSPC)"
    )


def test_whoever_runs_main_reads_one_line(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("mine")
    done = subprocess.run(
        [sys.executable, ROOT / "main.py", ROOT / "clusters" / "demo.yaml"],
        env={**os.environ, "CDKTF_OUTDIR": str(file)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1] == f"{file}: cannot be written: it is a file and no folder"
