"""What our policies say of Terraform in the shapes that modules for EKS have."""

import json
import re
import subprocess
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pytest

from cli.checkov import checkov
from tests.policies.shapes import SHAPES, Shape
from tests.policies.shapes_of_modules import MODULE_SHAPES

ALL = (*SHAPES, *MODULE_SHAPES)

#: For each folder and policy, the addresses that ended so.
Found = Mapping[tuple[str, str, str], set[str]]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """What checkov finds in all shapes, each in a folder of its own.

    Its own checks are done as well, because they alter what ours are given.
    """
    top = tmp_path_factory.mktemp("shapes")
    for index, shape in enumerate(ALL):
        for name, text in shape.files.items():
            file = top / f"shape-{index}" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
    ran = subprocess.run(
        checkov("-d", top, "--framework", "terraform", "-o", "json"),
        capture_output=True,
        text=True,
        check=False,
    )
    found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for ended in ("passed", "failed"):
        for record in json.loads(ran.stdout)["results"][f"{ended}_checks"]:
            folder = Path(record["file_path"]).parts[1]
            found[folder, record["check_id"], ended].add(record["resource"])
    for line in re.finditer(
        r"^(CKV_TRAINYARD_\d+) unknown in (.+): (.+)$", ran.stderr, re.MULTILINE
    ):
        folder = Path(line[2]).relative_to(top).parts[0]
        found[folder, line[1], "unknown"] |= set(line[3].split(", "))
    for line in re.finditer(r"^not looked into in (.+): (.+)$", ran.stderr, re.MULTILINE):
        folder = Path(line[1]).relative_to(top).parts[0]
        found[folder, "", "unseen"] |= set(line[2].split(", "))
    return found


@pytest.mark.parametrize(
    ("index", "shape"),
    [pytest.param(i, shape, id=f"{shape.policy}: {shape.about}") for i, shape in enumerate(ALL)],
)
def test_each_instance_has_the_verdict_it_deserves(found: Found, index: int, shape: Shape) -> None:
    folder, policy = f"shape-{index}", f"CKV_TRAINYARD_{shape.policy}"
    said = {
        ended: found.get((folder, policy, ended), set())
        for ended in ("passed", "failed", "unknown")
    }
    assert said == {"passed": shape.passes, "failed": shape.fails, "unknown": shape.unknown}


def test_modules_that_are_not_there_are_told_of_and_no_others(found: Found) -> None:
    told = {key[0]: modules for key, modules in found.items() if key[2] == "unseen"}
    registry = {"module.registry (terraform-aws-modules/eks/aws)"}
    expected = {
        'module "registry"': registry,
        'source = "example/vpc/aws"': {"module.vpc (example/vpc/aws)"},
        'module "outer"': {"module.outer.module.inner (example/inner/aws)"},
    }
    by_text = {
        f"shape-{index}": modules
        for index, shape in enumerate(ALL)
        for text, modules in expected.items()
        if text in shape.files["main.tf"]
    }
    assert len(by_text) > len(expected)
    assert told == by_text


def test_no_check_breaks(found: Found) -> None:
    assert not [policy for _, policy, _ in found if policy.endswith("_BROKEN")]
