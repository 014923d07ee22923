"""Which environment a cluster is of stands beside what is planned, and changes nothing of it."""

import json
from pathlib import Path
from typing import Any

from modules.config import load_clusters
from stacks.app import build_app
from stacks.output import write

FILE = "name: lab\nregion: us-west-2\nnode_groups: {system: {instance_types: [m7i.large]}}\n"


def synthesized(text: str, folder: Path) -> dict[str, Any]:
    folder.mkdir()
    file = folder / "lab.yaml"
    file.write_text(text, encoding="utf-8")
    (made,) = write(lambda out: build_app(load_clusters([file]), out), folder / "out")
    document: dict[str, Any] = json.loads(made.read_text(encoding="utf-8"))
    return document


def test_nothing_but_a_remark_tells_environments_apart(tmp_path: Path) -> None:
    left_out = synthesized(FILE, tmp_path / "left-out")
    assert "environment" not in left_out["//"]
    assert synthesized(f"environment: production\n{FILE}", tmp_path / "default") == left_out
    other = synthesized(f"environment: development\n{FILE}", tmp_path / "other")
    assert other["//"].pop("environment") == "development"
    assert {**other, "//": None} == {**left_out, "//": None}
