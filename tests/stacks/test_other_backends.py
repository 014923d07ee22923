"""Backends of other kinds from Python, as docs/state.md shows."""

import json
import re
import textwrap
from pathlib import Path
from typing import Any

import pytest
from cdktf import App

from stacks.training_cluster import TrainingCluster
from tests.cluster_files import ROOT
from tests.modules.config.files import cluster

TEXT = (ROOT / "docs" / "state.md").read_text(encoding="utf-8")
PROGRAMS = [textwrap.dedent(each) for each in re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)]
IN_S3 = {"backend": "s3", "bucket": "example-terraform-state"}


@pytest.mark.parametrize("state", [{}, IN_S3], ids=["local", "s3"])
@pytest.mark.parametrize(
    ("program", "expected"),
    [
        (PROGRAMS[0], {"backend": {"gcs": {"bucket": "example-states", "prefix": "demo"}}}),
        (
            PROGRAMS[1],
            {"cloud": {"organization": "example", "workspaces": {"name": "demo"}}},
        ),
    ],
    ids=["gcs", "cloud"],
)
def test_the_documented_lines_leave_one_backend(
    tmp_path: Path, state: dict[str, Any], program: str, expected: dict[str, Any]
) -> None:
    app = App(outdir=str(tmp_path))
    exec(program, {"stack": TrainingCluster(app, cluster(state=state))})  # noqa: S102
    app.synth()
    document = json.loads((tmp_path / "stacks" / "demo" / "cdk.tf.json").read_text())
    written = {**document["terraform"]}
    del written["required_providers"]
    assert written == expected


def test_synthesis_leaves_an_override_file_alone(tmp_path: Path) -> None:
    override = tmp_path / "stacks" / "demo" / "backend_override.tf.json"
    for _ in range(2):
        app = App(outdir=str(tmp_path))
        TrainingCluster(app, cluster())
        app.synth()
        if not override.exists():
            override.write_text("{}")
    assert override.read_text() == "{}"
