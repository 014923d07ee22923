"""Scans of what is synthesized and of what Terraform makes of it agree."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.__main__ import app
from cli.checkov import checkov
from cli.scan import NotReadError, scan_stacks
from cli.synthesis import synthesize_all
from tools.commands import ROOT
from tools.scan import all_cluster_files, all_state_bucket_files
from tools.scan_plans import demo_and_largest, write_plans

#: checkov's checks and the resources they are about, by how they ended.
Ended = Mapping[str, set[tuple[str, str]]]
#: checkov names a provider after its type in JSON, and after its alias in a plan.
_OF_PROVIDERS = "CKV_AWS_41"
#: What is in a policy that names a value from AWS, such as the account, only a plan tells.
_NEED_THE_PLAN = {f"CKV_AWS_{number}" for number in (286, 287, 288, 289, 290, 355)}


@pytest.fixture(scope="module")
def scans(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[Ended, Ended]]:
    """Of the demo and the largest stack: the scan of its JSON, and that of its plan."""
    folder = tmp_path_factory.mktemp("scans")
    synthesize_all(all_cluster_files(), folder)
    stacks = demo_and_largest(sorted(Path(folder, "cdktf.out", "stacks").iterdir()))
    plans = write_plans(stacks, folder)
    return {
        stack.name: (
            scan(folder, "-d", str(stack), "--framework", "terraform_json"),
            scan(folder, "-f", plan.name, "--framework", "terraform_plan"),
        )
        for stack, plan in zip(stacks, plans, strict=True)
    }


def trainyard_scan(*arguments: str) -> int:
    """Run the command for users, and give its exit code."""
    return CliRunner().invoke(app, ["scan", *arguments]).exit_code


def scan(folder: Path, *options: str) -> Ended:
    ran = subprocess.run(
        checkov(*options, "-o", "json"), cwd=folder, capture_output=True, text=True, check=False
    )
    results = json.loads(ran.stdout)["results"]
    return {
        ended: {
            (record["check_id"], record["resource"].rpartition(".")[2])
            for record in results[f"{ended}_checks"]
            if record["check_id"] != _OF_PROVIDERS
        }
        for ended in ("passed", "failed", "skipped")
    }


def test_the_demo_and_the_largest_stack_are_planned(
    scans: Mapping[str, tuple[Ended, Ended]],
) -> None:
    assert len(scans) == 2
    assert "demo" in scans


def test_nothing_fails_and_nothing_is_skipped(scans: Mapping[str, tuple[Ended, Ended]]) -> None:
    for both in scans.values():
        for ended in both:
            assert ended["failed"] == ended["skipped"] == set()
            assert len(ended["passed"]) > 90


def test_the_plan_passes_all_that_the_json_passes(
    scans: Mapping[str, tuple[Ended, Ended]],
) -> None:
    for of_json, of_plan in scans.values():
        assert of_json["passed"] <= of_plan["passed"]


def test_only_policies_with_values_from_aws_are_seen_in_the_plan_alone(
    scans: Mapping[str, tuple[Ended, Ended]],
) -> None:
    for of_json, of_plan in scans.values():
        hidden = {check for check, _ in of_plan["passed"] - of_json["passed"]}
        assert hidden <= _NEED_THE_PLAN


def test_a_scan_of_ones_own_file_writes_sarif(tmp_path: Path) -> None:
    file = tmp_path / "out.sarif"
    assert trainyard_scan(str(ROOT / "examples" / "smallest.yaml"), "--sarif", str(file)) == 0
    (run,) = json.loads(file.read_text(encoding="utf-8"))["runs"]
    assert run["tool"]["driver"]["name"] == "Checkov"
    assert run["results"] == []


def scan_of(tmp_path: Path, sections: str) -> tuple[int, list[tuple[str, str]]]:
    """Scan a file, and give the exit code and what was found: rules, and why they are skipped."""
    file, sarif = tmp_path / "cluster.yaml", tmp_path / "out.sarif"
    file.write_text(
        f"name: demo\nregion: us-west-2\n{sections}\n"
        "node_groups: {system: {instance_types: [m7i.large]}}\n"
    )
    code = trainyard_scan(str(file), "--sarif", str(sarif))
    (run,) = json.loads(sarif.read_text(encoding="utf-8"))["runs"]
    return code, [
        (result["ruleId"], result.get("suppressions", [{}])[0].get("justification", ""))
        for result in run["results"]
    ]


def test_a_scan_fails_when_checkov_cannot_read_a_file(tmp_path: Path) -> None:
    stack = tmp_path / "cdktf.out" / "stacks" / "demo" / "cdk.tf.json"
    stack.parent.mkdir(parents=True)
    move = {"from": "aws_vpc.old", "to": "aws_vpc.new"}
    stack.write_text(json.dumps({"resource": {"aws_vpc": {"new": {}}}, "moved": [move]}))
    with pytest.raises(NotReadError, match="could not read, as it says above, and did not scan: 1"):
        scan_stacks(tmp_path)


def test_a_plan_is_scanned_as_one(tmp_path: Path) -> None:
    resource = {
        "address": "aws_launch_template.open",
        "mode": "managed",
        "type": "aws_launch_template",
        "name": "open",
    }
    values = {"metadata_options": [{"http_tokens": "optional"}]}
    change = {"actions": ["create"], "before": None, "after": values}
    document = {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "planned_values": {"root_module": {"resources": [{**resource, "values": values}]}},
        "resource_changes": [{**resource, "change": change}],
    }
    plan = tmp_path / "plan.json"
    plan.write_text(json.dumps(document), encoding="utf-8")
    assert trainyard_scan(str(plan)) == 1


def test_a_file_that_is_not_there_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = tmp_path / "missing.yaml"
    done = CliRunner().invoke(app, ["scan", str(missing)])
    assert (done.exit_code, done.stderr) == (2, f"{missing}: no such file\n")
    monkeypatch.chdir(tmp_path)
    message = "clusters/: no cluster file; name one, or go to where clusters/ is\n"
    assert CliRunner().invoke(app, ["scan"]).stderr == message


def test_a_scan_fails_when_a_check_does(tmp_path: Path) -> None:
    assert scan_of(tmp_path, "network: {flow_logs: none}") == (1, [("CKV2_AWS_11", "")])


def test_an_endpoint_opened_to_named_blocks_is_skipped_with_the_reason(tmp_path: Path) -> None:
    access = "access: {public_endpoint: true, allowed_cidrs: [203.0.113.0/24]}"
    assert scan_of(tmp_path, access) == (
        0,
        [("CKV_AWS_39", "open to named address blocks alone")],
    )


def test_an_endpoint_open_to_everybody_is_not_skipped(tmp_path: Path) -> None:
    access = "{public_endpoint: true, allowed_cidrs: [0.0.0.0/0], open_to_internet: true}"
    code, found = scan_of(tmp_path, f"access: {access}")
    assert code == 1
    assert {rule for rule, _ in found} == {"CKV_AWS_38", "CKV_AWS_39", "CKV_TRAINYARD_4"}


def test_the_documentation_lists_every_skip_of_our_own(tmp_path: Path) -> None:
    synthesize_all(all_cluster_files(), tmp_path, all_state_bucket_files())
    stacks = [str(tmp_path / "cdktf.out" / "stacks"), "--framework", "terraform_json"]
    skipped = {check for check, _ in scan(tmp_path, "-d", *stacks)["skipped"]}
    assert skipped == {"CKV_AWS_144", "CKV2_AWS_62", "CKV_AWS_18", "CKV_TRAINYARD_9"}
    text = (ROOT / "docs" / "scans.md").read_text(encoding="utf-8")
    assert all(f"| {check} |" in text for check in {*skipped, "CKV_AWS_39"})
