"""What is published of every field is what the real provider plans."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from embedded_aws.workspace import EmbeddedTarget
from modules.catalog.changes import MEASURED_FILE, FileKind
from modules.config.reference.fields import path_of
from tests.changes.edits import ALL_EDITS
from tests.changes.measuring import measure_files
from tests.changes.planning import Bench
from tests.changes.roots import ROOTS

pytestmark = pytest.mark.e2e

PUBLISHED = json.loads(MEASURED_FILE.read_text(encoding="utf-8"))
FIELDS = sorted(
    {
        (kind, path_of(ROOTS[kind], edit.place))
        for kind, edits in ALL_EDITS.items()
        for edit in edits
    }
)


@pytest.fixture(scope="module")
def measured(
    target: EmbeddedTarget, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[FileKind, Any]:
    """What every edit does."""
    return measure_files(Bench(folder=tmp_path_factory.mktemp("measured"), target=target))


@pytest.mark.parametrize(("kind", "path"), FIELDS)
def test_a_change_does_what_is_published(
    measured: Mapping[FileKind, Any], kind: FileKind, path: str
) -> None:
    assert measured[kind][path] == PUBLISHED[kind].get(path), (
        "if that is meant, run python -m tests.changes: users read the difference"
    )
