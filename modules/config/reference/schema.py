"""JSON Schemas of files, for editors."""

import json
from collections.abc import Mapping
from typing import Any, cast

from modules.catalog.instance_types import instance_types
from modules.catalog.regions import regions
from modules.config.cluster import ClusterConfig
from modules.config.sections.state_bucket import StateBucketConfig

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def cluster_schema() -> str:
    """Write the schema of cluster files: what can be said without looking at two fields at once."""
    schema = cast(dict[str, Any], _plain(ClusterConfig.model_json_schema()))
    known = sorted(
        facts.name for facts in instance_types().values() if facts.accelerator != "other"
    )
    # A type that the file describes itself need not be known.
    schema["$defs"]["NodeGroupConfig"] |= {
        "if": {"required": ["hardware"]},
        "else": {"properties": {"instance_types": {"items": {"enum": known}}}},
    }
    # So need a region that the file describes itself.
    schema["allOf"] = [
        {
            "if": {"required": ["unlisted_region"]},
            "else": {"properties": {"region": {"enum": sorted(regions())}}},
        }
    ]
    # What a file must say may be said by the file it extends; only the name is its own.
    required = schema.pop("required")
    schema |= {
        "if": {"required": ["extends"]},
        "then": {"required": ["name"]},
        "else": {"required": required},
    }
    return _written(schema, "Trainyard cluster file")


def state_bucket_schema() -> str:
    """Write the schema of state bucket files."""
    schema = cast(dict[str, Any], _plain(StateBucketConfig.model_json_schema()))
    schema |= {
        "if": {"required": ["unlisted_region"]},
        "else": {"properties": {"region": {"enum": sorted(regions())}}},
    }
    return _written(schema, "Trainyard state bucket file")


def _written(schema: Mapping[str, Any], title: str) -> str:
    document = {"$schema": _DIALECT, **schema, "title": title}
    return json.dumps(document, indent=2, sort_keys=True) + "\n"


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
