"""Reading cluster files."""

from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from modules.config import ClusterFileError, NodeGroupConfig, load_cluster, load_clusters
from modules.config.sections.model import Section
from tests.modules.config.files import RIGHT, refusals, text

ROOT = Path(__file__).parents[3]


def write(folder: Path, content: str) -> Path:
    file = folder / "cluster.yaml"
    file.write_text(content, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            "",
            [": holds nothing where keys were expected; begin with name, region and node_groups"],
        ),
        (
            "- a\n",
            [": holds a list where keys were expected; begin with name, region and node_groups"],
        ),
        (
            "a:\n\tb: 1\n",
            [":2: not YAML: a tab stands where YAML wants spaces; indent with spaces"],
        ),
        (
            "name: a\n---\nname: b\n",
            [":2: not YAML: a second document begins here; write one cluster to a file"],
        ),
        ("name: a\nname: b\n", [":2: name: stands twice, first on line 1; remove one"]),
        (
            "tags:\n  a: x\n  b: y\n  a: z\n",
            [":4: tags.a: stands twice, first on line 2; remove one"],
        ),
        ("a: &a\n  b: *a\n", [":1: a.b: refers to itself; write it out"]),
        (
            "a: &a [1]\nb:\n  <<: *a\n",
            [":3: b: '<<' takes keys and values, as in <<: *shared"],
        ),
        (
            "a: &a {x: 1}\nb:\n  <<: *a\n  <<: {y: 2}\n",
            [":4: b: '<<' stands twice, first on line 3; write <<: [*a, *b]"],
        ),
        ("a: &a\n  x: 1\n  <<: [*a]\n", [":1: a: refers to itself; write it out"]),
        (
            "x-a: &a {x: 1, x: 2}\nb:\n  <<: *a\n",
            [":1: b.x: stands twice, first on line 1; remove one"],
        ),
        ("? [1, 2]\n: x\n", [":1: a key is a list or a mapping; keys are text"]),
        (
            "a: !!python/name:os.system x\n",
            [
                ":1: the tag !!python/name:os.system is not read; write the value without it, text "
                "in quotes"
            ],
        ),
    ],
)
def test_what_is_not_a_cluster_file_is_said_in_one_line(
    tmp_path: Path, content: str, expected: list[str]
) -> None:
    assert refusals(tmp_path, content) == expected


def test_aliases_that_unfold_without_end_are_refused(tmp_path: Path) -> None:
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    assert refusals(tmp_path, "\n".join(levels)) == [":5: unfolds to over 20000 values"]


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ClusterFileError, match=r"nowhere\.yaml: no such file$"):
        load_cluster(tmp_path / "nowhere.yaml")


def test_a_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(ClusterFileError, match=r"is a folder; name the files in it$"):
        load_cluster(tmp_path)


def test_text_that_is_not_utf_8_is_said(tmp_path: Path) -> None:
    file = tmp_path / "cluster.yaml"
    file.write_bytes(b"name: \xff\n")
    with pytest.raises(ClusterFileError, match=r"is not UTF-8 text; save it as UTF-8$"):
        load_cluster(file)


def test_everything_that_is_wrong_is_said_at_once_and_in_order(tmp_path: Path) -> None:
    lines = refusals(
        tmp_path,
        dedent("""\
            name: demo
            region: us-west-2
            network:
              cidr: 10.100.0.1/16
              availability_zones: [us-west-2a, us-west-2z]
            access:
              public_endpoint: true
              admins: [Admin]
            node_groups:
              training:
                instance_types: [g6.8xlarge]
                ami_type: AL2023_x86_64_STANDARD
                taints:
                  - {key: a, effect: NoSchedule}
                  - {key: a, effect: NoSchedule}
              system:
                instance_types: [m7i.large]
                scaling: {min: 3, max: 2}
            add_ons: {core-dns: {}}
            """),
    )
    assert [line.split(": ")[:2] for line in lines] == [
        [":4", "network.cidr"],
        [":5", "network.availability_zones[1]"],
        [":7", "access.public_endpoint"],
        [":8", "access.admins[0]"],
        [":12", "node_groups.training.ami_type"],
        [":13", "node_groups.training.taints"],
        [":18", "node_groups.system.scaling.desired"],
        [":19", "add_ons.core-dns"],
    ]


def test_nothing_is_said_that_is_only_so_because_something_else_is_wrong(tmp_path: Path) -> None:
    # Without the wrong group every group is tainted; without the wrong block the default overlaps.
    lines = refusals(
        tmp_path,
        text(
            network={"cidr": "10.0.0.1/16", "service_cidr": "10.0.0.0/16"},
            node_groups={
                "system": {"instance_types": ["m7i.lrge"]},
                "training": {
                    "instance_types": ["g6.8xlarge"],
                    "taints": [{"key": "a", "effect": "NoSchedule"}],
                },
            },
        ),
    )
    assert [line.split(": ")[1] for line in lines] == [
        "node_groups.system.instance_types[0]",
        "network.cidr",
    ]


def test_two_files_with_one_name_are_refused(tmp_path: Path) -> None:
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"
    first.write_text(text(), encoding="utf-8")
    second.write_text(text(name="DEMO"), encoding="utf-8")
    with pytest.raises(ClusterFileError) as refused:
        load_clusters([first, second])
    assert str(refused.value) == (
        f"{second}:1: name: 'DEMO' is the name of the cluster in {first} too; rename one"
    )


def test_problems_of_all_files_are_said_at_once(tmp_path: Path) -> None:
    files = [tmp_path / "a.yaml", tmp_path / "b.yaml"]
    for file in files:
        file.write_text(text(region="nowhere"), encoding="utf-8")
    with pytest.raises(ClusterFileError) as refused:
        load_clusters(files)
    assert [problem.file for problem in refused.value.problems] == [str(file) for file in files]


def test_the_demo_is_what_it_was_promised_to_be() -> None:
    demo = load_cluster(ROOT / "clusters" / "demo.yaml")
    training = demo.node_groups["training"]
    assert demo.zones == ("us-west-2a", "us-west-2b", "us-west-2c")
    assert training.labels == {"workload-type": "model-training"}
    assert training.resolved_ami_type == "AL2023_x86_64_NVIDIA"
    assert (training.scaling.min, training.scaling.desired, training.scaling.max) == (1, 2, 3)


@pytest.mark.parametrize("file", sorted((ROOT / "examples").glob("*.yaml")), ids=lambda f: f.stem)
def test_every_example_is_right_and_says_when_to_use_it(file: Path) -> None:
    assert load_cluster(file).name
    assert file.read_text(encoding="utf-8").splitlines()[1].startswith("# ")


@given(st.text())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_read_or_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(ClusterFileError):
        load_cluster(write(tmp_path, content.replace("\r", "").replace("\ufeff", "")))


plain = (
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8"), max_size=5)
)
anything = st.recursive(
    plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(plain, inner, max_size=3)
)


INNER_KEYS = sorted(
    {key for model in Section.__subclasses__() for key in model.model_fields} | {"other"}
)


@given(
    section=st.sampled_from(["network", "access", "node_groups", "state", "tags"]), value=anything
)
@example(section="network", value={"\x1e": None})
@example(section="tags", value={"\u2028a\x1b[31m": 1})
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_value_anywhere_is_read_or_refused(tmp_path: Path, section: str, value: Any) -> None:
    file = write(tmp_path, yaml.safe_dump(RIGHT | {section: value}))
    try:
        said = load_cluster(file).name
    except ClusterFileError as error:
        said = str(error)
    assert said == "demo" or all(line.startswith(str(file)) for line in said.splitlines())


@given(
    key=st.sampled_from(sorted(NodeGroupConfig.model_fields)),
    value=anything | st.dictionaries(st.sampled_from(INNER_KEYS), plain, max_size=4),
    ami_type=st.sampled_from(["AL2023_x86_64_NVIDIA", "BOTTLEROCKET_x86_64_NVIDIA"]),
)
@example(key="bottlerocket_settings", value={"a": None}, ami_type="BOTTLEROCKET_x86_64_NVIDIA")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_value_in_a_node_group_is_read_or_refused(
    tmp_path: Path, key: str, value: Any, ami_type: str
) -> None:
    group = {
        "instance_types": ["p5.48xlarge"],
        "availability_zone": "us-west-2a",
        "ami_type": ami_type,
        key: value,
    }
    groups = RIGHT["node_groups"] | {"training": group}
    file = write(tmp_path, yaml.safe_dump(RIGHT | {"node_groups": groups}))
    try:
        said = load_cluster(file).name
    except ClusterFileError as error:
        said = str(error)
    assert said == "demo" or all(line.startswith(str(file)) for line in said.splitlines())


@given(
    st.permutations(sorted(yaml.safe_load((ROOT / "clusters" / "demo.yaml").read_text()).items()))
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_of_keys_means_nothing(tmp_path: Path, items: list[tuple[str, Any]]) -> None:
    shuffled = write(tmp_path, yaml.safe_dump(dict(items), sort_keys=False))
    assert load_cluster(shuffled) == load_cluster(ROOT / "clusters" / "demo.yaml")
