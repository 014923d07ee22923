"""What the region and the versions ask of the rest of a file, in the words of JSON Schema."""

from collections.abc import Sequence

from modules.catalog.kubernetes_versions import minor
from modules.catalog.regions import RegionFacts, regions
from modules.config.reference.conditions import Schema, given, has, is_one_of, is_true, when
from modules.config.sections.cluster import BELIEVED_VERSIONS

#: A region that the catalog does not have is described.
REGION: Schema = {
    "if": given("unlisted_region"),
    "else": {"properties": {"region": {"enum": sorted(regions())}}},
}


def _in_the_region(region: RegionFacts) -> Schema:
    """Say of a region which zones it has, and that keys are of it."""
    key = {"pattern": f"^arn:[^:]+:kms:{region.name}:"}
    group = {
        "availability_zone": {"pattern": f"^{region.name}"},
        "one_per_zone": {"items": {"pattern": f"^{region.name}"}},
        "volume": {"properties": {"kms_key_arn": key}},
        "capacity": {
            "properties": {
                "resource_group_arn": {"pattern": f"^arn:[^:]+:resource-groups:{region.name}:"}
            }
        },
    }
    made_bucket = {"if": given("existing"), "else": {"properties": {"kms_key_arn": key}}}
    zones = {"enum": [*region.zones]}
    network = {"availability_zones": {"items": zones}, "single_nat_zone": _or_nothing(zones)}
    here: Schema = {
        "properties": {
            "network": {"properties": network},
            "node_groups": {"additionalProperties": {"properties": group}},
            "storage": {"properties": {"buckets": {"additionalProperties": made_bucket}}},
            "state": {"if": given("region"), "else": {"properties": {"kms_key_arn": key}}},
        }
    }
    condition = {"allOf": [is_one_of("region", region.name), {"not": given("unlisted_region")}]}
    return when(condition, here)


def _or_nothing(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _upgrades() -> Sequence[Schema]:
    return [
        when(
            is_one_of("running_kubernetes_version", version),
            has("kubernetes_version", {"enum": [version, f"1.{minor(version) + 1}"]}),
        )
        for version in BELIEVED_VERSIONS
    ]


def _the_end() -> Schema:
    protected = has("control_plane", is_true("deletion_protection"))
    return when(is_true("decommission"), {"not": protected})


ACROSS: Sequence[Schema] = (
    REGION,
    *(_in_the_region(region) for region in regions().values()),
    *_upgrades(),
    _the_end(),
)
