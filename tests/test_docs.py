"""What the documentation shows is so."""

import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import yaml

from modules.catalog.iam_policies import VIEWERS_GROUP
from modules.catalog.instance_floors import FAMILIES
from modules.catalog.regions import region_facts
from modules.config import ClusterConfig, ClusterFileError, load_cluster
from modules.config.derived.nodes import nodes_of
from modules.planning.network.subnets import plan_subnets
from tests.modules.config.files import cluster

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


def test_the_cluster_file_of_the_readme_is_right() -> None:
    first = yaml.safe_load(blocks("yaml")[0])
    assert ClusterConfig.model_validate(first).name == "demo"


def test_the_readmes_file_that_extends_another_is_right(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    shared = "region: us-west-2\nnode_groups: {system: {instance_types: [m7i.large]}}\n"
    (tmp_path / "shared" / "team.yaml").write_text(shared, encoding="utf-8")
    (tmp_path / "own.yaml").write_text(blocks("yaml")[1], encoding="utf-8")
    assert load_cluster(tmp_path / "own.yaml").account_id == "111122223333"


def test_the_readmes_groups_that_are_alike_are_right(tmp_path: Path) -> None:
    block = next(block for block in blocks("yaml") if "x-gpu" in block)
    file = tmp_path / "alike.yaml"
    system = "  system: {instance_types: [m7i.large]}\n"
    file.write_text(f"name: alike\nregion: us-west-2\n{block}{system}", encoding="utf-8")
    groups = load_cluster(file).node_groups
    assert {groups[name].volume.size_gib for name in ("research", "product")} == {500}


def test_the_readmes_way_to_open_the_endpoint_is_right() -> None:
    section = yaml.safe_load(blocks("yaml")[3])
    assert cluster(**section).access.allowed_cidrs == ["203.0.113.0/24"]


def test_the_refusals_of_the_readme_are_what_is_said(tmp_path: Path) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(
        "name: wrong\nregion: us-wst-2\nnode_groups:\n  training:\n"
        "    instance_types: [g6.8xlarge]\n    scaling: {min: 5, desired: 2, max: 3}\n"
    )
    with pytest.raises(ClusterFileError) as refused:
        load_cluster(file)
    shown = [
        line for block in blocks("console") for line in block.splitlines() if "wrong.yaml:" in line
    ]
    assert str(refused.value).replace(str(file), "clusters/wrong.yaml").splitlines() == shown


@pytest.mark.parametrize(
    "example", sorted((ROOT / "examples").glob("*.yaml")), ids=lambda e: e.stem
)
def test_the_readme_lists_every_example(example: Path) -> None:
    assert f"(examples/{example.name})" in README


PROGRAMS = re.findall(
    r"```python\n(.*?)```", (ROOT / "docs" / "python.md").read_text(encoding="utf-8"), re.DOTALL
)


@pytest.mark.parametrize(
    ("program", "stack"), [*zip(PROGRAMS, ["demo", "network-alone"], strict=True)]
)
def test_the_python_of_the_documentation_runs_and_says_nothing(
    tmp_path: Path, program: str, stack: str
) -> None:
    asked = f"{program}\nimport sys; lean = vars(sys.modules['cdktf_cdktf_provider_aws'])"
    environment = {name: value for name, value in os.environ.items() if name != "JSII_NODE"}
    # In a process of its own: what cdktf writes goes to where its runtime was started.
    done = subprocess.run(
        [sys.executable, "-c", f"{asked}\nassert '__getattr__' in lean"],
        cwd=tmp_path,
        env={**environment, "PYTHONPATH": str(ROOT)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert {path.parent.name for path in tmp_path.rglob("cdk.tf.json")} == {stack}


def test_the_blocks_of_the_design_are_the_planned_ones() -> None:
    zones = region_facts("us-west-2").zones
    text = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    for zone, plan in plan_subnets("10.100.0.0/16", zones, zones).items():
        assert f"| {zone} | {plan.private} | {plan.public} |" in text


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_every_link_within_the_repository_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text(encoding="utf-8"))
    assert not [link for link in links if not (document.parent / link).exists()]


def test_the_hardware_page_names_the_least_releases_of_plugins() -> None:
    text = (ROOT / "docs" / "hardware.md").read_text(encoding="utf-8")
    least = [
        (family, plugin, release)
        for family, facts in FAMILIES.items()
        for plugin, release in facts.least_plugins.items()
    ]
    assert least
    for family, plugin, release in least:
        assert plugin in text
        assert f"{release} or newer for {family}" in text


def test_what_the_access_page_gives_viewers_lets_them_look_at_nodes_and_at_no_secrets() -> None:
    text = (ROOT / "docs" / "access.md").read_text(encoding="utf-8")
    entries, block = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert cluster(**yaml.safe_load(entries)).access.entries
    role, binding = yaml.safe_load_all(block)
    assert binding["roleRef"]["name"] == role["metadata"]["name"]
    assert [subject["name"] for subject in binding["subjects"]] == [VIEWERS_GROUP]
    named = [name for rule in role["rules"] for name in rule["resources"]]
    assert "nodes" in named
    assert not {"secrets", "*"} & {*named}
    assert {verb for rule in role["rules"] for verb in rule["verbs"]} == {"get", "list", "watch"}


def test_the_cluster_files_of_the_hardware_page_are_right() -> None:
    text = (ROOT / "docs" / "hardware.md").read_text(encoding="utf-8")
    group, schedule, ultraservers, newer = (
        yaml.safe_load(textwrap.dedent(block))
        for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    )
    assert ClusterConfig.model_validate({"name": "demo", **ultraservers})
    system = {"instance_types": ["m7i.large"]}
    h100 = group["node_groups"]["h100"]
    made = ClusterConfig.model_validate(
        {
            "name": "demo",
            "region": "us-west-2",
            "node_groups": {
                "system": system,
                "h100": h100,
                "scheduled": h100 | schedule,
                "next": newer["next"],
            },
        }
    )
    assert len(nodes_of(made)["h100"].interfaces) == 1 + 32
    assert made.node_groups["h100"].scaling.desired == 0
    assert made.node_groups["scheduled"].capacity.scheduled_start is not None
    assert len(nodes_of(made)["next"].interfaces) == 1 + 16
