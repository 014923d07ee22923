"""Words of JSON Schema for what keys ask of each other."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

Schema: TypeAlias = Mapping[str, Any]


def has(key: str, schema: Schema) -> Schema:
    """Say that a key is given, and what it holds."""
    return {"required": [key], "properties": {key: schema}}


def given(key: str) -> Schema:
    """Say that a key holds something."""
    return has(key, {"not": {"type": "null"}})


def is_one_of(key: str, *values: object) -> Schema:
    """Say that a key is given, and one of some values."""
    return has(key, {"enum": [*values]})


def is_true(key: str) -> Schema:
    """Say that a key is given, and true."""
    return has(key, {"const": True})


def is_or_absent(key: str, *, value: object) -> Schema:
    """Say that a key is left out, or has one value."""
    return {"properties": {key: {"const": value}}}


def none_of(keys: Sequence[str]) -> Schema:
    """Say that none of some keys holds anything."""
    return {"not": {"anyOf": [given(key) for key in keys]}} if keys else {}


def when(condition: Schema, then: Schema) -> Schema:
    """Say what follows from something."""
    return {"if": condition, "then": then}
