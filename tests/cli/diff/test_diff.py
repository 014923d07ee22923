"""The command that tells what differs, and what that does to a cluster that runs."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.__main__ import app
from tests.cluster_files import FILES, ROOT
from tests.upgrades.releases import ReleasedStack, released_stacks

OLD = """\
name: demo
region: us-west-2
node_groups:
  system:
    instance_types: [m7i.large]
  training:
    instance_types: [g6.8xlarge]
    availability_zone: us-west-2a
    scaling: {min: 1, desired: 2, max: 3}
    labels: {team: vision}
"""
NEW = """\
name: demo
region: us-west-2
node_groups:
  system:
    instance_types: [m7i.large]
    ami_type: AL2023_x86_64_STANDARD
  training:
    instance_types: [g6e.8xlarge]
    availability_zone: us-west-2a
    efa: true
    scaling: {min: 1, desired: 1, max: 3}
    labels: {team: vision, stage: trial}
  more:
    instance_types: [m7i.large]
tags: {Team: ml}
"""
DIFFERENCE = """\
old.yaml -> new.yaml
  node_groups.training.instance_types: replaces node group training
    [g6.8xlarge] -> [g6e.8xlarge]
    from: old.yaml:7 -> new.yaml:8
  node_groups.training.efa: rolls the nodes of node group training
    left out -> true
    from: left out -> new.yaml:10
  node_groups.training.scaling.desired: takes nodes away from node group training
    2 -> 1
    from: old.yaml:9 -> new.yaml:11
  node_groups.training.labels.stage: in place
    left out -> trial
    from: left out -> new.yaml:12
  node_groups.more: in place
    left out -> {instance_types: [m7i.large]}
    from: left out -> new.yaml:13
  tags.Team: in place
    left out -> ml
    from: left out -> new.yaml:15
  node_groups.system.ami_type: nothing: it is what it was by default
    left out -> AL2023_x86_64_STANDARD
    from: left out -> new.yaml:6
"""


def run(*arguments: str) -> tuple[int, str, str]:
    """Run the command; give its exit code and what it wrote."""
    result = CliRunner().invoke(app, ["diff", *arguments])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work where two cluster files are."""
    monkeypatch.chdir(tmp_path)
    Path("old.yaml").write_text(OLD, encoding="utf-8")
    Path("new.yaml").write_text(NEW, encoding="utf-8")
    return tmp_path


def test_it_tells_fields_and_what_each_change_does_gravest_first() -> None:
    assert run("old.yaml", "new.yaml") == (0, DIFFERENCE, "")


def test_the_same_cluster_in_other_words_does_not_differ() -> None:
    Path("new.yaml").write_text(f"{OLD}network: {{cidr: 10.0.0.0/16}}\n", encoding="utf-8")
    assert run("old.yaml", "new.yaml") == (0, "old.yaml -> new.yaml\n  nothing changes\n", "")
    assert run("old.yaml", "new.yaml", "--exit-code")[0] == 0


def test_differences_have_an_exit_code_where_that_is_asked_for() -> None:
    code, text, said = run("old.yaml", "new.yaml", "--exit-code")
    assert (code, text, said) == (5, DIFFERENCE, "7 differences\n")


def test_programs_get_what_each_change_does_at_worst() -> None:
    told = json.loads(run("old.yaml", "new.yaml", "--format", "json")[1])
    assert {change["what"]: change["gravity"] for change in told["changes"]} == {
        "node_groups.training.instance_types": "replaces_nodes",
        "node_groups.training.efa": "rolls_nodes",
        "node_groups.training.scaling.desired": "takes_nodes_away",
        "node_groups.training.labels.stage": "in_place",
        "node_groups.more": "in_place",
        "tags.Team": "in_place",
        "node_groups.system.ami_type": "nothing",
    }


def test_pull_requests_get_a_table() -> None:
    text = run("old.yaml", "new.yaml", "--format", "markdown")[1]
    assert "| node_groups.training.scaling.desired | 2 -&gt; 1 |".replace("&gt;", ">") in text


def test_of_two_clusters_it_is_said_that_neither_changes_the_other() -> None:
    Path("new.yaml").write_text(OLD.replace("name: demo", "name: other"), encoding="utf-8")
    title, note, *_ = run("old.yaml", "new.yaml")[1].splitlines()
    assert title == "old.yaml -> new.yaml"
    assert note == (
        "  note: the names differ, so these are two clusters, and applying one changes nothing of "
        "the other; what is told is what each change does to one cluster"
    )


def synthesized(text: str) -> None:
    """Synthesize a file as it was, beside where it is now."""
    Path("old.yaml").write_text(text, encoding="utf-8")
    assert CliRunner().invoke(app, ["synth", "old.yaml"]).exit_code == 0


def test_with_one_file_it_compares_with_what_was_synthesized_last() -> None:
    synthesized(OLD)
    kept = Path.cwd() / "cdktf.out" / "stacks" / "demo" / "cdk.tf.json"
    assert run("old.yaml") == (0, f"{kept} -> old.yaml\n  nothing changes\n", "")
    changed = OLD.replace("desired: 2", "desired: 1").replace(
        "labels:", "max_pods: 20\n    labels:"
    )
    Path("old.yaml").write_text(changed + "tags: {Team: ml}\n", encoding="utf-8")
    code, text, _ = run("old.yaml", "--exit-code")
    assert code == 5
    told = [line.strip() for line in text.splitlines() if line[:3] != "   "]
    assert told == [
        f"{kept} -> old.yaml",
        "terraform_data.training_template-version: rolls the nodes of node group training",
        "aws_eks_node_group.training: takes nodes away from node group training",
        "aws_launch_template.system: in place: a new version of it",
        "aws_launch_template.training: in place: a new version of it",
        "provider.aws: in place: tags of everything",
        "output.node_groups: changes outputs alone",
    ]
    assert "    scaling_config.desired_size: 2 -> 1\n" in text
    assert "    from: node_groups.training (old.yaml:6)\n" in text


def test_what_goes_with_data_and_what_rolls_every_node_is_told() -> None:
    retired = "encryption: {volumes: aws, retired_keys: {volumes: keep}}\n"
    synthesized(OLD + retired)
    gone = OLD + "encryption: {volumes: aws}\nkubernetes_version: '1.36'\n"
    Path("old.yaml").write_text(gone, encoding="utf-8")
    told = {change["what"]: change["does"] for change in changes_of("old.yaml")}
    assert told["aws_kms_key.volumes"] == "lets go of keys, which stay in the account"
    assert told["aws_eks_cluster.cluster"] == "rolls the nodes of every node group"


def changes_of(file: str) -> list[dict[str, str]]:
    changes: list[dict[str, str]] = json.loads(run(file, "--format", "json")[1])["changes"]
    return changes


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["none.yaml", "new.yaml"], 2, "none.yaml: no such file\n"),
        (["old.yaml", "none.yaml"], 2, "none.yaml: no such file\n"),
        (
            ["old.yaml"],
            1,
            "{folder}/cdktf.out/stacks/demo: nothing is synthesized there; run: trainyard synth "
            "old.yaml\n",
        ),
    ],
)
def test_what_is_not_there_is_named(
    folder: Path, arguments: list[str], code: int, said: str
) -> None:
    assert run(*arguments) == (code, "", said.format(folder=folder))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_file_is_compared_with_the_demo_and_back(file: Path) -> None:
    demo = str(ROOT / "clusters" / "demo.yaml")
    there, back = (
        json.loads(run(*pair, "--format", "json")[1])["changes"]
        for pair in ((demo, str(file)), (str(file), demo))
    )
    assert {change["what"] for change in there} == {change["what"] for change in back}
    assert all(change["does"] for change in [*there, *back])


def test_what_the_readme_shows_is_told() -> None:
    demo = (ROOT / "clusters" / "demo.yaml").read_text(encoding="utf-8")
    Path("before.yaml").write_text(demo.replace("size_gib: 200", "size_gib: 100"), "utf-8")
    Path("clusters").mkdir()
    Path("clusters/demo.yaml").write_text(demo, encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = readme.partition("$ .venv/bin/trainyard diff before.yaml ")[2].partition("  ...")[0]
    _, *lines = shown.splitlines()
    told = run("before.yaml", "clusters/demo.yaml")[1].splitlines()
    assert lines == told[: len(lines)]


P5 = """\
name: demo
region: us-west-2
access:
  admins: [arn:aws:iam::111122223333:role/A]
  viewers: [arn:aws:iam::111122223333:role/B]
node_groups:
  system:
    instance_types: [m7i.large]
  h100:
    instance_types: [p5.48xlarge]
    availability_zone: us-west-2a
"""
BY_DEFAULT = "nothing: it is what it was by default"


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (("2a\n", "2a\n    efa: true\n"), {"node_groups.h100.efa": BY_DEFAULT}),
        (
            ("2a\n", "2a\n    efa: {layout: classic}\n"),
            {"node_groups.h100.efa": "rolls the nodes of node group h100"},
        ),
        (
            ("2a\n", "2a\n    efa: false\n"),
            {
                "node_groups.h100.efa": "rolls the nodes of node group h100, removes security "
                "groups, placement groups"
            },
        ),
        (
            ("2a\n", "2a\n    instance_store: raid0\n"),
            {"node_groups.h100.instance_store": BY_DEFAULT},
        ),
        (
            ("m7i.large]\n", "m7i.large]\n    placement_group: none\n"),
            {"node_groups.system.placement_group": BY_DEFAULT},
        ),
        (
            (
                "node_groups:",
                "network: {availability_zones: [us-west-2a, us-west-2b, us-west-2c]}\nnode_groups:",
            ),
            {"network.availability_zones": BY_DEFAULT},
        ),
        (
            (
                "node_groups:",
                "network: {availability_zones: [us-west-2a, us-west-2b]}\nnode_groups:",
            ),
            {"network.availability_zones": "removes subnets"},
        ),
        (
            ("  viewers: [arn:aws:iam::111122223333:role/B]", "  viewers: []"),
            {"access.viewers": "removes access entries"},
        ),
        (
            (
                "role/A]\n  viewers: [arn:aws:iam::111122223333:role/B]",
                "role/A, arn:aws:iam::111122223333:role/B]",
            ),
            {"access.admins": "in place", "access.viewers": "in place"},
        ),
    ],
)
def test_what_a_key_stands_for_counts_and_not_how_it_is_written(
    edit: tuple[str, str], told: dict[str, str]
) -> None:
    Path("old.yaml").write_text(P5, encoding="utf-8")
    Path("new.yaml").write_text(P5.replace(*edit), encoding="utf-8")
    changes = json.loads(run("old.yaml", "new.yaml", "--format", "json")[1])["changes"]
    assert {change["what"]: change["does"] for change in changes} == told


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("{", "is not JSON: Expecting property name enclosed in double quotes"),
        ("[]", "is no stack of a cluster; run: trainyard synth old.yaml"),
    ],
)
def test_what_is_kept_and_cannot_be_read_is_named(folder: Path, kept: str, said: str) -> None:
    stack = folder / "cdktf.out" / "stacks" / "demo"
    stack.mkdir(parents=True)
    (stack / "cdk.tf.json").write_text(kept, encoding="utf-8")
    code, text, error = run("old.yaml")
    assert (code, text) == (1, "")
    assert error.startswith(f"{stack}/cdk.tf.json: {said}")
    assert error.endswith("; run: trainyard synth old.yaml\n")


@pytest.mark.parametrize("kept", released_stacks(), ids=str)
def test_what_a_release_changes_is_told_beside_what_an_older_one_synthesized(
    kept: ReleasedStack,
) -> None:
    stack = Path("cdktf.out/stacks") / kept.name
    stack.mkdir(parents=True)
    shutil.copy(kept.stack_file, stack / "cdk.tf.json")
    shutil.copy(kept.file, "old.yaml")
    told = {change["what"]: change["gravity"] for change in changes_of("old.yaml")}
    planned = kept.changes_file.read_text(encoding="utf-8").splitlines()
    assert {line.split()[1].rstrip(":") for line in planned} <= {*told}
    grave = {"deletes_data", "replaces_cluster", "replaces_nodes", "rolls_nodes"}
    assert not grave & {*told.values()}
