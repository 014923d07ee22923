"""Files that are right: taken by the loader, and by the schema that editors read."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from modules.config import load_cluster
from modules.config.reference.schema import cluster_schema
from tests.modules.config.generated.contradictions import (
    CONTRADICTIONS_OF_THE_LOADER,
    CONTRADICTIONS_OF_THE_SCHEMA,
    put_in,
)
from tests.modules.config.generated.raw import written
from tests.modules.config.generated.right import right_file
from tests.modules.config.generated.wrong import mistake

SEEDS = range(500)


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    return Draft202012Validator(json.loads(cluster_schema()))


@pytest.mark.parametrize("first", range(0, 500, 100))
def test_right_files_are_taken(tmp_path: Path, first: int) -> None:
    file = tmp_path / "cluster.yaml"
    for seed in range(first, first + 100):
        file.write_text(written(right_file(seed)), encoding="utf-8")
        assert load_cluster(file).name == right_file(seed)["name"]


def test_the_schema_takes_right_files(schema: Draft202012Validator) -> None:
    refused = {seed: list(schema.iter_errors(right_file(seed))) for seed in SEEDS}
    assert {seed: errors for seed, errors in refused.items() if errors} == {}


def test_the_schema_refuses_every_mistake_in_one_place(schema: Draft202012Validator) -> None:
    made = (mistake(seed, right_file(seed % 500)) for seed in range(1500))
    assert [(each.kind, each.where) for each in made if schema.is_valid(each.file)] == []


@pytest.mark.parametrize("what", [what for what, _, _ in CONTRADICTIONS_OF_THE_SCHEMA])
def test_the_schema_knows_what_goes_together(schema: Draft202012Validator, what: str) -> None:
    assert not schema.is_valid(put_in(right_file(0), what))


@pytest.mark.parametrize("what", [what for what, _, _ in CONTRADICTIONS_OF_THE_LOADER])
def test_what_only_the_loader_knows_is_listed(schema: Draft202012Validator, what: str) -> None:
    assert schema.is_valid(put_in(right_file(0), what)), "move it to those of the schema"
