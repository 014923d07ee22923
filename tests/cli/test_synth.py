"""Synthesis by the command, from any folder."""

import subprocess
import sys
from pathlib import Path

import pytest

from cli.synthesis import project_folder
from tests.cluster_files import ROOT
from tools.install import write_command

FILE = "name: here\nregion: us-west-2\nnode_groups: {system: {instance_types: [m7i.large]}}\n"


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """A folder of a team's own with one cluster file."""
    clusters = tmp_path / "a team's" / "clusters" / "research"
    clusters.mkdir(parents=True)
    (clusters / "here.yaml").write_text(FILE, encoding="utf-8")
    return tmp_path / "a team's"


def trainyard(folder: Path, *arguments: object) -> "subprocess.CompletedProcess[str]":
    """Run the command that `make setup` writes, in a folder."""
    command = folder / "trainyard"
    write_command(command, Path(sys.executable))
    return subprocess.run(
        [command, *map(str, arguments)], cwd=folder, capture_output=True, text=True, check=False
    )


def test_output_goes_beside_the_clusters_whatever_the_folder(team: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "else where"
    elsewhere.mkdir()
    # In the way of whoever looks for modules in the current folder.
    (elsewhere / "cli.py").write_text("raise SystemExit('the wrong one')\n", encoding="utf-8")
    done = trainyard(elsewhere, "synth", team / "clusters" / "research" / "here.yaml")
    written = team / "cdktf.out" / "stacks" / "here" / "cdk.tf.json"
    assert done.stdout == f"{written}\n"
    assert done.returncode == 0, done.stderr
    assert written.is_file()
    assert sorted(path.name for path in elsewhere.iterdir()) == ["cli.py", "trainyard"]


def test_without_files_those_of_the_folder_and_below_are_taken(team: Path) -> None:
    (team / "clusters" / "my demo.yaml").write_text(FILE.replace("here", "demo"), encoding="utf-8")
    assert trainyard(team, "synth").returncode == 0
    stacks = team / "cdktf.out" / "stacks"
    assert sorted(path.name for path in stacks.iterdir()) == ["demo", "here"]


def test_the_folder_of_the_output_is_made(team: Path) -> None:
    file, out = team / "clusters" / "research" / "here.yaml", team / "not" / "yet" / "out"
    assert trainyard(team, "synth", file, "--out", out).returncode == 0
    assert (out / "stacks" / "here" / "cdk.tf.json").is_file()


def test_without_any_it_says_where_they_are_looked_for(tmp_path: Path) -> None:
    done = trainyard(tmp_path, "synth")
    message = "clusters/: no cluster file; name one, or go to where clusters/ is\n"
    assert (done.returncode, done.stderr) == (2, message)


def test_files_of_two_projects_need_a_folder_for_the_output(team: Path) -> None:
    mine, theirs = team / "clusters" / "research" / "here.yaml", ROOT / "clusters" / "demo.yaml"
    done = trainyard(team, "synth", mine, theirs)
    assert done.returncode == 2
    assert done.stderr == (
        f"the files belong to {', '.join(sorted([str(team), str(ROOT)]))}; "
        "synthesize one at a time, or give --out\n"
    )
    assert not (team / "cdktf.out").exists()


@pytest.mark.parametrize(
    ("file", "folder"),
    [
        ("/team/clusters/a.yaml", "/team"),
        ("/team/clusters/research/a.yaml", "/team"),
        ("/clusters/clusters/a.yaml", "/clusters"),
        ("/team/a.yaml", "/team"),
    ],
)
def test_a_file_belongs_to_where_clusters_lie(file: str, folder: str) -> None:
    assert project_folder(Path(file)) == Path(folder)
