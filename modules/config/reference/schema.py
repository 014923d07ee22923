"""JSON Schemas of files, for editors."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, cast

from pydantic import BaseModel

from modules.config.cluster import ClusterConfig
from modules.config.reference.node_groups import INSTANCE_TYPES
from modules.config.reference.together import TOGETHER
from modules.config.sections.model import HOLDER_PREFIX
from modules.config.sections.state_bucket import StateBucketConfig

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DEFINITIONS = "#/$defs/"


def cluster_schema() -> str:
    """Write the schema of cluster files.

    What a section must have, and what its keys ask of each other, is asked of files that extend no
    other: the rest of a section may be there. Only the name is each file's own.
    """
    schema = _schema_of(ClusterConfig)
    whole = _taken_apart(schema, ClusterConfig.__name__, schema["$defs"])
    schema["$defs"] |= INSTANCE_TYPES
    schema |= {
        "if": {"required": ["extends"], "properties": {"extends": {"type": "string"}}},
        "then": {"required": ["name"]},
        "else": whole,
    }
    return _written(schema, "Trainyard cluster file")


def state_bucket_schema() -> str:
    """Write the schema of state bucket files."""
    schema = _schema_of(StateBucketConfig)
    schema["allOf"] = [*TOGETHER[StateBucketConfig.__name__]]
    return _written(schema, "Trainyard state bucket file")


def _schema_of(model: type[BaseModel]) -> dict[str, Any]:
    schema = cast(dict[str, Any], _plain(model.model_json_schema()))
    return {**schema, "patternProperties": {f"^{HOLDER_PREFIX}": True}}


def _written(schema: Mapping[str, Any], title: str) -> str:
    document = {"$schema": _DIALECT, **schema, "title": title}
    return json.dumps(document, indent=2, sort_keys=True) + "\n"


def _taken_apart(
    section: dict[str, Any], name: str, definitions: Mapping[str, dict[str, Any]]
) -> dict[str, Any]:
    """Take from a section, and from those in it, what only a whole file has, and give that.

    Entries of lists are not merged, so they keep what they must have.
    """
    whole: dict[str, Any] = {}
    if "required" in section:
        whole["required"] = section.pop("required")
    if name in TOGETHER:
        whole["allOf"] = [*TOGETHER[name]]
    properties = {}
    for key, value in section.get("properties", {}).items():
        for by_name, inner_name in _sections_in(value):
            inner = _taken_apart(definitions[inner_name], inner_name, definitions)
            if inner:
                properties[key] = {"additionalProperties": inner} if by_name else inner
    return whole | ({"properties": properties} if properties else {})


def _sections_in(value: Mapping[str, Any]) -> Iterator[tuple[bool, str]]:
    """Find the section that a key holds, and whether under names of the user's own."""
    for option in (value, *value.get("anyOf", [])):
        if "$ref" in option:
            yield False, option["$ref"].removeprefix(_DEFINITIONS)
    named = value.get("additionalProperties")
    if isinstance(named, Mapping) and "$ref" in named:
        yield True, named["$ref"].removeprefix(_DEFINITIONS)


def _plain(value: object) -> object:
    """Drop the titles that pydantic makes of every name, and join wrapped descriptions."""
    if isinstance(value, Mapping):
        kept = {
            key: _plain(item)
            for key, item in value.items()
            if not (key == "title" and isinstance(item, str))
        }
        keys = kept.get("patternProperties")
        if isinstance(keys, Mapping) and len(keys) == 1:
            # pydantic says what a key of another form may hold; no such key is right.
            del kept["patternProperties"]
            ((pattern, values),) = keys.items()
            kept |= {"propertyNames": {"pattern": pattern}, "additionalProperties": values}
        description = kept.get("description")
        if isinstance(description, str):
            kept["description"] = " ".join(description.split())
        return kept
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value
