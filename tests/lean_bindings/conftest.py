"""What stock and lean bindings made of the same cases, found out once for all tests."""

import json
from pathlib import Path
from typing import Any

import pytest

from lean_bindings.cache import only_one_process
from tests.lean_bindings.runs import environment, run

#: What each case returned or raised, by module and name.
Results = dict[str, Any]


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Give a folder that all processes of a test run share."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "lean_bindings"
    folder.mkdir(exist_ok=True)
    return folder


def _results(shared: Path, name: str, **changes: str) -> Results:
    path = shared / f"{name}.json"
    with only_one_process(shared):
        if not path.exists():
            variables = environment(shared / "cache", **changes)
            run("-m tests.lean_bindings.cases", variables, str(path))
    document: Results = json.loads(path.read_text(encoding="utf-8"))
    assert document["lean"] == (name != "stock")
    results: Results = document["results"]
    return results


@pytest.fixture(scope="session")
def stock(shared: Path) -> Results:
    """Give what stock bindings do."""
    return _results(shared, "stock", LEAN_BINDINGS="off")


@pytest.fixture(scope="session")
def cold(shared: Path) -> Results:
    """Give what lean bindings do when they start with an empty cache."""
    return _results(shared, "cold")


@pytest.fixture(scope="session")
def warm(shared: Path, cold: Results) -> Results:
    """Give what lean bindings do when they find all they need in the cache."""
    assert cold
    return _results(shared, "warm")
