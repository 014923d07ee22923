"""What a later change does is said of every field, and is what was measured."""

from collections.abc import Iterator

import pytest

from modules.catalog.changes import NOT_MEASURED, FileKind, field_changes
from modules.config.reference.fields import Field, fields_of, path_of, sections
from modules.config.reference.markdown import cluster_reference
from tests.changes.edits import ALL_EDITS
from tests.changes.roots import ROOTS

HOW = (
    "say in a row of tests/changes/edits what is changed to what, then run "
    "python -m tests.changes '{path}'; for an argument newer than the provider that measures, say "
    "what its source says in NOT_MEASURED of modules/catalog/changes.py"
)


def fields(kind: FileKind) -> Iterator[Field]:
    for path, section in sections(ROOTS[kind]):
        yield from (field for field in fields_of(section, path) if not field.is_section)


KINDS = pytest.mark.parametrize("kind", ALL_EDITS)


@KINDS
def test_of_every_field_it_is_said_what_a_change_does(kind: FileKind) -> None:
    said = field_changes(kind)
    unsaid = [field.path for field in fields(kind) if field.path not in said]
    assert not unsaid, f"{unsaid}: {HOW.format(path=unsaid[0])}"


@KINDS
def test_it_is_said_of_no_field_that_is_gone(kind: FileKind) -> None:
    assert {*field_changes(kind)} <= {field.path for field in fields(kind)}


@KINDS
def test_every_field_is_measured_or_has_a_source(kind: FileKind) -> None:
    given = {*NOT_MEASURED[kind]}
    measured = {path_of(ROOTS[kind], edit.place) for edit in ALL_EDITS[kind]}
    missing = [field.path for field in fields(kind) if field.path not in measured | given]
    assert not missing, f"{missing}: {HOW.format(path=missing[0])}"
    assert measured & given == set()


@pytest.mark.parametrize(
    ("place", "path"),
    [
        ("name", "name"),
        ("access.admins", "access.admins"),
        ("node_groups.more", "node_groups"),
        ("node_groups.training.efa", "node_groups.<name>.efa"),
        ("node_groups.training.efa.layout", "node_groups.<name>.efa.layout"),
        ("node_groups.training.taints", "node_groups.<name>.taints"),
        ("node_groups.training.taints.0.key", "node_groups.<name>.taints[].key"),
    ],
)
def test_a_place_of_a_file_has_the_path_of_its_field(place: str, path: str) -> None:
    assert path_of(ROOTS["cluster"], place) == path


@pytest.mark.parametrize(
    "row",
    [
        "| `size_gib` | `100` | Size in GiB. | rolls the nodes of the node group |",
        "| `node_repair` | as below | Automatic repair of nodes. | as below |",
    ],
)
def test_the_reference_tells_what_was_measured(row: str) -> None:
    assert row in cluster_reference()
