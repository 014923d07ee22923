"""Anchors, merge keys, and keys that hold what others refer to."""

import json
from pathlib import Path

import pytest
import yaml

from modules.config import ClusterConfig, load_cluster
from tests.modules.config.files import refusals

HEAD = "name: demo\nregion: us-west-2\n"
SYSTEM = "  system: {instance_types: [m7i.large]}\n"
SHARED = """\
x-gpu: &gpu
  instance_types: [g6.8xlarge]
  volume: {size_gib: 200}
  labels: {team: research}
x-small: &small
  scaling: {min: 0, desired: 1, max: 2}
  labels: {size: small}
"""


def load(folder: Path, groups: str, before: str = SHARED) -> ClusterConfig:
    file = folder / "cluster.yaml"
    file.write_text(f"{HEAD}{before}node_groups:\n{SYSTEM}{groups}", encoding="utf-8")
    return load_cluster(file)


def test_merged_keys_are_what_a_mapping_does_not_say_itself(tmp_path: Path) -> None:
    made = load(tmp_path, "  a:\n    <<: *gpu\n    volume: {size_gib: 500}\n").node_groups["a"]
    assert made.instance_types == ["g6.8xlarge"]
    assert made.labels == {"team": "research"}
    # As YAML has it: what is written stands in place of the whole of what is merged.
    assert made.volume.size_gib == 500


def test_of_several_the_first_counts_wherever_the_merge_stands(tmp_path: Path) -> None:
    groups = "  a:\n    max_pods: 20\n    <<: [*small, *gpu]\n"
    made = load(tmp_path, groups).node_groups["a"]
    assert (made.labels, made.scaling.max, made.max_pods) == ({"size": "small"}, 2, 20)
    assert made.instance_types == ["g6.8xlarge"]


def test_merges_of_merges_are_read_as_other_readers_read_them(tmp_path: Path) -> None:
    before = "x-a: &a {max_pods: 9}\nx-b: &b\n  <<: *a\n  instance_types: [m7i.large]\n"
    made = load(tmp_path, "  a:\n    <<: *b\n    taints: []\n", before)
    written = yaml.safe_load((tmp_path / "cluster.yaml").read_text(encoding="utf-8"))
    theirs = {key: value for key, value in written.items() if not key.startswith("x-")}
    assert json.loads(made.model_dump_json(exclude_unset=True)) == theirs


def test_what_is_merged_is_refused_where_it_is_written(tmp_path: Path) -> None:
    text = f"{HEAD}x-gpu: &gpu\n  volume:\n    size_gib: big\nnode_groups:\n{SYSTEM}"
    said = refusals(tmp_path, f"{text}  a: {{instance_types: [m7i.large], <<: *gpu}}\n")
    assert said == [":5: node_groups.a.volume.size_gib: a whole number is wanted here (got 'big')"]


@pytest.mark.parametrize("key", ["x_gpu", "shared", "X-gpu"])
def test_a_key_that_holds_nothing_known_is_told_from_one_that_is_referred_to(
    tmp_path: Path, key: str
) -> None:
    (said,) = refusals(tmp_path, f"{HEAD}{key}: {{a: 1}}\nnode_groups:\n{SYSTEM}")
    assert said.startswith(f":3: {key}: no such key; allowed are access, ")
    assert said.endswith(", tags, unlisted_region, and x-... for what others refer to")


def test_only_keys_at_the_top_may_say_nothing(tmp_path: Path) -> None:
    (said,) = refusals(tmp_path, f"{HEAD}node_groups:\n{SYSTEM}network: {{x-held: 10.0.0.0/16}}\n")
    assert said.startswith(":5: network.x-held: no such key; allowed are ")


def test_what_unfolds_without_end_is_refused(tmp_path: Path) -> None:
    lines = ["x-0: &a0 {max_pods: 9}"]
    for number in range(1, 30):
        merged = ", ".join([f"*a{number - 1}"] * 9)
        lines.append(f"x-{number}: &a{number} {{<<: [{merged}]}}")
    lines.append(f"node_groups:\n{SYSTEM}  a: {{<<: *a29}}")
    (said,) = refusals(tmp_path, HEAD + "\n".join(lines) + "\n")
    assert said.endswith(": unfolds to over 20000 values")
