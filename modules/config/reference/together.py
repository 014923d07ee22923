"""What keys of one section ask of each other, in the words of JSON Schema.

It holds for a whole file. One that extends another may have the rest of a section there.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from modules.catalog.add_ons import ADD_ONS
from modules.catalog.storage_classes import STORAGE_CLASSES
from modules.config.reference.across import ACROSS, REGION
from modules.config.reference.conditions import (
    Schema,
    given,
    has,
    is_one_of,
    is_or_absent,
    is_true,
    none_of,
    when,
)
from modules.config.reference.definitions import closed_configurations, closed_settings
from modules.config.reference.node_groups import NODE_GROUP
from modules.config.sections.bucket import OF_EXISTING
from modules.config.sections.capacity import TARGETS
from modules.config.sections.network import GO_WITH_EXISTING

_ANYWHERE = {"contains": {"const": "0.0.0.0/0"}}


def _capacity() -> Sequence[Schema]:
    every = sorted({key for targets in TARGETS.values() for key in targets})
    rules = []
    for kind, targets in TARGETS.items():
        condition = (
            is_or_absent("type", value=kind) if kind == "on_demand" else is_one_of("type", kind)
        )
        excluded = none_of([key for key in every if key not in targets])
        one = {"oneOf": [given(key) for key in targets]} if targets else {}
        rules.append(when(condition, {"allOf": [excluded, one]}))
    return [
        *rules,
        when(given("scheduled_start"), is_one_of("type", "capacity_block")),
        when(given("ends_at"), is_one_of("type", "reservation", "capacity_block")),
        when(given("ends_at"), {"not": is_one_of("preference", "open")}),
    ]


def _network() -> Sequence[Schema]:
    a_private = is_true("private")
    return [
        when(given("existing"), {"propertyNames": {"enum": sorted(GO_WITH_EXISTING)}}),
        when(
            a_private,
            {"allOf": [is_or_absent("nat_gateways", value="none"), none_of(["single_nat_zone"])]},
        ),
        when(has("endpoints", {"minItems": 1}), a_private),
        when(given("single_nat_zone"), is_or_absent("nat_gateways", value="single")),
        {"properties": {"endpoints": {"uniqueItems": True, "items": {"not": {"const": "s3"}}}}},
        {"properties": {key: {"uniqueItems": True} for key in ("availability_zones", "peers")}},
    ]


def _access() -> Sequence[Schema]:
    public, some = is_true("public_endpoint"), has("allowed_cidrs", {"minItems": 1})
    everywhere = has("allowed_cidrs", _ANYWHERE)
    said_twice = is_true("open_to_internet")
    return [
        when(public, some),
        when(some, public),
        when(everywhere, said_twice),
        when(said_twice, everywhere),
        {
            "properties": {
                key: {"uniqueItems": True}
                for key in (
                    "admins",
                    "allowed_cidrs",
                    "private_cidrs",
                    "private_security_groups",
                    "viewers",
                )
            }
        },
    ]


def _state() -> Sequence[Schema]:
    return [
        when(is_one_of("backend", "s3"), given("bucket")),
        when(is_or_absent("backend", value="local"), {"propertyNames": {"const": "backend"}}),
    ]


def _node_repair() -> Sequence[Schema]:
    limits = ("max_unhealthy_node_threshold", "max_parallel_nodes_repaired")
    pairs = [(f"{limit}_count", f"{limit}_percentage") for limit in limits]
    off = [none_of([key for pair in pairs for key in pair])]
    off.append({"properties": {"overrides": {"maxItems": 0}}})
    return [
        *({"not": {"allOf": [given(one), given(other)]}} for one, other in pairs),
        when(has("enabled", {"const": False}), {"allOf": off}),
    ]


def _update() -> Sequence[Schema]:
    both = [given("max_unavailable"), given("max_unavailable_percentage")]
    return [{"not": {"allOf": both}}]


def _add_ons() -> Schema:
    """Names of add-ons that the catalog does not have are said to be meant."""
    needed = {name for name, facts in ADD_ONS.items() if facts.needed_because is not None}
    listed = {
        name: is_or_absent("install", value=True) if name in needed else {}
        for name in sorted(ADD_ONS)
    }
    unlisted = is_true("unlisted")
    return {"properties": {"add_ons": {"properties": listed, "additionalProperties": unlisted}}}


def _configurations() -> Schema:
    """What add-ons take; a key that the file says is not looked at lets all through."""
    nothing = {"type": "null"}
    configured = {
        name: _checked({"configuration": {"anyOf": [schema, nothing]}})
        for name, schema in closed_configurations().items()
    }
    return {"properties": {"add_ons": {"properties": configured}}}


def _checked(properties: Schema) -> Schema:
    return when({"not": given("unchecked")}, {"properties": properties})


def _add_on() -> Sequence[Schema]:
    left_out = has("install", {"const": False})
    return [when(left_out, {"propertyNames": {"enum": ["install", "unlisted"]}})]


def _bucket() -> Sequence[Schema]:
    return [when(given("existing"), {"propertyNames": {"enum": sorted(OF_EXISTING)}})]


def _transition() -> Sequence[Schema]:
    return [
        when(is_one_of("storage_class", name), has("after_days", {"minimum": facts.earliest_days}))
        for name, facts in STORAGE_CLASSES.items()
        if facts.earliest_days
    ]


def _state_bucket() -> Sequence[Schema]:
    return [REGION, {"oneOf": [given("access_log_bucket"), given("no_access_log_because")]}]


#: By the name of the section's model.
TOGETHER: Mapping[str, Sequence[Schema]] = MappingProxyType(
    {
        "AccessConfig": _access(),
        "AddOnConfig": _add_on(),
        "BucketConfig": _bucket(),
        "CapacityConfig": _capacity(),
        "ClusterConfig": [_add_ons(), _configurations(), *ACROSS],
        "NetworkConfig": _network(),
        "NodeGroupConfig": [*NODE_GROUP, _checked(closed_settings())],
        "NodeRepairConfig": _node_repair(),
        "StateBucketConfig": _state_bucket(),
        "StateConfig": _state(),
        "TransitionConfig": _transition(),
        "UpdateConfig": _update(),
    }
)
