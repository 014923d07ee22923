"""Many cluster files in one app."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from modules.config import ClusterFileError, load_clusters
from stacks.app import build_app
from stacks.output import write

COUNT = 100
ACCOUNTS = ("111122223333", "444455556666")
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
            f'account_id: "{ACCOUNTS[number % len(ACCOUNTS)]}"\n',
            encoding="utf-8",
        )
        files.append(file)
    return files


def synthesized(files: list[Path], folder: Path) -> dict[str, bytes]:
    made = write(lambda out: build_app(load_clusters(files), out), folder)
    return {file.parent.name: file.read_bytes() for file in made}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The files of a hundred clusters."""
    return fleet(tmp_path_factory.mktemp("fleet"))


@pytest.fixture(scope="module")
def together(files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """Their stacks, synthesized as one app."""
    return synthesized(files, tmp_path_factory.mktemp("together"))


def test_of_a_hundred_clusters_each_is_as_it_would_be_alone(
    files: list[Path], together: Mapping[str, bytes], tmp_path: Path
) -> None:
    assert len(together) == COUNT
    few = synthesized(files[40:43], tmp_path)
    assert few == {name: together[name] for name in ("c040", "c041", "c042")}


def test_one_more_cluster_changes_no_other(
    files: list[Path], together: Mapping[str, bytes], tmp_path: Path
) -> None:
    more = files[0].with_name("more.yaml")
    more.write_text("extends: shared/team.yaml\nname: c050-more\n", encoding="utf-8")
    after = synthesized([*files, more], tmp_path)
    assert after.pop("c050-more")
    assert after == together


def test_synthesizing_a_few_leaves_the_files_of_the_others_alone(
    files: list[Path], tmp_path: Path
) -> None:
    synthesized(files[:10], tmp_path)
    kept = {
        file: (file.read_bytes(), file.stat().st_mtime_ns)
        for file in tmp_path.glob("stacks/*/cdk.tf.json")
        if file.parent.name not in {"c003", "c004"}
    }
    assert len(kept) == 10 - 2
    synthesized(files[3:5], tmp_path)
    assert {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in kept} == kept


def test_two_files_of_one_name_are_refused_before_their_states_meet(tmp_path: Path) -> None:
    files = fleet(tmp_path)[:2]
    files[1].write_text("extends: shared/team.yaml\nname: c000\n", encoding="utf-8")
    with pytest.raises(ClusterFileError) as refused:
        load_clusters(files)
    assert str(refused.value) == (
        f"{files[1]}:2: name: 'c000' is the name of the cluster in {files[0]} too; rename one"
    )
