"""Names that two clusters of one account and region would share are refused."""

from pathlib import Path
from typing import Any

import pytest

from modules.config import ClusterFileError, load_clusters
from tests.modules.config.files import text

GROUP = {"instance_types": ["m7i.large"]}


def said(folder: Path, first: dict[str, Any], second: dict[str, Any]) -> str:
    """Load two clusters, and give what is said of them."""
    files = [folder / "one.yaml", folder / "two.yaml"]
    one = {"name": "research", "node_groups": {"gpu-training": GROUP}} | first
    two = {"name": "research-gpu", "node_groups": {"training": GROUP}} | second
    for file, sections in zip(files, (one, two), strict=True):
        file.write_text(text(**sections), encoding="utf-8")
    try:
        load_clusters(files)
    except ClusterFileError as error:
        return str(error).replace(f"{folder}/", "")
    return ""


ACCOUNT, OTHER = {"account_id": "111122223333"}, {"account_id": "444455556666"}
ELSEWHERE = {"region": "us-east-1"}


@pytest.mark.parametrize(("first", "second"), [({}, {}), (ACCOUNT, {}), (ACCOUNT, ACCOUNT)])
def test_launch_templates_of_one_name_are_refused(
    first: dict[str, Any], second: dict[str, Any], tmp_path: Path
) -> None:
    assert said(tmp_path, first, second) == (
        "two.yaml:4: node_groups.training: its launch template would be called "
        "research-gpu-training, as that of node_groups.gpu-training in one.yaml, in one account "
        "and region; rename one of the two, or say in both files which account_id each is for"
    )


@pytest.mark.parametrize(("first", "second"), [(ACCOUNT, OTHER), (ELSEWHERE, {})])
def test_those_of_other_accounts_and_regions_are_taken(
    first: dict[str, Any], second: dict[str, Any], tmp_path: Path
) -> None:
    assert said(tmp_path, first, second) == ""


@pytest.mark.parametrize(
    ("first", "second", "name"),
    [
        ({"checkpoints": {"name": "acme"}}, {"other": {"name": "acme"}}, "acme"),
        ({"gpu-data": {}}, {"data": {}}, "research-gpu-data-<account>"),
    ],
)
def test_buckets_of_one_name_are_refused(
    first: dict[str, Any], second: dict[str, Any], name: str, tmp_path: Path
) -> None:
    alone = {"node_groups": {"system": GROUP}}
    one, two = ({**alone, "storage": {"buckets": made}} for made in (first, second))
    (key,), (other,) = second, first
    told = said(tmp_path, {**one, "name": "research"}, {**two, "name": "research-gpu"})
    assert told.endswith(
        f": storage.buckets.{key}: it would be called {name}, as storage.buckets.{other} in "
        "one.yaml; rename one of the two, or name it existing in all files but one"
    )


def test_a_bucket_that_exists_may_be_used_by_many(tmp_path: Path) -> None:
    kinds = ({"name": "acme"}, {"existing": "acme"})
    one, two = ({"storage": {"buckets": {"data": each}}} for each in kinds)
    alone = {"node_groups": {"system": GROUP}}
    assert said(tmp_path, {**alone, **one}, {**alone, **two, "name": "other"}) == ""
