"""Which clusters a change touches."""

import json
from pathlib import Path
from typing import Any

import pytest

from tools.changed_clusters import main

S3 = {"backend": {"s3": {"bucket": "example-terraform-state"}}}
LOCAL: dict[str, Any] = {"backend": {"local": {}}}


def stack(size: int = 1, terraform: Any = S3) -> dict[str, Any]:
    provider = {"aws": [{"region": "us-west-2"}]}
    return {"provider": provider, "terraform": terraform, "resource": {"size": size}}


def synthesis(folder: Path, **stacks: Any) -> str:
    for name, document in stacks.items():
        file = folder / "stacks" / name / "cdk.tf.json"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps(document), encoding="utf-8")
    return str(folder)


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    lines = capsys.readouterr().out.splitlines()
    return {name: json.loads(value) for name, value in (line.split("=", 1) for line in lines)}


def matrix(*names: str) -> list[dict[str, str]]:
    return [{"cluster": name, "region": "us-west-2"} for name in names]


def test_what_is_new_or_differs_is_planned_and_what_is_gone_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = synthesis(tmp_path / "base", same=stack(), changed=stack(), gone=stack())
    head = synthesis(tmp_path / "head", same=stack(), changed=stack(2), new=stack())
    assert main([base, head]) == 0
    assert told(capsys) == {"clusters": matrix("changed", "new"), "removed": ["gone"]}


def test_without_anything_to_compare_with_every_cluster_is_new(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "none"), synthesis(tmp_path / "head", a=stack(), b=stack())]) == 0
    assert told(capsys) == {"clusters": matrix("a", "b"), "removed": []}


def test_when_the_last_file_is_removed_nothing_is_planned(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([synthesis(tmp_path / "base", a=stack()), str(tmp_path / "none")]) == 0
    assert told(capsys) == {"clusters": [], "removed": ["a"]}


def test_all_means_those_that_are_the_same_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = synthesis(tmp_path / "head", a=stack())
    assert main(["--all", head, head]) == 0
    assert told(capsys) == {"clusters": matrix("a"), "removed": []}


def test_a_cluster_that_is_asked_for_is_planned_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = synthesis(tmp_path / "head", a=stack(), b=stack())
    assert main(["--cluster=b", head, head]) == 0
    assert told(capsys) == {"clusters": matrix("b"), "removed": []}


@pytest.mark.parametrize("name", ["local", "unknown"])
def test_a_cluster_that_cannot_be_planned_is_refused(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = synthesis(tmp_path / "head", local=stack(terraform=LOCAL))
    assert main([f"--cluster={name}", head, head]) == 2
    assert capsys.readouterr().err == f"{name}: no such cluster, or its state is a local file\n"


def test_a_cluster_whose_state_a_runner_would_forget_is_left_out_with_a_warning(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = synthesis(tmp_path / "head", demo=stack(terraform=LOCAL))
    assert main([str(tmp_path / "none"), head]) == 0
    out, err = capsys.readouterr()
    assert out == "clusters=[]\nremoved=[]\n"
    assert err.startswith("::warning::demo is left out: its state is a local file")
