"""What keys of one section ask of each other, in the words of JSON Schema.

It holds for a whole file. One that extends another may have the rest of a section there.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeAlias

from modules.catalog.add_ons import ADD_ONS
from modules.catalog.instance_types import instance_types
from modules.catalog.regions import regions
from modules.config.sections.capacity import TARGETS
from modules.config.sections.network import GO_WITH_EXISTING

Schema: TypeAlias = Mapping[str, Any]

_ANYWHERE = {"contains": {"const": "0.0.0.0/0"}}


def _has(key: str, schema: Schema) -> Schema:
    """Say that a key is given, and what it holds."""
    return {"required": [key], "properties": {key: schema}}


def _given(key: str) -> Schema:
    """Say that a key holds something."""
    return _has(key, {"not": {"type": "null"}})


def _is(key: str, *values: object) -> Schema:
    return _has(key, {"enum": [*values]})


def _is_true(key: str) -> Schema:
    return _has(key, {"const": True})


def _is_or_absent(key: str, *, value: object) -> Schema:
    return {"properties": {key: {"const": value}}}


def _none_of(keys: Sequence[str]) -> Schema:
    return {"not": {"anyOf": [_given(key) for key in keys]}} if keys else {}


def _when(condition: Schema, then: Schema) -> Schema:
    return {"if": condition, "then": then}


def _capacity() -> Sequence[Schema]:
    every = sorted({key for targets in TARGETS.values() for key in targets})
    rules = []
    for kind, targets in TARGETS.items():
        condition = _is_or_absent("type", value=kind) if kind == "on_demand" else _is("type", kind)
        excluded = _none_of([key for key in every if key not in targets])
        one = {"oneOf": [_given(key) for key in targets]} if targets else {}
        rules.append(_when(condition, {"allOf": [excluded, one]}))
    return [*rules, _when(_given("scheduled_start"), _is("type", "capacity_block"))]


def _network() -> Sequence[Schema]:
    a_private = _is_true("private")
    return [
        _when(_given("existing"), {"propertyNames": {"enum": sorted(GO_WITH_EXISTING)}}),
        _when(
            a_private,
            {"allOf": [_is_or_absent("nat_gateways", value="none"), _none_of(["single_nat_zone"])]},
        ),
        _when(_has("endpoints", {"minItems": 1}), a_private),
        _when(_given("single_nat_zone"), _is_or_absent("nat_gateways", value="single")),
        {"properties": {"endpoints": {"uniqueItems": True, "items": {"not": {"const": "s3"}}}}},
    ]


def _access() -> Sequence[Schema]:
    public, some = _is_true("public_endpoint"), _has("allowed_cidrs", {"minItems": 1})
    everywhere = _has("allowed_cidrs", _ANYWHERE)
    said_twice = _is_true("open_to_internet")
    return [
        _when(public, some),
        _when(some, public),
        _when(everywhere, said_twice),
        _when(said_twice, everywhere),
        {"properties": {key: {"uniqueItems": True} for key in ("admins", "viewers")}},
    ]


def _state() -> Sequence[Schema]:
    return [
        _when(_is("backend", "s3"), _given("bucket")),
        _when(_is_or_absent("backend", value="local"), {"propertyNames": {"const": "backend"}}),
    ]


def _node_repair() -> Sequence[Schema]:
    limits = ("max_unhealthy_node_threshold", "max_parallel_nodes_repaired")
    pairs = [(f"{limit}_count", f"{limit}_percentage") for limit in limits]
    off = [_none_of([key for pair in pairs for key in pair])]
    off.append({"properties": {"overrides": {"maxItems": 0}}})
    return [
        *({"not": {"allOf": [_given(one), _given(other)]}} for one, other in pairs),
        _when(_has("enabled", {"const": False}), {"allOf": off}),
    ]


def _update() -> Sequence[Schema]:
    both = [_given("max_unavailable"), _given("max_unavailable_percentage")]
    return [{"not": {"allOf": both}}]


def _node_group() -> Sequence[Schema]:
    known = sorted(
        facts.name for facts in instance_types().values() if facts.accelerator != "other"
    )
    in_a_zone = _given("availability_zone")
    block = _has("capacity", _is("type", "capacity_block"))
    bottlerocket = _has("ami_type", {"pattern": "^BOTTLEROCKET"})
    named = _has("placement_group", {"not": {"enum": ["auto", "none"]}})
    efa = _has(
        "efa",
        {"anyOf": [{"const": True}, {"type": "object", **_is_or_absent("enabled", value=True)}]},
    )
    empty_scaling = {"required": ["max"], **_is_or_absent("min", value=0)}
    return [
        {
            **_when(_given("hardware"), {"properties": {"instance_types": {"maxItems": 1}}}),
            "else": {"properties": {"instance_types": {"items": {"enum": known}}}},
        },
        {"properties": {"instance_types": {"uniqueItems": True}}},
        _when(block, _has("scaling", empty_scaling)),
        _when(
            _has("capacity", _given("scheduled_start")),
            _has("scaling", _is("owner", "autoscaler")),
        ),
        _when(_has("capacity", _given("reservation_id")), in_a_zone),
        _when(named, in_a_zone),
        _when(efa, in_a_zone),
        _when(_has("bottlerocket_settings", {"minProperties": 1}), bottlerocket),
        _when(
            bottlerocket,
            {"properties": {"kubelet": {"maxProperties": 0}, "user_data": {"maxItems": 0}}},
        ),
    ]


def _region() -> Schema:
    """Say that a region the catalog does not have is described."""
    unlisted = _given("unlisted_region")
    return {"if": unlisted, "else": {"properties": {"region": {"enum": sorted(regions())}}}}


def _add_ons() -> Schema:
    """Names of add-ons that the catalog does not have are said to be meant."""
    needed = {name for name, facts in ADD_ONS.items() if facts.needed_because is not None}
    listed = {
        name: _is_or_absent("install", value=True) if name in needed else {}
        for name in sorted(ADD_ONS)
    }
    unlisted = _is_true("unlisted")
    return {"properties": {"add_ons": {"properties": listed, "additionalProperties": unlisted}}}


def _state_bucket() -> Sequence[Schema]:
    return [_region(), {"oneOf": [_given("access_log_bucket"), _given("no_access_log_because")]}]


#: By the name of the section's model.
TOGETHER: Mapping[str, Sequence[Schema]] = MappingProxyType(
    {
        "AccessConfig": _access(),
        "CapacityConfig": _capacity(),
        "ClusterConfig": [_add_ons(), _region()],
        "NetworkConfig": _network(),
        "NodeGroupConfig": _node_group(),
        "NodeRepairConfig": _node_repair(),
        "StateBucketConfig": _state_bucket(),
        "StateConfig": _state(),
        "UpdateConfig": _update(),
    }
)
