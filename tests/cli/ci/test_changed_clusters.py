"""Which clusters a change touches."""

import json
from pathlib import Path
from typing import Any

import pytest

from cli.ci.matrices import waves
from tests.cli.ci.command import ci

S3 = {"backend": {"s3": {"bucket": "example-terraform-state", "key": "state"}}}
NOTHING: dict[str, Any] = {"removed": [], "left_behind": []}
LOCAL: dict[str, Any] = {"backend": {"local": {}}}


def stack(
    size: int = 1, terraform: Any = S3, environment: str | None = None, *more: Any
) -> dict[str, Any]:
    provider = {"aws": [*more, {"region": "us-west-2"}]}
    remark = {"//": {"environment": environment}} if environment else {}
    return {"provider": provider, "terraform": terraform, "resource": {"size": size}, **remark}


def synthesis(folder: Path, **stacks: Any) -> str:
    for name, document in stacks.items():
        file = folder / "stacks" / name / "cdk.tf.json"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps(document), encoding="utf-8")
    return str(folder)


def outputs(*arguments: str) -> dict[str, Any]:
    """Give the outputs of a step, by name."""
    code, out, _ = ci("changed-clusters", "--format=github", *arguments)
    assert code == 0
    return {
        name: json.loads(value) for name, value in (line.split("=", 1) for line in out.splitlines())
    }


def told(*arguments: str) -> dict[str, Any]:
    """Give the outputs of a step but for how clusters are spread over jobs."""
    found = outputs(*arguments)
    return {name: value for name, value in found.items() if name != "pages"}


def matrix(*names: str, environment: str = "production") -> list[dict[str, str]]:
    return [{"cluster": name, "region": "us-west-2", "environment": environment} for name in names]


def test_what_is_new_or_differs_is_planned_and_what_is_gone_is_told(tmp_path: Path) -> None:
    base = synthesis(tmp_path / "base", same=stack(), changed=stack(), gone=stack())
    head = synthesis(tmp_path / "head", same=stack(), changed=stack(2), new=stack())
    outputs = told(base, head)
    assert [each["cluster"] for each in outputs.pop("left_behind")] == ["gone"]
    changed, new = matrix("changed", "new")
    clusters = [{**changed, "file": "changed"}, new]
    assert outputs == {"clusters": clusters, "removed": ["gone"]}


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
        ("github", "clusters=[]\npages=[]\nremoved=[]\nleft_behind=[]\n", "::warning::"),
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


def named(count: int, environment: str | None = None, start: str = "c") -> dict[str, Any]:
    return {f"{start}{number:04}": stack(environment=environment) for number in range(count)}


def test_environments_are_applied_in_order(tmp_path: Path) -> None:
    head = synthesis(
        tmp_path / "head",
        a=stack(),
        b=stack(environment="staging"),
        c=stack(environment="development"),
        d=stack(environment="development"),
    )
    found = outputs("--all", head, head)["clusters"]
    assert waves(found) == [
        matrix("c", "d", environment="development"),
        matrix("b", environment="staging"),
        matrix("a"),
    ]
    order = '--environments=["production", "staging", "development", "none"]'
    found = outputs("--all", order, head, head)["clusters"]
    assert [each["cluster"] for each in found] == ["a", "b", "c", "d"]


def test_an_environment_without_a_turn_is_refused(tmp_path: Path) -> None:
    head = synthesis(tmp_path / "head", a=stack(), lab=stack(environment="lab"))
    done = ci("changed-clusters", "--format=github", "--all", head, head)
    assert done == (
        2,
        "",
        "lab: environment: lab has no place in development, staging, production; name one of them, "
        "or write the order that is meant into the variable ENVIRONMENTS\n",
    )


@pytest.mark.parametrize("order", ["production", "{}", "[1]", ""])
def test_what_is_no_order_is_refused(order: str, tmp_path: Path) -> None:
    head = synthesis(tmp_path / "head", a=stack())
    done = ci("changed-clusters", "--all", f"--environments={order}", head, head)
    assert done == (
        2,
        "",
        f"{order} is no order of environments; write one like "
        '["development", "staging", "production"]\n',
    )


def test_three_hundred_clusters_are_spread_over_matrices_that_github_takes(tmp_path: Path) -> None:
    head = synthesis(tmp_path / "head", **named(280), **named(20, "development", "dev"))
    found = outputs("--all", head, head)
    assert [len(page) for page in found["pages"]] == [256, 44]
    assert [each for page in found["pages"] for each in page] == found["clusters"]
    turns = waves(found["clusters"])
    assert [len(wave) for wave in turns] == [20, 256, 24]
    assert [{each["environment"] for each in wave} for wave in turns] == [
        {"development"},
        {"production"},
        {"production"},
    ]


def test_more_than_there_are_jobs_for_are_refused(tmp_path: Path) -> None:
    head = synthesis(tmp_path / "head", **named(513))
    assert ci("changed-clusters", "--format=github", "--all", head, head) == (
        2,
        "",
        "513 clusters are to be planned, and a run plans 512 at most: change fewer at a time, or "
        "keep some in another repository, or in another folder with a workflow of its own\n",
    )
    few = synthesis(tmp_path / "few", **{f"c{n}": stack(environment=f"e{n}") for n in range(5)})
    order = json.dumps([f"e{n}" for n in range(5)])
    none = str(tmp_path / "none")
    options = ("--format=github", f"--environments={order}")
    # Nothing of it is applied where drift is looked for.
    assert len(outputs(options[1], "--all", few, few)["clusters"]) == 5
    assert ci("changed-clusters", *options, none, few) == (
        2,
        "",
        "5 clusters of 5 environments differ, which takes 5 waves of at most 256 clusters of one "
        "environment, and a run applies 4: change fewer at a time\n",
    )


GCS = {"backend": {"gcs": {"bucket": "example-states"}}}
HCP = {"cloud": {"organization": "example"}}


@pytest.mark.parametrize("terraform", [GCS, HCP, {"backend": {"s3": {}}}])
def test_state_in_any_backend_but_a_file_is_shared(tmp_path: Path, terraform: Any) -> None:
    head = synthesis(tmp_path / "head", a=stack(terraform=terraform))
    assert told(str(tmp_path / "none"), head)["clusters"] == matrix("a")


@pytest.mark.parametrize("name", ["override.tf.json", "backend_override.tf.json"])
@pytest.mark.parametrize("terraform", [GCS, HCP])
def test_a_backend_of_an_override_file_counts_in_place_of_the_stacks_own(
    tmp_path: Path, name: str, terraform: Any
) -> None:
    head = synthesis(tmp_path / "head", a=stack(terraform=LOCAL))
    file = tmp_path / "head" / "stacks" / "a" / name
    file.write_text(json.dumps({"terraform": terraform}), encoding="utf-8")
    assert told(str(tmp_path / "none"), head)["clusters"] == matrix("a")
    # And one that is another than before is a change of the cluster.
    base = synthesis(tmp_path / "base", a=stack(terraform=LOCAL))
    assert told(base, head)["clusters"][0]["state_was"] == "a local file"


def test_the_region_is_that_of_the_provider_without_an_alias(tmp_path: Path) -> None:
    other = {"alias": "virginia", "region": "us-east-1"}
    head = synthesis(tmp_path / "head", a=stack(1, S3, None, other))
    assert told("--all", head, head)["clusters"] == matrix("a")
    only = {**stack(), "provider": {"aws": {"region": "us-west-2"}}}
    head = synthesis(tmp_path / "one", a=only)
    assert told("--all", head, head)["clusters"] == matrix("a")
