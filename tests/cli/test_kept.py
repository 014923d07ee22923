"""Demos that are kept running."""

from pathlib import Path

from cli.kept import KeptDemo, KeptDemos
from embedded_aws.emulator import is_running, start_detached_emulator


def test_a_kept_demo_runs_until_it_is_stopped(tmp_path: Path) -> None:
    demos = KeptDemos(tmp_path)
    emulator = start_detached_emulator()
    workspace = demos.workspace("demo")
    workspace.mkdir()
    demos.keep(KeptDemo(name="demo", workspace=workspace, emulator=emulator))
    assert demos.has("demo")
    assert is_running(emulator)

    assert KeptDemos(tmp_path).stop() == ["demo"]
    assert not is_running(emulator)
    assert not emulator.folder.exists()
    assert not workspace.exists()


def test_without_kept_demos_there_is_nothing_to_stop(tmp_path: Path) -> None:
    assert KeptDemos(tmp_path / "none").stop() == []
    assert not KeptDemos(tmp_path).has("demo")
