"""What the keys of a node group ask of each other, in the words of JSON Schema."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from modules.catalog.ami_types import ami_types_for
from modules.catalog.instance_types import InstanceTypeFacts, instance_types
from modules.config.reference.conditions import (
    Schema,
    given,
    has,
    is_one_of,
    is_or_absent,
    when,
)
from modules.planning.nodes.network_interfaces import has_efa_by_default

_EVERY = tuple(facts for facts in instance_types().values() if facts.accelerator != "other")
_ON = {"anyOf": [{"const": True}, {"type": "object", **is_or_absent("enabled", value=True)}]}
_OFF = {"anyOf": [{"const": False}, {"type": "object", **has("enabled", {"const": False})}]}


def _those(chosen: Callable[[InstanceTypeFacts], bool]) -> Schema:
    return {"enum": sorted(facts.name for facts in _EVERY if chosen(facts))}


def _kind(facts: InstanceTypeFacts) -> str:
    return f"Types_{facts.architecture}_{facts.accelerator}"


def _named(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _types(schema: Schema) -> Schema:
    return {"properties": {"instance_types": schema}}


def _first(schema: Schema) -> Schema:
    return has("instance_types", {"prefixItems": [schema], "minItems": 1})


#: Lists of instance types, by the names that rules call them.
INSTANCE_TYPES: Mapping[str, Schema] = MappingProxyType(
    {
        **{
            kind: _those(lambda facts, kind=kind: _kind(facts) == kind)  # type: ignore[misc]
            for kind in sorted({_kind(facts) for facts in _EVERY})
        },
        "TypesWithEfa": _those(lambda facts: bool(facts.efa_cards)),
        "TypesWithEfaByDefault": _those(has_efa_by_default),
        "TypesWithInstanceStore": _those(lambda facts: facts.instance_store is not None),
    }
)


def _what_the_types_are() -> Iterator[Schema]:
    """Say what follows from types that the catalog knows."""
    yield _types({"items": {"anyOf": [_named(kind) for kind in _kinds()]}})
    for kind, amis in _kinds().items():
        its_amis = {"anyOf": [{"enum": amis}, {"type": "null"}]}
        alike = {"instance_types": {"items": _named(kind)}, "ami_type": its_amis}
        yield when(_first(_named(kind)), {"properties": alike})
    yield when(has("efa", _ON), _types({"items": _named("TypesWithEfa")}))
    without_efa = has("efa", _OFF)
    by_default = {"allOf": [_first(_named("TypesWithEfaByDefault")), {"not": without_efa}]}
    yield when(by_default, _in_a_zone())
    yield when(
        is_one_of("instance_store", "raid0"), _types({"items": _named("TypesWithInstanceStore")})
    )


def _in_a_zone() -> Schema:
    return {"anyOf": [given("availability_zone"), given("one_per_zone")]}


def _kinds() -> Mapping[str, Sequence[str]]:
    amis: dict[str, set[str]] = {}
    for facts in _EVERY:
        amis.setdefault(_kind(facts), set()).update(ami_types_for(facts))
    return {kind: sorted(names) for kind, names in sorted(amis.items())}


def _whatever_the_types() -> Iterator[Schema]:
    in_a_zone = _in_a_zone()
    block = has("capacity", is_one_of("type", "capacity_block"))
    bottlerocket = has("ami_type", {"pattern": "^BOTTLEROCKET"})
    named = has("placement_group", {"not": {"enum": ["auto", "none"]}})
    empty_scaling = {"required": ["max"], **is_or_absent("min", value=0)}
    amazon_linux = {"kubelet": {"maxProperties": 0}, "user_data": {"maxItems": 0}}
    yield {"properties": {"instance_types": {"uniqueItems": True}, "taints": {"uniqueItems": True}}}
    yield {"not": {"allOf": [given("availability_zone"), given("one_per_zone")]}}
    yield when(block, has("scaling", empty_scaling))
    yield when(
        has("capacity", given("scheduled_start")),
        has("scaling", is_one_of("owner", "autoscaler")),
    )
    yield when(has("capacity", given("reservation_id")), in_a_zone)
    yield when(named, in_a_zone)
    yield when(has("efa", _ON), in_a_zone)
    yield when(has("bottlerocket_settings", {"minProperties": 1}), bottlerocket)
    yield when(bottlerocket, {"properties": amazon_linux})


def _node_group() -> Sequence[Any]:
    described: dict[str, Any] = {
        **when(given("hardware"), _types({"maxItems": 1})),
        "else": {"allOf": [*_what_the_types_are()]},
    }
    return [described, *_whatever_the_types()]


NODE_GROUP = _node_group()
