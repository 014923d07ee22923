"""No cluster is left running with nothing to plan it."""

import json
from pathlib import Path
from typing import Any

import pytest

from cli.ci.left_behind import left_behind, moved_from
from tests.cli.ci.command import ci
from tests.cli.ci.test_changed_clusters import LOCAL, synthesis, told
from tests.cluster_files import synthesize_clusters
from tests.modules.config.files import cluster
from tests.synthesis import Json

STATE = {"backend": "s3", "bucket": "example-terraform-state"}
WAY = (
    "write decommission: true in its file, have the plan of that approved and applied, and remove "
    "the file afterwards"
)


def stack(name: str = "research", **sections: Any) -> Json:
    made = cluster(**{"name": name, "state": STATE, **sections})
    return synthesize_clusters([made])[name]


@pytest.fixture(scope="module")
def running() -> Json:
    """A cluster as it was synthesized."""
    return stack()


def test_a_file_that_is_removed_leaves_its_cluster_behind(running: Json) -> None:
    assert dict(left_behind({"research": running}, {})) == {
        "research": "the file of research is removed, and the cluster would run on with nothing to "
        f"plan it: bring the file back, and {WAY}"
    }


def test_a_new_name_is_told_apart_from_a_new_cluster(running: Json) -> None:
    renamed, other = stack("trainers"), stack("trainers", region="us-east-2")
    assert dict(left_behind({"research": running}, {"trainers": renamed})) == {
        "research": "research is called trainers now, which makes a second cluster and leaves the "
        "first running with nothing to plan it: AWS cannot rename a cluster. Keep name: research, "
        f"or have both: bring the file of research back, and {WAY}"
    }
    (_, why), *_ = left_behind({"research": running}, {"trainers": other})
    assert why.startswith("the file of research is removed")


def test_a_cluster_that_was_there_before_is_not_what_another_was_renamed_to(running: Json) -> None:
    both = {"research": running, "trainers": stack("trainers")}
    (_, why), *_ = left_behind(both, {"trainers": both["trainers"]})
    assert why.startswith("the file of research is removed")


def test_a_state_that_would_be_a_local_file_leaves_its_cluster_behind(running: Json) -> None:
    assert dict(left_behind({"research": running}, {"research": stack(state={})})) == {
        "research": "the state of research would move from s3://example-terraform-state/trainyard/"
        "research.tfstate to a local file, which no other machine has: keep backend: s3, "
        f"or {WAY}"
    }


@pytest.mark.parametrize("head", [True, False])
def test_what_was_decommissioned_may_go_and_what_was_never_planned_may_too(head: bool) -> None:
    base = {"research": stack(decommission=True), "demo": stack("demo", state={})}
    assert [*left_behind(base, base if head else {})] == []


@pytest.mark.parametrize(
    ("state", "moved"),
    [
        (STATE, False),
        ({**STATE, "region": "us-east-2"}, False),
        ({**STATE, "bucket": "other-terraform-state"}, True),
        ({**STATE, "key_prefix": "teams"}, True),
    ],
)
def test_a_state_that_is_elsewhere_is_told_with_where_it_was(
    running: Json, state: dict[str, str], moved: bool
) -> None:
    was = "s3://example-terraform-state/trainyard/research.tfstate"
    found = moved_from({"research": running}, "research", stack(state=state))
    assert found == (was if moved else None)


ENTRY = {"cluster": "research", "region": "us-west-2", "environment": "production"}


def test_where_the_state_was_stands_with_what_is_to_be_planned(
    running: Json, tmp_path: Path
) -> None:
    local = {**running, "terraform": LOCAL}
    base = synthesis(tmp_path / "base", research=local)
    (entry,) = told(base, synthesis(tmp_path / "head", research=running))["clusters"]
    assert entry == {**ENTRY, "state_was": "a local file", "file": "changed"}


@pytest.mark.parametrize(("gone", "code"), [(True, 1), (False, 0)])
def test_a_job_can_fail_on_it_alone(running: Json, tmp_path: Path, gone: bool, code: int) -> None:
    base = synthesis(tmp_path / "base", research=running)
    head = synthesis(tmp_path / "head", **({} if gone else {"research": running}))
    done = ci("changed-clusters", "--refuse-left-behind", base, head)
    assert done[0] == code
    assert done[2].startswith("the file of research is removed") is gone


def test_what_is_removed_after_its_end_is_planned_once_more_as_it_was(tmp_path: Path) -> None:
    ended = stack(decommission=True)
    base = synthesis(tmp_path / "base", research=ended)
    head = synthesis(tmp_path / "head")
    outputs = told("--prove-removed", base, head)
    entry = {**ENTRY, "file": "removed"}
    assert outputs == {"clusters": [entry], "removed": ["research"], "left_behind": []}
    copied = tmp_path / "head" / "stacks" / "research" / "cdk.tf.json"
    assert json.loads(copied.read_text(encoding="utf-8")) == ended
    # What is merged has no such cluster, and so nothing to apply.
    other = synthesis(tmp_path / "other")
    assert told(base, other)["clusters"] == []
