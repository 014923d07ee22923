"""Both parts of the tests are run, and both count."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools import run_tests
from tools.commands import ROOT


def test_together_they_are_all_tests() -> None:
    listed: set[str] = set()
    for options in run_tests.PARTS.values():
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "--collect-only", "-q", "-q", *options],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        files = {line.partition(":")[0] for line in done.stdout.splitlines() if ": " in line}
        assert not files & listed
        listed |= files
    every = {str(file.relative_to(ROOT)) for file in (ROOT / "tests").rglob("test_*.py")}
    assert {file for file in listed if file.startswith("tests/")} == every


@pytest.mark.parametrize(
    ("truths", "code"), [(["True", "True"], 0), (["True", "False"], 1), (["False", "True"], 1)]
)
def test_a_failure_of_either_is_one(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    truths: list[str],
    code: int,
) -> None:
    parts = {}
    for name, truth in zip(("one", "other"), truths, strict=True):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"test_{name}.py").write_text(f"def test_it(): assert {truth}\n")
        parts[name] = [str(tmp_path / name), f"--rootdir={tmp_path}", "-c", "/dev/null"]
    monkeypatch.setattr(run_tests, "PARTS", parts)
    assert run_tests.main([]) == code
    said = capfd.readouterr().out
    assert [name for name in parts if f"\n==== {name}\n" in said] == ["one", "other"]
    assert said.count("1 passed") == truths.count("True")
