"""The command that tells what a cluster file makes."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.__main__ import app
from modules.config import load_cluster
from modules.config.derived.estimate import fixed_costs
from tests.cluster_files import FILES, ROOT
from tests.snapshots.files import snapshot_files

DEMO = str(ROOT / "clusters" / "demo.yaml")
BLOCK = str(ROOT / "examples" / "p5-capacity-block.yaml")


def run(*arguments: str) -> tuple[int, str, str]:
    """Run the command; give its exit code and what it wrote."""
    result = CliRunner().invoke(app, ["check", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_it_tells_sizes_quotas_and_costs() -> None:
    code, text, said = run(DEMO)
    assert (code, said) == (0, "")
    rows = [" ".join(line.split()) for line in text.splitlines()]
    assert rows[0] == "demo: us-west-2, Kubernetes 1.35"
    for row in (
        "nodes 3 4 7",
        "accelerators 1 L4 2 L4 3 L4",
        "quota on-demand G and VT instances (L-DB2E81BA) 32 vCPU 64 vCPU 96 vCPU",
        "cost an hour $2.41 $4.45 $6.71",
    ):
        assert row in rows
    assert "List prices of us-east-1" in rows[-1]


def test_what_is_not_known_is_not_hidden_in_a_sum() -> None:
    _, text, _ = run(BLOCK)
    assert " and more" in text
    assert "p5.48xlarge: a capacity block is paid in full when it is bought" in text


def test_programs_get_json_and_pull_requests_markdown() -> None:
    code, text, _ = run(DEMO, BLOCK, "--format", "json")
    assert code == 0
    demo, block = json.loads(text)
    assert (demo["cluster"], demo["sizes"]["max"]["nodes"]) == ("demo", 7)
    assert demo["sizes"]["desired"]["accelerators"] == {"L4": 2}
    assert block["sizes"]["max"]["has_unknown_costs"] is True
    assert block["sizes"]["min"]["has_unknown_costs"] is False
    _, text, _ = run(DEMO, "--format", "markdown")
    assert "| nodes | 3 | 4 | 7 |\n" in text


def test_every_file_is_checked_before_anything_is_told(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("name: x\n", encoding="utf-8")
    code, text, said = run(DEMO, str(wrong))
    assert (code, text) == (2, "")
    assert f"{wrong}:1: region: is missing" in said


def test_warnings_are_told(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(
        "name: a\nregion: us-west-2\nnode_groups: {system: {instance_types: [m7i.large]}}\n",
        encoding="utf-8",
    )
    assert "warning: access.admins: nobody may use kubectl" in run(str(file))[1]


def resources(document: Any, type_: str) -> list[Any]:
    return list(document["resource"].get(type_, {}).values())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_is_counted_is_what_is_synthesized(file: Path) -> None:
    cluster = load_cluster(file)
    path = next(p for p in snapshot_files({cluster.name: {"resource": {}}}) if p.suffix == ".json")
    document = json.loads(path.read_text(encoding="utf-8"))
    fixed = fixed_costs(cluster, today=date(2026, 11, 25))
    assert fixed.nat_gateways == len(resources(document, "aws_nat_gateway"))
    assert fixed.kms_keys == len(resources(document, "aws_kms_key"))
    assert fixed.endpoints_in_zones == sum(
        len(endpoint["subnet_ids"])
        for endpoint in resources(document, "aws_vpc_endpoint")
        if endpoint.get("vpc_endpoint_type") == "Interface"
    )
