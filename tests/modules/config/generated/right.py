"""Cluster files that are right, by construction."""

import json
from collections.abc import Sequence
from random import Random
from typing import Any

from modules.catalog.kubernetes_versions import KUBERNETES_VERSIONS, minor
from modules.catalog.regions import regions
from modules.planning.changes.losses import LOSS_KINDS
from tests.modules.config.generated.groups import any_group, offered, system_group
from tests.modules.config.generated.pieces import (
    ACCOUNT,
    DIGITS,
    LETTERS,
    chance,
    hexadecimal,
    iam,
    kms,
    public_block,
    some,
    tag,
    word,
)

_DAYS = (1, 3, 365, 3653)


def right_file(seed: int) -> dict[str, Any]:
    """Make a cluster file that is right; the same for the same seed."""
    random = Random(seed)  # noqa: S311
    region = random.choice([name for name in sorted(regions()) if offered(name)])
    zones = list(regions()[region].zones)
    version = random.choice(sorted(KUBERNETES_VERSIONS))
    network, zones = _network(random, zones)
    name = word(random, 100, first=LETTERS + DIGITS, others="_-").replace("sg-", "sgx")
    file: dict[str, Any] = {
        "name": name,
        "region": region,
        "kubernetes_version": version,
        "network": network,
        "node_groups": _groups(random, name, region, zones, version),
    }
    if chance(random):
        before = f"1.{minor(version) - 1}"
        running = version if before not in KUBERNETES_VERSIONS else some(random, version, before)
        file["running_kubernetes_version"] = running
    for key, make in _OPTIONAL.items():
        if chance(random, 0.4):
            file[key] = make(random, region)
    shuffled = list(file.items())
    random.shuffle(shuffled)
    # What is the same in two places is written out twice.
    return {key: json.loads(json.dumps(value)) for key, value in shuffled}


def _groups(
    random: Random, name: str, region: str, zones: Sequence[str], version: str
) -> dict[str, Any]:
    # What the provider takes for the name of a launch template: both names, and a '-' between.
    most = min(63, 125 - 1 - len(name))
    groups = {"system": system_group(random, region, version)}
    for _ in range(random.randint(0, 3)):
        group = word(random, most, first=LETTERS, others="_-")
        groups[group] = any_group(random, region, zones, version)
    return groups


def _network(random: Random, zones: list[str]) -> tuple[dict[str, Any], list[str]]:
    used = sorted(random.sample(zones, random.randint(2, len(zones))))
    network: dict[str, Any] = {}
    if chance(random, 0.2):
        network["existing"] = {
            "vpc_id": f"vpc-{hexadecimal(random)}",
            "private_subnets": {zone: f"subnet-{hexadecimal(random)}" for zone in used},
            "public_subnets": {used[0]: f"subnet-{hexadecimal(random)}"},
        }
        return network, used
    if chance(random):
        network["cidr"] = some(random, "10.64.0.0/16", "192.168.0.0/16", "10.200.128.0/17")
    if chance(random, 0.6):
        network["availability_zones"] = used
    else:
        used = zones[:3]
    network |= _way_out(random, used)
    if chance(random):
        network["service_cidr"] = some(random, "172.20.0.0/16", "10.100.0.0/16")
    if chance(random):
        network["flow_logs"] = some(random, "all", "reject", "none")
        network["flow_log_retention_days"] = random.choice(_DAYS)
    if chance(random):
        network["peers"] = [f"peer-{number}" for number in range(random.randint(0, 3))]
    if chance(random):
        network["prefix_delegation"] = some(random, True, False)
    return network, used


def _way_out(random: Random, zones: Sequence[str]) -> dict[str, Any]:
    return random.choice(
        (
            {},
            {"nat_gateways": "none"},
            {"nat_gateways": "per_zone"},
            {"nat_gateways": "single", "single_nat_zone": random.choice(zones)},
            {"single_nat_zone": random.choice(zones)},
            {"private": True},
            {"private": True, "endpoints": ["ssm", "ssmmessages"]},
        )
    )


def _access(random: Random, region: str) -> dict[str, Any]:
    access: dict[str, Any] = {
        "admins": sorted({iam(random, "role") for _ in range(random.randint(0, 3))})
    }
    if chance(random):
        access["viewers"] = [iam(random, "user", "444455556666")]
    if chance(random):
        access["entries"] = {iam(random, "role", "777788889999"): _entry(random)}
    if chance(random):
        access["private_cidrs"] = ["10.20.0.0/16", public_block(random)]
        access["private_security_groups"] = [f"sg-{hexadecimal(random)}"]
    if chance(random):
        blocks = ["0.0.0.0/0"] if chance(random) else [public_block(random)]
        access |= {"public_endpoint": True, "allowed_cidrs": blocks}
        access |= {"open_to_internet": True} if blocks == ["0.0.0.0/0"] else {}
    return access


def _entry(random: Random) -> dict[str, Any]:
    if chance(random):
        return {"type": some(random, "ec2_linux", "hybrid_linux")}
    edit = {"policy": "edit", "namespaces": ["research", "team-*"]}
    return {
        "policies": some(random, [], [edit], [edit, {"policy": "admin_view"}]),
        "kubernetes_groups": some(random, [], [word(random, 60, others="_:./-")]),
    }


def _state(random: Random, region: str) -> dict[str, Any]:
    if chance(random):
        return {"backend": "local"}
    bucket = word(random, 63, first=LETTERS, others="-.", last=LETTERS).replace("..", "aa")
    state: dict[str, Any] = {"backend": "s3", "bucket": f"bk{bucket}"[:63].strip("-.")}
    if chance(random):
        state["key_prefix"] = some(random, "a/b.c/d_e", word(random, 900, others="_-"))
    if chance(random):
        state |= {"region": "us-east-1", "kms_key_arn": kms(random, "us-east-1")}
    return state


def _add_ons(random: Random, region: str) -> dict[str, Any]:
    role = {"service_account": "pods", "policy_arns": [iam(random, "policy")]}
    every: dict[str, Any] = {
        "metrics-server": some(random, {}, {"install": False}, {"version": "most_recent"}),
        "vpc-cni": some(random, {}, {"version": "v1.20.1-eksbuild.1"}),
        "aws-mountpoint-s3-csi-driver": {"pod_identity": role},
        "snapshot-controller": {},
        word(random, 60, first=LETTERS + LETTERS.upper(), others="_-"): {
            "unlisted": True,
            "configuration": some(random, {}, {"a": [1, 2.5, "x", None, {"b": True}]}, None),
        },
    }
    return {name: every[name] for name in random.sample(sorted(every), random.randint(0, 4))}


def _service_accounts(random: Random, region: str) -> dict[str, Any]:
    statement = {
        "actions": some(random, ["s3:GetObject", "s3:Put*"], ["ec2:Describe*"]),
        "resources": some(random, ["*"], ["arn:aws:s3:::b/${aws:PrincipalTag/team}/*"]),
        "conditions": some(random, {}, {"StringEquals": {"aws:RequestedRegion": [region]}}),
    }
    return {
        f"a{number}": {
            "namespace": some(random, "kube-system", "training"),
            "policy_arns": some(random, [], [iam(random, "policy")]),
            "well_known_policy": some(random, None, "cluster_autoscaler", "external_dns"),
            "statements": some(random, [], [statement]),
        }
        for number in range(random.randint(0, 3))
    }


def _storage(random: Random, region: str) -> dict[str, Any]:
    made = {
        "name": f"bk{word(random, 40, first=LETTERS, others='-', last=LETTERS)}",
        "kms_key_arn": some(random, None, kms(random, region)),
        "expire_old_versions_days": random.choice((1, 7, 3650)),
        "transitions": some(
            random,
            [],
            [
                {"storage_class": "standard_ia", "after_days": 30},
                {"storage_class": "glacier", "after_days": 60},
            ],
        ),
        "delete_with_objects": some(random, True, False),
    }
    there = {
        "existing": "acme-datasets",
        "kms_key_arn": some(random, None, kms(random, "eu-west-1")),
    }
    return {"buckets": some(random, {}, {"checkpoints": made}, {"datasets": there, "made": made})}


_OPTIONAL: dict[str, Any] = {
    "access": _access,
    "account_id": lambda _random, _region: ACCOUNT,
    "add_ons": _add_ons,
    "assume_role_arn": lambda random, _region: iam(random, "role"),
    "control_plane": lambda random, _region: {
        "log_retention_days": random.choice(_DAYS),
        "zonal_shift": some(random, True, False),
        "deletion_protection": some(random, True, False),
        "upgrade_policy": some(random, "standard", "extended"),
        "tier": some(random, None, "standard", "tier-8xl"),
    },
    "allow_destroy": lambda random, _region: {
        "what": random.sample(LOSS_KINDS, random.randint(1, len(LOSS_KINDS))),
        "until": f"{random.randint(2020, 2099)}-02-{random.randint(10, 28)}",
    },
    "encryption": lambda random, _region: {
        "keys": some(random, "separate", "shared"),
        "volumes": some(random, "cluster", "aws"),
    },
    "environment": lambda random, _region: word(random, 63, first=LETTERS, others="-").lower(),
    "format_version": lambda _random, _region: 1,
    "iam": lambda random, _region: some(
        random,
        {},
        {"path": "/a/b/", "node_policy_arns": [iam(random, "policy")]},
        {"permissions_boundary": iam(random, "policy")},
    ),
    "node_access": lambda random, _region: some(random, "none", "session_manager"),
    "service_accounts": _service_accounts,
    "state": _state,
    "storage": _storage,
    "tags": lambda random, _region: {
        f"{number}{tag(random, 127)}": tag(random, 256) for number in range(random.randint(0, 9))
    },
}
