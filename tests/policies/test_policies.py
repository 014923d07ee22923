"""checkov says of strangers' Terraform what each of our policies is for."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from cli.checkov import checkov
from tests.policies.cases import CASES, Case

POLICIES = Path(__file__).parents[2] / "policies"
#: For each folder and policy: addresses that failed, and that passed.
Found = Mapping[tuple[str, str, bool], set[str]]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """What checkov finds in all cases, each in a folder of its own."""
    top = tmp_path_factory.mktemp("cases")
    for index, case in enumerate(CASES):
        folder = top / f"case-{index}"
        folder.mkdir()
        (folder / "main.tf.json").write_text(json.dumps({"resource": case.resources}))
    ran = subprocess.run(
        checkov("-d", top, "--framework", "terraform_json", "-o", "json"),
        capture_output=True,
        text=True,
        check=False,
    )
    results = json.loads(ran.stdout)["results"]
    found: dict[tuple[str, str, bool], set[str]] = {}
    for passed, records in ((True, "passed_checks"), (False, "failed_checks")):
        for record in results[records]:
            folder_name = Path(record["file_path"]).parts[1]
            key = (folder_name, record["check_id"], passed)
            found.setdefault(key, set()).add(record["resource"])
    return found


@pytest.mark.parametrize(
    ("index", "case"),
    [
        pytest.param(index, case, id=f"{case.policy}: {case.about}")
        for index, case in enumerate(CASES)
    ],
)
def test_a_policy_fails_what_is_wrong_and_passes_what_is_right(
    found: Found, index: int, case: Case
) -> None:
    folder, policy = f"case-{index}", f"CKV_TRAINYARD_{case.policy}"
    assert found.get((folder, policy, False), set()) == case.fails
    assert found.get((folder, policy, True), set()) == case.passes


def test_every_policy_has_a_case_that_passes_and_one_that_fails() -> None:
    files = {file.stem for file in POLICIES.glob("*.py")}
    shared = {file for file in files if file.startswith(("terraform_", "repeated_"))}
    count = len(files - shared - {"__init__", "broken_checks", "inline_skips"})
    assert {case.policy for case in CASES if case.passes} == {*range(1, count + 1)}
    assert {case.policy for case in CASES if case.fails} == {*range(1, count + 1)}


def test_a_skip_in_the_json_of_a_resource_is_read_and_goes_no_further(tmp_path: Path) -> None:
    skip = {"//": {"checkov": ['checkov:skip=CKV_TRAINYARD_2,CKV_AWS_79:tried with "two" hops']}}
    templates = {"skipped": {"name": "a", **skip}, "other": {"name": "b"}}
    document = {"resource": {"aws_launch_template": templates}}
    # As cdktf writes it: checkov goes by lines.
    (tmp_path / "cdk.tf.json").write_text(json.dumps(document, indent=2))
    ran = subprocess.run(
        checkov("-d", tmp_path, "--framework", "terraform_json", "-o", "json"),
        capture_output=True,
        text=True,
        check=False,
    )
    results = json.loads(ran.stdout)["results"]
    assert {
        (record["check_id"], record["resource"], record["check_result"]["suppress_comment"])
        for record in results["skipped_checks"]
    } == {
        ("CKV_TRAINYARD_2", "aws_launch_template.skipped", 'tried with \\"two\\" hops'),
        ("CKV_AWS_79", "resource.skipped", 'tried with \\"two\\" hops'),
    }
    failed = {(record["check_id"], record["resource"]) for record in results["failed_checks"]}
    assert ("CKV_TRAINYARD_3", "aws_launch_template.skipped") in failed
    assert ("CKV_TRAINYARD_2", "aws_launch_template.other") in failed
