"""What others define, as JSON Schema: kubelet, Bottlerocket and add-on settings."""

from collections.abc import Mapping
from typing import Any

from modules.catalog.add_ons import ADD_ONS
from modules.catalog.definitions import Definition, Shape, definition

_TYPES = {"text": "string", "integer": "integer", "number": "number", "boolean": "boolean"}
_BOUNDS = {"at_least": "minimum", "at_most": "maximum"}


def closed_settings() -> Mapping[str, Mapping[str, Any]]:
    """Give what a node group's settings may be, by key, where nothing is left unchecked."""
    named = {"kubelet": "kubelet", "bottlerocket_settings": "bottlerocket"}
    return {key: schema for key, name in named.items() if (schema := _schema(name)) is not None}


def closed_configurations() -> Mapping[str, Mapping[str, Any]]:
    """Give what the configuration of each add-on may be, where nothing is left unchecked."""
    return {name: schema for name in sorted(ADD_ONS) if (schema := _schema(name)) is not None}


def _schema(name: str) -> Mapping[str, Any] | None:
    found = definition(name)
    return None if found is None else _of(found.shape, found)


def _of(shape: Shape, within: Definition) -> Mapping[str, Any]:
    if isinstance(shape, str):
        return _of(within.shapes.get(shape, {"is": shape}), within)
    named = within.shapes.get(shape.get("is", ""))
    if named is not None:
        return {"allOf": [_of(named, within), _of({**shape, "is": "anything"}, within)]}
    if "any_of" in shape:
        return {"anyOf": [_of(option, within) for option in shape["any_of"]]}
    if "list_of" in shape:
        return {"type": "array", "items": _of(shape["list_of"], within)}
    if "keys" in shape:
        return _with_keys(shape, within)
    return _with_each(shape, within) if "each" in shape else _value(shape)


def _with_keys(shape: Mapping[str, Any], within: Definition) -> Mapping[str, Any]:
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {key: _of(value, within) for key, value in shape["keys"].items()},
    }
    if not shape.get("open"):
        schema["additionalProperties"] = False
    if "required" in shape:
        schema["required"] = [*shape["required"]]
    return schema


def _with_each(shape: Mapping[str, Any], within: Definition) -> Mapping[str, Any]:
    schema: dict[str, Any] = {
        "type": "object",
        "additionalProperties": _of(shape["each"], within),
    }
    if "key_one_of" in shape:
        schema["propertyNames"] = {"enum": [*shape["key_one_of"]]}
    elif "key_pattern" in shape:
        schema["propertyNames"] = {"pattern": _whole(shape["key_pattern"])}
    return schema


def _value(shape: Mapping[str, Any]) -> Mapping[str, Any]:
    schema: dict[str, Any] = {}
    if shape.get("is") in _TYPES:
        schema["type"] = _TYPES[shape["is"]]
    if "one_of" in shape:
        schema["enum"] = [*shape["one_of"]]
    if "pattern" in shape:
        schema["pattern"] = _whole(shape["pattern"])
    return schema | {name: shape[key] for key, name in _BOUNDS.items() if key in shape}


def _whole(pattern: str) -> str:
    return f"^(?:{pattern})$"
