"""What the provider says of the arguments and attributes of its resources."""

from collections.abc import Mapping, Sequence
from typing import Any

#: A type: ``"string"``, ``"number"``, ``"bool"``, ``"dynamic"``, or as ``["list", "string"]`` and
#: ``["object", {"name": "string"}]``.
SchemaType = Any


class ProviderSchema:
    """The resources of all providers of a stack."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        """Take what ``terraform providers schema -json`` wrote."""
        self._resources = {
            type_: schema
            for provider in document["provider_schemas"].values()
            for type_, schema in provider.get("resource_schemas", {}).items()
        }

    def version(self, type_: str) -> int:
        """Give the version of a resource's schema, which a state names."""
        return int(self._resources[type_]["version"])

    def type_of(self, type_: str, steps: Sequence[str | int]) -> SchemaType:
        """Give the type of an attribute, or of a part of it.

        Args:
            type_: Type of the resource.
            steps: From the resource down to it: names, and numbers within lists.
        """
        block: Mapping[str, Any] = self._resources[type_]["block"]
        for index, step in enumerate(steps):
            if step in block.get("attributes", {}):
                return _within(block["attributes"][step]["type"], steps[index + 1 :])
            if not isinstance(step, int):
                block = block["block_types"][step]["block"]
        return _block_type(block)

    def as_stored(self, type_: str, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """Write values as a state has them: with its type where any type is allowed."""
        attributes = self._resources[type_]["block"].get("attributes", {})
        free = {name for name, each in attributes.items() if each["type"] == "dynamic"}
        return {
            name: {"value": value, "type": _type_of_value(value)}
            if name in free and value is not None
            else value
            for name, value in values.items()
        }


def _within(type_: SchemaType, steps: Sequence[str | int]) -> SchemaType:
    for step in steps:
        if isinstance(type_, str):
            return type_
        kind, inner = type_
        type_ = inner[step] if kind == "object" else inner
    return type_


def _block_type(block: Mapping[str, Any]) -> SchemaType:
    """Give the type of the list of a block."""
    members = {name: each["type"] for name, each in block.get("attributes", {}).items()}
    nested = {
        name: _block_type(each["block"]) for name, each in block.get("block_types", {}).items()
    }
    return ["list", ["object", {**members, **nested}]]


def _type_of_value(value: Any) -> SchemaType:
    if isinstance(value, dict):
        return ["object", {name: _type_of_value(each) for name, each in value.items()}]
    if isinstance(value, list):
        return ["tuple", [_type_of_value(each) for each in value]]
    if value is None:
        return "dynamic"
    if isinstance(value, bool):
        return "bool"
    return "number" if isinstance(value, int | float) else "string"
