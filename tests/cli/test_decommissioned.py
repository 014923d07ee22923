"""Whoever asks for the resources of a cluster that is to go is told that it has none."""

from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from cli.__main__ import app
from tests.modules.config.files import RIGHT

ACCOUNT = {"account_id": "111122223333"}


@pytest.mark.parametrize(
    ("command", "more"),
    [
        ("policy", ()),
        ("diagram", ("--format=mermaid",)),
        ("explain", ("aws_eks_cluster.cluster",)),
        ("demo", ()),
    ],
)
def test_a_cluster_of_which_nothing_is_made_has_nothing_to_show(
    tmp_path: Path, command: str, more: tuple[str, ...]
) -> None:
    file = tmp_path / "demo.yaml"
    file.write_text(yaml.safe_dump({**RIGHT, **ACCOUNT, "decommission": True}), encoding="utf-8")
    done = CliRunner().invoke(app, [command, str(file), *more])
    assert done.exit_code == 2
    assert done.stderr.splitlines()[-1] == (
        "demo: decommission: nothing is made of this file any more; for what was, take a copy "
        "without decommission"
    )
