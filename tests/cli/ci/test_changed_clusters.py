"""Which clusters a change touches."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.ci.command import ci

S3 = {"backend": {"s3": {"bucket": "example-terraform-state", "key": "state"}}}
NOTHING: dict[str, Any] = {"removed": [], "left_behind": []}
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


def told(*arguments: str) -> dict[str, Any]:
    """Give the outputs of a step, by name."""
    code, out, _ = ci("changed-clusters", "--format=github", *arguments)
    assert code == 0
    return {
        name: json.loads(value) for name, value in (line.split("=", 1) for line in out.splitlines())
    }


def matrix(*names: str) -> list[dict[str, str]]:
    return [{"cluster": name, "region": "us-west-2"} for name in names]


def test_what_is_new_or_differs_is_planned_and_what_is_gone_is_told(tmp_path: Path) -> None:
    base = synthesis(tmp_path / "base", same=stack(), changed=stack(), gone=stack())
    head = synthesis(tmp_path / "head", same=stack(), changed=stack(2), new=stack())
    outputs = told(base, head)
    assert [each["cluster"] for each in outputs.pop("left_behind")] == ["gone"]
    assert outputs == {"clusters": matrix("changed", "new"), "removed": ["gone"]}


def test_without_anything_to_compare_with_every_cluster_is_new(tmp_path: Path) -> None:
    head = synthesis(tmp_path / "head", a=stack(), b=stack())
    assert told(str(tmp_path / "none"), head) == {
        "clusters": matrix("a", "b"),
        "removed": [],
        "left_behind": [],
    }


def test_when_the_last_file_is_removed_nothing_is_planned(tmp_path: Path) -> None:
    base = synthesis(tmp_path / "base", a=stack())
    outputs = told(base, str(tmp_path / "none"))
    assert (outputs["clusters"], outputs["removed"]) == ([], ["a"])


def test_all_means_those_that_are_the_same_too(tmp_path: Path) -> None:
    head = synthesis(tmp_path / "head", a=stack())
    assert told("--all", head, head) == {"clusters": matrix("a"), **NOTHING}


def test_a_cluster_that_is_asked_for_is_planned_alone(tmp_path: Path) -> None:
    head = synthesis(tmp_path / "head", a=stack(), b=stack())
    assert told("--cluster=b", head, head) == {"clusters": matrix("b"), **NOTHING}


@pytest.mark.parametrize("name", ["local", "unknown"])
def test_a_cluster_that_cannot_be_planned_is_refused(name: str, tmp_path: Path) -> None:
    head = synthesis(tmp_path / "head", local=stack(terraform=LOCAL))
    code, out, err = ci("changed-clusters", f"--cluster={name}", head, head)
    assert (code, out) == (2, "")
    assert err == f"{name}: no such cluster, or its state is a local file\n"


@pytest.mark.parametrize(
    ("style", "out", "mark"),
    [
        ("github", "clusters=[]\nremoved=[]\nleft_behind=[]\n", "::warning::"),
        ("text", "no cluster to plan\n", "warning: "),
    ],
)
def test_a_cluster_whose_state_a_runner_would_forget_is_left_out_with_a_warning(
    style: str, out: str, mark: str, tmp_path: Path
) -> None:
    head = synthesis(tmp_path / "head", demo=stack(terraform=LOCAL))
    done = ci("changed-clusters", f"--format={style}", str(tmp_path / "none"), head)
    assert done == (
        0,
        out,
        f"{mark}demo is left out: its state is a local file, which another machine would forget; "
        "write state: {backend: s3, bucket: ...}\n",
    )


def test_people_are_told_in_lines_and_programs_in_one_document(tmp_path: Path) -> None:
    base = synthesis(tmp_path / "base", gone=stack())
    head = synthesis(tmp_path / "head", new=stack(), demo=stack(terraform=LOCAL))
    left = "gone: left behind: gone is called new now"
    out = ci("changed-clusters", base, head)[1]
    assert out.startswith(f"new (us-west-2): to plan\ngone: removed\n{left}")
    assert json.loads(ci("changed-clusters", "--format=json", base, head)[1]) == {
        "clusters": matrix("new"),
        "removed": ["gone"],
        "without_shared_state": ["demo"],
        "left_behind": told(base, head)["left_behind"],
    }


def test_all_and_one_cluster_exclude_each_other(tmp_path: Path) -> None:
    head = synthesis(tmp_path / "head", a=stack())
    code, out, err = ci("changed-clusters", "--all", "--cluster=a", head, head)
    assert (code, out) == (2, "")
    assert "--all and --cluster exclude each other" in err
