"""Backends of other kinds stand in place of a stack's own, by the overrides of docs/state.md."""

import json
import re
from pathlib import Path

import pytest

from embedded_aws.provider_mirror import find_provider_mirror
from embedded_aws.terraform import TerraformError, find_terraform
from embedded_aws.workspace import EmbeddedTarget, prepare_workspace
from tests.cluster_files import ROOT, synthesized_files

TEXT = (ROOT / "docs" / "state.md").read_text(encoding="utf-8")
OVERRIDES = re.findall(r"backend_override\.tf\.json\n(\{.*\})\n", TEXT)


@pytest.mark.parametrize("override", OVERRIDES)
def test_terraform_takes_a_documented_override(tmp_path: Path, override: str) -> None:
    stack = tmp_path / "stack"
    stack.mkdir()
    # The example with a backend of its own, which is to give way.
    document = synthesized_files()["production"]
    assert "s3" in document["terraform"]["backend"]
    (stack / "cdk.tf.json").write_text(json.dumps(document))
    terraform = prepare_workspace(
        stack,
        tmp_path / "work",
        EmbeddedTarget(endpoint="http://127.0.0.1:9", account_id="111122223333"),
        terraform=find_terraform(),
        mirror=find_provider_mirror(),
        plugin_cache=tmp_path / "plugins",
        backend=None,
    )
    (terraform.folder / "backend_override.tf.json").write_text(override)
    terraform.init("-backend=false")
    terraform.validate()
    # Whatever would now be asked is not S3.
    with pytest.raises(TerraformError) as refused:
        terraform.init("-reconfigure")
    assert "S3" not in str(refused.value)


def test_both_overrides_of_the_documentation_were_tried() -> None:
    assert [sorted(json.loads(override)["terraform"]) for override in OVERRIDES] == [
        ["backend"],
        ["cloud"],
    ]
