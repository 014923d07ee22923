"""Where something stands in a file, and what the JSON Schema says of it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from modules.config.problems import Path
from modules.config.reference.schema import cluster_schema


@cache
def document() -> Mapping[str, Any]:
    """Give the schema as it is written for editors."""
    return dict(json.loads(cluster_schema()))


@dataclass(frozen=True, slots=True)
class Place:
    """A value in a file, or a key that is not there.

    Attributes:
        path: Where it is.
        schema: What the schema says of it.
        value: What stands there.
    """

    path: Path
    schema: Mapping[str, Any]
    value: Any

    def takes(self, value: Any) -> bool:
        """Whether the schema would take another value here."""
        schema = {"$defs": document()["$defs"], **self.schema}
        return bool(Draft202012Validator(schema).is_valid(value))


def places(value: Any) -> Iterator[Place]:
    """Find every place of a file, the file itself first."""
    pending = [Place((), document(), value)]
    while pending:
        place = pending.pop()
        yield place
        schema, value = resolved(place), place.value
        if isinstance(value, dict):
            known, others = schema.get("properties", {}), schema.get("additionalProperties")
            for key, item in value.items():
                inner = known.get(key, others)
                if isinstance(inner, dict):
                    pending.append(Place((*place.path, key), inner, item))
        elif isinstance(value, list) and isinstance(schema.get("items"), dict):
            for index, item in enumerate(value):
                pending.append(Place((*place.path, index), schema["items"], item))


def resolved(place: Place) -> Mapping[str, Any]:
    """Give what the schema says of the kind of value that stands at a place."""
    options = [place.schema]
    while options:
        schema = options.pop()
        if "$ref" in schema:
            schema = document()["$defs"][schema["$ref"].rpartition("/")[2]]
        if "anyOf" in schema:
            options += schema["anyOf"]
        elif _is_of_type(schema.get("type"), place.value):
            return schema
    return {}


def _is_of_type(name: object, value: Any) -> bool:
    types: dict[object, Any] = {"object": dict, "array": list, "string": str, "boolean": bool}
    if name == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return name is None or (name in types and isinstance(value, types[name]))
