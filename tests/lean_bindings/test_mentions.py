"""Submodules that a program's sources name are found, imported or not."""

import sys
from pathlib import Path
from types import ModuleType

import pytest

from lean_bindings.mentions import mentioned

_SOURCE = """
import cdktf_cdktf_provider_aws as aws
def build(stack):
    aws.route_table.RouteTable(stack, "table")
    aws.s3_bucket.S3Bucket(stack, "bucket")
"""


def test_names_in_the_sources_of_a_program_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "program.py"
    program.write_text(_SOURCE, encoding="utf-8")
    module = ModuleType("program")
    module.__file__ = str(program)
    monkeypatch.setitem(sys.modules, "program", module)
    # Put together, because this file is a source too.
    submodules = {"route_table", "s3_bucket", "_".join(["never", "named", "anywhere"])}
    assert mentioned(submodules) == {"routeTable", "s3Bucket"}


def test_sources_of_installed_packages_are_not_searched() -> None:
    name = "_".join(["pytest", "warning", "recorded"])
    source = Path(pytest.__file__).parents[1] / "_pytest" / "hookspec.py"
    assert name in source.read_text(encoding="utf-8")
    assert mentioned({name}) == set()


def test_a_source_that_cannot_be_read_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = ModuleType("gone")
    module.__file__ = str(tmp_path / "gone.py")
    monkeypatch.setitem(sys.modules, "gone", module)
    assert mentioned({"never_" + "named"}) == set()
