"""The command line: synthesis is pure, and a refused file writes nothing."""

import filecmp
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "clusters" / "demo.yaml"


def run(
    folder: Path, *arguments: object, day: str = "1795478400"
) -> subprocess.CompletedProcess[str]:
    """Run main.py in a folder, as a user would on 24 November 2026."""
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *map(str, arguments)],
        cwd=folder,
        env={**os.environ, "SOURCE_DATE_EPOCH": day},
        capture_output=True,
        text=True,
        check=False,
    )


def reordered(data: Any) -> Any:
    """Turn every mapping around."""
    if isinstance(data, dict):
        return {key: reordered(value) for key, value in reversed(data.items())}
    return data


@pytest.fixture(scope="module")
def two_runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Synthesize the demo in two folders, the second from a file with its keys turned around."""
    first, second = tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("second")
    shuffled = second / "shuffled.yaml"
    shuffled.write_text(
        yaml.safe_dump(reordered(yaml.safe_load(DEMO.read_text())), sort_keys=False)
    )
    for folder, file in ((first, DEMO), (second, shuffled)):
        done = run(folder, file)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == "cdktf.out/stacks/demo/cdk.tf.json\n"
    return first, second


def test_the_same_input_gives_the_same_bytes_anywhere(two_runs: tuple[Path, Path]) -> None:
    first, second = (
        folder / "cdktf.out" / "stacks" / "demo" / "cdk.tf.json" for folder in two_runs
    )
    assert filecmp.cmp(first, second, shallow=False)


def test_warnings_look_at_the_calendar_and_what_is_written_does_not(
    tmp_path: Path, two_runs: tuple[Path, Path]
) -> None:
    later = run(tmp_path, DEMO, day="1806019200")
    assert (later.returncode, later.stderr) == (
        0,
        "warning: demo: kubernetes_version: standard support of 1.35 ends on 2027-03-27, tomorrow; "
        "EKS then charges extra by the hour until 2028-03-27\n",
    )
    written = Path("cdktf.out", "stacks", "demo", "cdk.tf.json")
    assert filecmp.cmp(tmp_path / written, two_runs[0] / written, shallow=False)


def test_nothing_else_is_written(two_runs: tuple[Path, Path]) -> None:
    written = {path.relative_to(two_runs[0]).as_posix() for path in two_runs[0].rglob("*.*")}
    assert written == {
        "cdktf.out",
        "cdktf.out/manifest.json",
        "cdktf.out/stacks/demo/cdk.tf.json",
    }


def test_a_refused_file_writes_nothing_and_says_why(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(
        "name: x\nregion: us-wst-2\nnode_groups: {system: {instance_types: [m7i.large]}}\n"
    )
    done = run(tmp_path, DEMO, wrong)
    assert done.returncode == 2
    assert done.stderr == (
        f"{wrong}:2: region: no region 'us-wst-2' in the catalog; did you mean 'us-west-2'? for "
        "one newer than the catalog add unlisted_region: {zones: [...]}\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["wrong.yaml"]


def test_without_any_cluster_file_it_says_where_to_get_one(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.returncode == 2
    assert done.stderr == "clusters/: no cluster file; copy one from examples/\n"


def test_help_says_what_it_does(tmp_path: Path) -> None:
    done = run(tmp_path, "--help")
    assert done.returncode == 0
    assert "cluster files to synthesize (default: every file in clusters/ and below)" in " ".join(
        done.stdout.split()
    )
