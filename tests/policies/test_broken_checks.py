"""A check that raises is a finding of its own, and the others are done."""

import json
import subprocess
from typing import Any

import pytest

from cli.checkov import checkov

_RAISING = """
from checkov.common.checks_infra.registry import get_graph_checks_registry
from checkov.common.graph.checks_infra.base_check import BaseGraphCheck
from checkov.runner_filter import RunnerFilter
from terraform_check import ConfigurationCheck
from terraform_graph import Configuration, Resource


class OneRaises(ConfigurationCheck):
    def __init__(self):
        super().__init__(name="one", id="CKV_OURS_1", resource_types=["aws_vpc"])

    def judge(self, configuration: Configuration, resource: Resource):
        if resource.address == "aws_vpc.bad":
            raise KeyError("cidr")
        return True


class AllRaises(BaseGraphCheck):
    def __init__(self):
        super().__init__()
        self.name, self.id, self.resource_types = "all", "CKV_OURS_2", ["aws_vpc"]
        RunnerFilter.notify_external_check(self.id)
        get_graph_checks_registry("terraform").checks.append(self)

    def run(self, graph_connector):
        raise ValueError("no graph")


OneRaises()
AllRaises()
"""


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    top = tmp_path_factory.mktemp("broken")
    checks, folder = top / "checks", top / "folder"
    checks.mkdir()
    folder.mkdir()
    (checks / "__init__.py").write_text('__all__ = ["raising"]\n')
    (checks / "raising.py").write_text(_RAISING)
    (folder / "main.tf").write_text(
        'resource "aws_vpc" "bad" { cidr_block = "10.0.0.0/16" }\n'
        'resource "aws_vpc" "good" { cidr_block = "10.1.0.0/16" }\n'
    )
    options: list[Any] = ["--external-checks-dir", checks, "-d", folder, "--framework", "terraform"]
    only = ["--check", "CKV_OURS_1,CKV_OURS_2", "-o", "json"]
    return subprocess.run(
        checkov(*options, *only), capture_output=True, text=True, check=False, timeout=120
    )


def records(ran: subprocess.CompletedProcess[str], kind: str) -> set[tuple[str, str, str]]:
    found: Any = json.loads(ran.stdout)["results"][kind]
    return {(each["check_id"], each["resource"], each["check_name"]) for each in found}


def test_an_exception_is_a_finding_that_tells_what_broke_where(
    ran: subprocess.CompletedProcess[str],
) -> None:
    one, everything = "CKV_OURS_1 could not judge this", "CKV_OURS_2 could not judge this"
    failed = records(ran, "failed_checks")
    assert ("CKV_OURS_1_BROKEN", "aws_vpc.bad", f"{one}: KeyError: 'cidr'") in failed
    assert {(id_, name) for id_, _, name in failed} == {
        ("CKV_OURS_1_BROKEN", f"{one}: KeyError: 'cidr'"),
        ("CKV_OURS_2_BROKEN", f"{everything}: ValueError: no graph"),
    }


def test_an_exception_ends_the_scan_with_an_error(ran: subprocess.CompletedProcess[str]) -> None:
    assert ran.returncode == 1


def test_what_is_not_concerned_keeps_its_verdict(ran: subprocess.CompletedProcess[str]) -> None:
    assert records(ran, "passed_checks") == {("CKV_OURS_1", "aws_vpc.good", "one")}
