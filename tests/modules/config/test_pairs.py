"""No two keys are left out when it is asked what does not go together."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from itertools import combinations

import pytest
from pydantic import BaseModel

import modules.config.rules
from modules.config import ClusterConfig, NodeGroupConfig
from tests.modules.config.pairs import FILE, NODE_GROUP, OF_ONE_KEY

_LISTS = ("RULES", "WARNINGS", "_WARNINGS")


def pairs(table: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[frozenset[str], str]]:
    for key, row in table.items():
        for others, what in row.items():
            for other in others.split():
                yield frozenset({key, other}), what


def rules_named(table: Mapping[str, Mapping[str, str]]) -> set[str]:
    said = (what.split() for _, what in pairs(table))
    return {word for words in said for word in words if word.startswith("_") or "_of_" in word}


def every_rule() -> set[str]:
    package = modules.config.rules
    names = [
        found.name for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    ]
    loaded = [importlib.import_module(name) for name in names]
    lists = [getattr(module, name, ()) for module in loaded for name in _LISTS]
    return {rule.__name__ for rules in lists for rule in rules}


@pytest.mark.parametrize(("model", "table"), [(ClusterConfig, FILE), (NodeGroupConfig, NODE_GROUP)])
def test_every_two_keys_stand_in_the_table_once(
    model: type[BaseModel], table: Mapping[str, Mapping[str, str]]
) -> None:
    asked = {frozenset(two) for two in combinations(model.model_fields, 2)}
    answered = [two for two, _ in pairs(table)]
    assert set(answered) - asked == set()
    assert sorted(map(sorted, asked - set(answered))) == []
    assert len(answered) == len(set(answered))


def test_every_rule_stands_in_the_table_and_every_name_is_a_rule() -> None:
    named = rules_named(FILE) | rules_named(NODE_GROUP) | OF_ONE_KEY
    assert sorted(every_rule() - named) == []
    assert sorted(named - every_rule()) == []
