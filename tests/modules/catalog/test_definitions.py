"""Definitions of what others decide can be read, and say where they are from."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from modules.catalog import definitions
from modules.catalog.add_ons import ADD_ONS
from modules.catalog.definitions import definition, read
from modules.catalog.kubernetes_versions import minor

NAMES = sorted(file.stem for file in Path(definitions.__file__).parent.glob("*.json"))
SHAPED = [name for name in NAMES if "shape" in read(name)]
KINDS = {"anything", "boolean", "integer", "number", "text"}
WORDS = {
    "any_of",
    "at_least",
    "at_least_seconds",
    "at_most",
    "at_most_seconds",
    "each",
    "is",
    "key_one_of",
    "key_pattern",
    "key_rule",
    "keys",
    "list_of",
    "one_of",
    "open",
    "pattern",
    "required",
    "rule",
    "since",
}


def shapes(shape: Any) -> Iterator[Any]:
    """Give a shape and all that are in it."""
    yield shape
    if isinstance(shape, Mapping):
        inner = [shape[key] for key in ("each", "list_of") if key in shape]
        for each in (*inner, *shape.get("keys", {}).values(), *shape.get("any_of", ())):
            yield from shapes(each)


def all_shapes(name: str) -> list[Any]:
    found = read(name)
    every = [found["shape"], *found.get("shapes", {}).values()]
    return [each for shape in every for each in shapes(shape)]


@pytest.mark.parametrize("name", NAMES)
def test_a_definition_says_what_it_is_and_where_it_is_from(name: str) -> None:
    found = read(name)
    assert found["of"]
    assert date.fromisoformat(found["read"]) <= date(2027, 1, 1)
    assert found["sources"]
    assert all(source.startswith("https://") for source in found["sources"])


@pytest.mark.parametrize("name", SHAPED)
def test_every_shape_has_known_words_alone(name: str) -> None:
    unknown = {
        word for shape in all_shapes(name) if isinstance(shape, Mapping) for word in shape
    } - WORDS
    assert unknown == set()


@pytest.mark.parametrize("name", SHAPED)
def test_every_kind_is_one_that_is_defined(name: str) -> None:
    known = definition(name)
    assert known is not None
    kinds = {
        shape if isinstance(shape, str) else shape["is"]
        for shape in all_shapes(name)
        if isinstance(shape, str) or "is" in shape
    }
    assert kinds - KINDS - set(known.shapes) == set()


@pytest.mark.parametrize("name", SHAPED)
def test_every_pattern_compiles_and_has_words_for_what_it_refuses(name: str) -> None:
    for shape in all_shapes(name):
        if isinstance(shape, Mapping):
            assert re.compile(shape.get("pattern", ""))
            assert re.compile(shape.get("key_pattern", ""))
            assert ("pattern" in shape) <= ("rule" in shape)
            assert ("key_pattern" in shape) <= ("key_rule" in shape)


@pytest.mark.parametrize("name", SHAPED)
def test_required_keys_are_keys_and_versions_are_versions(name: str) -> None:
    for shape in all_shapes(name):
        if isinstance(shape, Mapping):
            assert set(shape.get("required", ())) <= set(shape.get("keys", ()))
            assert minor(shape.get("since", "1.31")) >= minor("1.30")


@pytest.mark.parametrize(
    "name", sorted(name for name, facts in ADD_ONS.items() if facts.installed_by_default)
)
def test_every_add_on_that_all_clusters_get_has_a_definition(name: str) -> None:
    assert definition(name) is not None


def test_no_condition_of_a_node_is_without_its_events() -> None:
    found = read("node_repair")
    assert found["conditions"].keys() == found["events"].keys()
