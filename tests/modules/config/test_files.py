"""Which files below a folder are cluster files."""

from pathlib import Path

import pytest

from modules.config import cluster_files

OWN, SHARED = "name: a\nregion: us-west-2\n", "region: us-west-2\n"


def found(folder: Path, **files: str) -> list[str]:
    """Write files, by name without its end, and list those that are found."""
    for name, text in files.items():
        file = folder / f"{name}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return [file.relative_to(folder).as_posix() for file in cluster_files(folder)]


def test_files_in_folders_below_and_with_spaces_in_their_names_are_found(tmp_path: Path) -> None:
    files = {"b": OWN, "teams/research/x": OWN, "my demo": OWN}
    assert found(tmp_path, **files) == ["b.yaml", "my demo.yaml", "teams/research/x.yaml"]


@pytest.mark.parametrize(
    ("shared", "cluster", "extends"),
    [
        ("shared/team", "a", "shared/team.yaml"),
        ("team", "teams/a", "../team.yaml"),
        ("teams/shared", "teams/a", "./shared.yaml"),
    ],
)
def test_a_file_that_another_extends_is_no_cluster(
    tmp_path: Path, shared: str, cluster: str, extends: str
) -> None:
    files = {shared: SHARED, cluster: f"name: a\nextends: {extends}\n"}
    assert found(tmp_path, **files) == [f"{cluster}.yaml"]


@pytest.mark.parametrize(
    "text",
    ["", "[a", "- a\n", "extends: 3\n", "extends: a.yaml\n", 'extends: "\\0"\n', SHARED],
)
def test_whatever_is_no_right_file_is_given_so_that_its_reader_says_why(
    tmp_path: Path, text: str
) -> None:
    assert found(tmp_path, a=text) == ["a.yaml"]


def test_a_folder_that_is_missing_has_none(tmp_path: Path) -> None:
    assert cluster_files(tmp_path / "clusters") == []


def test_folders_and_files_of_other_kinds_are_no_cluster_files(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").mkdir()
    (tmp_path / "README.md").write_text(OWN, encoding="utf-8")
    assert found(tmp_path, a=OWN) == ["a.yaml"]
