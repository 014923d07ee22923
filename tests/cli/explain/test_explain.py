"""The command that says what follows from a cluster file, and from what."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.__main__ import app
from tests.cluster_files import FILES, ROOT

SMALL = """\
name: small
region: us-west-2
network:
  prefix_delegation: true
node_groups:
  system:
    instance_types: [m7i.large]
    labels: {team.example/kind: system}
"""
SMALL_EXPLAINED = """\
node group system of small (small.yaml:6)
  instance type: m7i.large: x86_64, 2 vCPU, 8 GiB, 1 network card, EFA on 0
    from: instance_types (small.yaml:7)
    source: AWS EC2 API answers in moto 5.2.5, 2026-08
  EFA: none
    because: m7i.large has no EFA
    from: efa (left out), instance_types (small.yaml:7)
  interfaces: EC2's usual single one
    from: efa (left out)
  AMI type: AL2023_x86_64_STANDARD
    because: Amazon Linux 2023 for x86_64, accelerators: none
    from: ami_type (left out), instance_types (small.yaml:7)
    source: https://docs.aws.amazon.com/eks/latest/userguide/eks-optimized-ami.html
  AMI release: the newest when nodes are next rolled
    from: ami_release_version (left out)
  user data 1 of 1: application/node.eks.aws
    apiVersion: node.eks.aws/v1alpha1
    kind: NodeConfig
    spec:
      kubelet:
        config:
          maxPods: 110
    from: max_pods (left out)
  label: team.example/kind=system
    from: labels.team.example/kind (small.yaml:8)
  taints: none
    because: nodes without accelerators take any pod
    from: taints (left out), instance_types (small.yaml:7)
  tags: trainyard/cluster=small
    because: on everything a launch makes; the last names the cluster
    from: tags (left out), name (small.yaml:1)
  instance store: left alone
    because: m7i.large has no instance store
    from: instance_store (left out), instance_types (small.yaml:7)
"""


def run(*arguments: str) -> tuple[int, str, str]:
    """Run the command; give its exit code and what it wrote."""
    result = CliRunner().invoke(app, ["explain", *arguments])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give a small cluster file in the current folder."""
    monkeypatch.chdir(tmp_path)
    Path("small.yaml").write_text(SMALL, encoding="utf-8")
    return "small.yaml"


def test_of_a_group_it_tells_what_follows_from_which_key_fact_and_source(small: str) -> None:
    code, text, said = run(small, "system")
    assert (code, said) == (0, "")
    assert text.startswith(SMALL_EXPLAINED)
    assert run(small) == (0, text, "")
    assert run(small, "node_groups.system") == (0, text, "")


def lines(*arguments: str) -> Mapping[str, Any]:
    """Give the lines of an explanation, by what they are about."""
    code, text, said = run(*arguments, "--format", "json")
    assert (code, said) == (0, "")
    (told,) = json.loads(text)
    return {line["what"]: line for line in told["lines"]}


def test_interfaces_pods_and_waits_of_large_nodes_have_their_reasons() -> None:
    told = lines(str(ROOT / "examples" / "p5-capacity-block.yaml"), "h100")
    assert {what: (told[what]["value"], told[what]["because"]) for what in WHY} == WHY


WHY = {
    "EFA": (
        "efa_only",
        "accelerators, and EFA on 32 network cards: bought for training on many nodes",
    ),
    "interfaces": (
        "1 x interface, 32 x efa-only\ncard 0: interface (device 0), efa-only (device 1)\n"
        "cards 1 to 31: efa-only (device 0)",
        "layout efa_only: EFA apart from IP takes one address of the subnet",
    ),
    "most pods": (
        "51",
        "as many as have addresses, and 2 on the host's network; nodes are told, as they would "
        "count another number",
    ),
    "addresses for pods": (
        "49",
        "1 interface of the first network card, 49 addresses on each; an efa-only interface there "
        "takes the place of another",
    ),
    "daemon set dcgm-server of eks-node-monitoring-agent": (
        "runs here; tolerates everything",
        "its tolerations are those of Trainyard, which adds what these taints ask for",
    ),
    "placement group": ("none", "a reservation or capacity block has its own placement"),
    "update strategy": (
        "old nodes leave first",
        "capacity that is sized to the group has no room for more",
    ),
    "Terraform waits": (
        "75 minutes for a new group, 521 for an update, 60 for its end",
        "16 nodes, 1 at once: 16 times 31 minutes, 15 of which pods have to leave; the provider "
        "waits 60 by itself",
    ),
}


FIELD_EXPLAINED = """\
network.prefix_delegation of small
  value: true
    from: network.prefix_delegation (small.yaml:4)
  default: false
  meaning: Give interfaces prefixes of 16 addresses in place of single ones: more pods on a node, \
for more addresses of the subnet, which must be free in blocks.
  a later change: rolls the nodes of every node group
    source: measured with AWS provider 5.100.0
"""


def test_of_a_field_it_tells_value_place_meaning_and_what_a_change_does(small: str) -> None:
    assert run(small, "network.prefix_delegation") == (0, FIELD_EXPLAINED, "")


def test_a_field_that_is_left_out_has_its_default_or_none(small: str) -> None:
    assert lines(small, "network.cidr")["value"] == {
        "what": "value",
        "value": "10.0.0.0/16",
        "because": "it is left out, so it is the default",
        "keys": [{"path": "network.cidr", "file": None, "line": None}],
        "source": "",
    }
    assert lines(small, "network.existing.vpc_id")["value"]["value"] == "left out"


def test_what_a_shared_file_says_is_told_to_be_there(small: str) -> None:
    Path("shared.yaml").write_text("region: us-west-2\nnetwork:\n  cidr: 10.1.0.0/16\n", "utf-8")
    own = SMALL.replace("region: us-west-2", "extends: shared.yaml")
    Path(small).write_text(own, encoding="utf-8")
    (key,) = lines(small, "network.cidr")["value"]["keys"]
    assert key == {"path": "network.cidr", "file": "shared.yaml", "line": 3}
    (key,) = lines(small, "network.prefix_delegation")["value"]["keys"]
    assert key["file"] == small


ADDRESS_EXPLAINED = """\
aws_launch_template.system of small
  comes from: node_groups.system
    from: node_groups.system (small.yaml:6)
  is part of: NodeGroup: A managed node group, and what is its alone: launch template, placement \
group, schedule.
  is part of: NodeLaunchTemplate: How EC2 launches a node: encrypted volumes, and instance \
metadata for the node alone.
  refers to: aws_kms_key.volumes
  is referred to by: aws_eks_node_group.system
    terraform_data.system_template-version
"""


def test_of_an_address_it_tells_what_of_the_file_it_comes_from(small: str) -> None:
    assert run(small, "aws_launch_template.system") == (0, ADDRESS_EXPLAINED, "")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("sytem", "no node group or field; did you mean 'system'?"),
        ("node_groups.sytem", "node_groups has no 'sytem'; did you mean 'system'?"),
        ("network.cider", "network has no 'cider'; did you mean 'cidr'?"),
        ("network.cidr.size", "network.cidr is one value; nothing is below it"),
        ("account_id.x", "account_id is left out; nothing is below it"),
        ("tags.Team", "tags has no 'Team', and nothing else"),
        (
            "node_groups.system.instance_types[1]",
            "node_groups.system.instance_types has 1 entries, counted from [0]",
        ),
        (
            "aws_launch_template.sytem",
            "the stack of small has no such address; did you mean 'aws_launch_template.system'?",
        ),
        ("aws_s3_bucket.logs", "the stack of small has no such address; of this type it has none"),
    ],
)
def test_what_is_not_there_is_refused_with_the_nearest(small: str, asked: str, said: str) -> None:
    assert run(small, asked) == (2, "", f"small.yaml: {asked}: {said}\n")


def test_a_file_that_is_not_there_or_wrong_is_refused(small: str) -> None:
    assert run("other.yaml", "system") == (2, "", "other.yaml: no such file\n")
    Path(small).write_text("name: small\n", encoding="utf-8")
    assert run(small)[:2] == (2, "")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_group_of_every_file_is_explained_in_every_style(file: Path) -> None:
    for style in ("text", "markdown", "json"):
        code, text, said = run(str(file), "--format", style)
        assert (code, said) == (0, "")
        assert "AMI type" in text


def test_groups_and_fields_are_explained_without_any_bindings() -> None:
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from cli.explain.run import explain\n"
        "for what in (None, 'network.cidr'): explain(Path('clusters/demo.yaml'), what, 'json')\n"
        "names = ('jsii', 'cdktf', 'constructs', 'cdktf_cdktf_provider_aws', 'stacks')\n"
        "print([name for name in names if name in sys.modules], file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "[]\n")


def test_the_readme_shows_what_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    readme = Path("README.md").read_text(encoding="utf-8")
    block = readme.partition("$ .venv/bin/trainyard explain ")[2].partition("  ...")[0]
    command, *shown = block.splitlines()
    told = run(*command.split())[1].splitlines()
    assert shown
    assert [line for line in shown if line not in told] == []


def test_nothing_that_a_terminal_acts_on_is_shown(small: str) -> None:
    part = '{content_type: text/x-shellscript, content: "#!/bin/sh\\necho [bold]\\e[31mred\\n"}'
    Path(small).write_text(f"{SMALL}    user_data: [{part}]\n", encoding="utf-8")
    assert "\n    echo [bold]\\x1b[31mred\n    from: user_data[0] (small.yaml:9)\n" in run(small)[1]
