"""One entry of a file that stands for a node group in each of several zones."""

from pathlib import Path

import pytest

from cli.diff.fields import changed_fields
from modules.config import load_cluster
from modules.config.reading.load import read_cluster
from tests.cluster_files import addresses, changed_addresses, synthesize_clusters
from tests.modules.config.files import cluster, refusals

HEAD = """\
name: demo
region: us-west-2
network: {availability_zones: [us-west-2a, us-west-2b, us-west-2c]}
node_groups:
  system: {instance_types: [m7i.large]}
"""
TRAINING = """\
  training:
    instance_types: [p4d.24xlarge]
    one_per_zone: [us-west-2a, us-west-2c]
    scaling: {min: 0, desired: 0, max: 4}
"""


def test_an_entry_stands_for_a_group_in_each_zone(tmp_path: Path) -> None:
    file = tmp_path / "cluster.yaml"
    file.write_text(HEAD + TRAINING, encoding="utf-8")
    groups = load_cluster(file).node_groups
    assert [*groups] == ["system", "training-us-west-2a", "training-us-west-2c"]
    for zone in ("us-west-2a", "us-west-2c"):
        group = groups[f"training-{zone}"]
        assert (group.availability_zone, group.one_per_zone) == (zone, None)
        assert (group.scaling.min, group.scaling.max) == (0, 4)


def test_each_is_what_it_would_be_written_out() -> None:
    group = {"instance_types": ["m7i.large"]}
    once = cluster(node_groups={"a": {**group, "one_per_zone": ["us-west-2a", "us-west-2b"]}})
    written_out = {
        f"a-{zone}": {**group, "availability_zone": zone} for zone in ("us-west-2a", "us-west-2b")
    }
    assert once == cluster(node_groups=written_out)


def test_a_further_zone_touches_no_other_group() -> None:
    system = {"instance_types": ["m7i.large"]}
    training = {"instance_types": ["p4d.24xlarge"]}
    stacks = []
    for zones in (["us-west-2a", "us-west-2b"], ["us-west-2c", "us-west-2a", "us-west-2b"]):
        groups = {"system": system, "training": {**training, "one_per_zone": zones}}
        made = synthesize_clusters([cluster(node_groups=groups)])
        stacks.append(made["demo"])
    before, after = stacks
    fresh = addresses(after) - addresses(before)
    assert changed_addresses(before, after) == fresh
    assert "aws_eks_node_group.training-us-west-2c" in fresh


def test_a_further_zone_is_told_as_a_further_group(tmp_path: Path) -> None:
    read = []
    for zones in ("us-west-2a, us-west-2c", "us-west-2a, us-west-2b, us-west-2c"):
        file = tmp_path / "cluster.yaml"
        file.write_text(HEAD + TRAINING.replace("us-west-2a, us-west-2c", zones), encoding="utf-8")
        read.append(read_cluster(file))
    (told,) = changed_fields(*read)
    assert (told.what, told.does) == ("node_groups.training-us-west-2b", "in place")
    (back,) = changed_fields(*reversed(read))
    assert back.does == "removes node group training-us-west-2b"


def test_what_is_wrong_is_told_where_the_entry_says_it(tmp_path: Path) -> None:
    wrong = TRAINING.replace("max: 4", "max: many").replace("us-west-2c]", "us-west-9c]")
    many = "a whole number is wanted here (got 'many')"
    assert refusals(tmp_path, HEAD + wrong) == [
        ":8: node_groups.training-us-west-9c.availability_zone: the network has no zone "
        "'us-west-9c'; write one of us-west-2a, us-west-2b, us-west-2c",
        f":9: node_groups.training-us-west-2a.scaling.max: {many}",
        f":9: node_groups.training-us-west-9c.scaling.max: {many}",
    ]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            "    one_per_zone: [us-west-2a]\n    availability_zone: us-west-2b\n",
            ":8: node_groups.a.one_per_zone: names zones where availability_zone names one; remove "
            "one of the two",
        ),
        (
            "    one_per_zone: [us-west-2a, us-west-2a]\n",
            ":8: node_groups.a.one_per_zone: 'us-west-2a' stands twice; name it once",
        ),
        (
            "    one_per_zone: [us-west-2a]\n  a-us-west-2a: {instance_types: [m7i.large]}\n",
            ":8: node_groups.a.one_per_zone: a group that this stands for has the name of another, "
            "made of this one's, a dash and the zone; rename one of the two",
        ),
        (
            "    one_per_zone: [US West]\n",
            ":8: node_groups.a.one_per_zone[0]: 'US West' is no name of a zone; write one like "
            "us-west-2a",
        ),
        (
            "    one_per_zone: []\n",
            ":8: node_groups.a.one_per_zone: holds 0; at least 1 wanted",
        ),
        (
            "    one_per_zone: us-west-2a\n",
            ":8: node_groups.a.one_per_zone: a list is wanted here, as in [one, two] "
            "(got 'us-west-2a')",
        ),
    ],
)
def test_an_entry_that_stands_for_nothing_is_refused(tmp_path: Path, lines: str, said: str) -> None:
    entry = "  a:\n    instance_types: [m7i.large]\n"
    assert refusals(tmp_path, HEAD + entry + lines) == [said]


def test_what_is_shared_is_written_out_once_both_files_are_one(tmp_path: Path) -> None:
    (tmp_path / "team.yaml").write_text(HEAD.replace("name: demo\n", "") + TRAINING)
    file = tmp_path / "own.yaml"
    own = "node_groups: {training: {scaling: {max: 8}, one_per_zone: [us-west-2b]}}\n"
    file.write_text(f"extends: team.yaml\nname: own\n{own}")
    read = read_cluster(file)
    assert [*read.cluster.node_groups] == ["system", "training-us-west-2b"]
    scaling = read.cluster.node_groups["training-us-west-2b"].scaling
    assert (scaling.min, scaling.max) == (0, 8)
