"""Node groups that are right."""

from collections.abc import Sequence
from functools import cache
from random import Random
from typing import Any

from modules.catalog.ami_types import AMI_TYPES, ami_types_for, default_ami_type
from modules.catalog.instance_types import InstanceTypeFacts, instance_types
from modules.catalog.kubernetes_versions import minor
from modules.catalog.offerings import offered_zones
from modules.planning.nodes.network_interfaces import has_efa_by_default
from tests.modules.config.generated.pieces import (
    LETTERS,
    chance,
    hexadecimal,
    kms,
    label_key,
    label_value,
    some,
    word,
)

KUBELET: Sequence[dict[str, Any]] = (
    {},
    {"serializeImagePulls": False},
    {"imageGCHighThresholdPercent": 80, "imageGCLowThresholdPercent": 70},
    {"kubeReserved": {"cpu": "100m", "memory": "200Mi"}},
    {"evictionHard": {"memory.available": "100Mi"}},
)
BOTTLEROCKET: Sequence[dict[str, Any]] = (
    {},
    {"kernel": {"sysctl": {"net.core.somaxconn": "4096"}}},
    {"kubernetes": {"image-gc-high-threshold-percent": 80}},
)
USER_DATA: Sequence[list[dict[str, Any]]] = (
    [],
    [{"content": "#!/bin/sh\nsysctl -w vm.max_map_count=262144\n"}],
    [{"content": "#!/bin/bash\necho \"${HOME}\" %{if} '\\' \t done\n"}],
    [
        {
            "content_type": "application/node.eks.aws",
            "content": "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec: {}\n",
        }
    ],
)
_SYSTEMS = ("m7i.large", "m6i.large", "m5.large", "c6i.large", "m7g.large", "m6g.xlarge")


@cache
def offered(region: str) -> tuple[InstanceTypeFacts, ...]:
    """Give the types that EKS runs and AWS offers in a region."""
    return tuple(
        facts
        for facts in instance_types().values()
        if facts.accelerator != "other" and offered_zones(facts.name, region)
    )


def system_group(random: Random, region: str, version: str) -> dict[str, Any]:
    """Make a group that takes any pod from the start."""
    there = {facts.name for facts in offered(region)}
    types = [name for name in _SYSTEMS if name in there][:1]
    low = random.randint(1, 3)
    group: dict[str, Any] = {"instance_types": types, "scaling": {"min": low, "max": low + 2}}
    return group | _optional(random, region, instance_types()[types[0]], version, most=low + 2)


def any_group(random: Random, region: str, zones: Sequence[str], version: str) -> dict[str, Any]:
    """Make a group of any kind."""
    facts = _type(random, region, zones, version)
    kind = random.choice(_ways_to_buy(facts))
    group: dict[str, Any] = {"instance_types": [facts.name]}
    most = random.randint(1, 6)
    group |= _capacity(random, kind, region, most)
    has_efa = has_efa_by_default(facts)
    if has_efa and chance(random):
        has_efa = chance(random, 0.5)
        group["efa"] = some(random, True, {}) if has_efa else False
    named = kind not in {"capacity_block"} and "cluster" in facts.placement_strategies
    if named and chance(random, 0.1):
        group["placement_group"] = word(random, 60, first=LETTERS, others="-_", last=LETTERS)
    elif chance(random, 0.2):
        group["placement_group"] = some(random, "auto", "none")
    in_one = has_efa or kind in {"reservation", "capacity_block"}
    if in_one or group.get("placement_group", "auto") not in {"auto", "none"} or chance(random):
        group["availability_zone"] = random.choice(zones)
    return group | _optional(random, region, facts, version, most=most)


def _type(random: Random, region: str, zones: Sequence[str], version: str) -> InstanceTypeFacts:
    types = [
        facts
        for facts in offered(region)
        if minor(version) >= minor(facts.family.least_kubernetes or "1.0")
        and not facts.family.only_zones
        and facts.ipv4_per_interface is not None
        and default_ami_type(facts.architecture, facts.accelerator) is not None
    ]
    accelerated = [facts for facts in types if facts.accelerator != "none"]
    return random.choice(accelerated if accelerated and chance(random, 0.7) else types)


def _ways_to_buy(facts: InstanceTypeFacts) -> list[str]:
    ways = {"on-demand": ["on_demand", "reservation"], "spot": ["spot"]}
    bought = [way for usage, ways_ in ways.items() if usage in facts.usage_classes for way in ways_]
    return bought + ["capacity_block"] * ("capacity-block" in facts.usage_classes)


def _capacity(random: Random, kind: str, region: str, most: int) -> dict[str, Any]:
    low = random.randint(0, most)
    scaling: dict[str, Any] = {"min": low, "desired": random.randint(low, most), "max": most}
    capacity: dict[str, Any] = {"type": kind}
    if kind == "reservation":
        capacity["reservation_id"] = f"cr-{hexadecimal(random)}"
    if kind == "capacity_block":
        capacity["reservation_id"] = f"cr-{hexadecimal(random)}"
        scaling = {"max": most}
        if chance(random):
            scaling["owner"] = "autoscaler"
            at = f"2027-0{random.randint(1, 9)}-1{random.randint(0, 9)}T11:30:00Z"
            capacity["scheduled_start"] = {"at": at, "desired": random.randint(1, most)}
    elif chance(random):
        scaling["owner"] = some(random, "terraform", "autoscaler")
    return {"scaling": scaling} | (
        {} if kind == "on_demand" and chance(random) else {"capacity": capacity}
    )


def _optional(
    random: Random, region: str, facts: InstanceTypeFacts, version: str, *, most: int
) -> dict[str, Any]:
    group: dict[str, Any] = {}
    if chance(random):
        group["labels"] = {label_key(random): label_value(random) for _ in range(3)}
    if chance(random):
        group["volume"] = _volume(random, region)
    if chance(random):
        group["update"] = some(
            random,
            {},
            {"max_unavailable": random.randint(1, most)},
            {"max_unavailable_percentage": random.randint(1, 100)},
            {"strategy": "minimal"},
            {"force": True},
        )
    if chance(random):
        group["node_repair"] = some(
            random,
            {"enabled": False},
            {"max_parallel_nodes_repaired_count": random.randint(1, 9)},
            {"max_unhealthy_node_threshold_percentage": random.randint(1, 100)},
        )
    if facts.instance_store is not None and chance(random):
        group["instance_store"] = some(random, "raid0", "none")
    return group | _operating_system(random, facts, version)


def _operating_system(random: Random, facts: InstanceTypeFacts, version: str) -> dict[str, Any]:
    names = [name for name in ami_types_for(facts) if _runs(facts, name, version)]
    default = default_ami_type(facts.architecture, facts.accelerator)
    name = default if chance(random, 0.6) or not names else random.choice(names)
    group: dict[str, Any] = {} if name == default and chance(random, 0.5) else {"ami_type": name}
    if AMI_TYPES[str(name)].operating_system == "bottlerocket":
        return group | {"bottlerocket_settings": random.choice(BOTTLEROCKET)}
    if chance(random):
        group |= {"kubelet": random.choice(KUBELET), "user_data": random.choice(USER_DATA)}
    return group


def _runs(facts: InstanceTypeFacts, ami_type: str, version: str) -> bool:
    floor = facts.family.ami_floors.get(AMI_TYPES[ami_type].operating_system)
    least = None if floor is None else floor.least_kubernetes
    return least is None or minor(version) >= minor(least)


def _volume(random: Random, region: str) -> dict[str, Any]:
    size = random.choice((20, 16384, random.randint(20, 16384)))
    iops = random.choice((3000, min(16000, size * 500)))
    volume: dict[str, Any] = {"size_gib": size, "iops": iops}
    if chance(random):
        volume["throughput_mibps"] = min(1000, iops // 4)
    if chance(random):
        volume["kms_key_arn"] = kms(random, region)
    return volume
