"""Many cluster files in one app."""

from pathlib import Path

import pytest

from modules.config import ClusterFileError, load_clusters
from stacks.app import build_app, write

COUNT = 100
SHARED = """\
region: us-west-2
state: {backend: s3, bucket: example-terraform-state}
node_groups: {system: {instance_types: [m7i.large]}}
"""


def fleet(folder: Path) -> list[Path]:
    """Write cluster files that share most of what they say."""
    (folder / "shared").mkdir()
    (folder / "shared" / "team.yaml").write_text(SHARED, encoding="utf-8")
    files = []
    for number in range(COUNT):
        file = folder / f"{number:03}.yaml"
        file.write_text(
            f"extends: shared/team.yaml\nname: c{number:03}\n"
            f'account_id: "{111122223333 + number % 5}"\n',
            encoding="utf-8",
        )
        files.append(file)
    return files


def synthesized(files: list[Path], folder: Path) -> dict[str, bytes]:
    made = write(build_app(load_clusters(files), outdir=str(folder)))
    return {file.parent.name: file.read_bytes() for file in made}


def test_a_hundred_clusters_are_one_app_and_each_is_as_it_would_be_alone(tmp_path: Path) -> None:
    files = fleet(tmp_path)
    together = synthesized(files, tmp_path / "all")
    assert len(together) == COUNT
    few = synthesized(files[40:43], tmp_path / "few")
    assert few == {name: together[name] for name in ("c040", "c041", "c042")}


def test_two_files_of_one_name_are_refused_before_their_states_meet(tmp_path: Path) -> None:
    files = fleet(tmp_path)[:2]
    files[1].write_text("extends: shared/team.yaml\nname: c000\n", encoding="utf-8")
    with pytest.raises(ClusterFileError) as refused:
        load_clusters(files)
    assert str(refused.value) == (
        f"{files[1]}:2: name: 'c000' is the name of the cluster in {files[0]} too; rename one"
    )
