"""Cluster files that use every field that holds text, and what becomes of text put into them."""

import copy
from collections.abc import Iterator, Mapping
from typing import Any, Literal, get_args

from pydantic import BaseModel, ValidationError

from modules.config import ClusterConfig

Path = tuple[str | int, ...]
What = Literal["key", "text"]

_KEY = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
_POLICY = "arn:aws:iam::111122223333:policy/Team"
_ROLE = "arn:aws:iam::111122223333:role"

#: Amazon Linux in a VPC of the cluster's own.
OWN_NETWORK: Mapping[str, Any] = {
    "name": "one",
    "extends": "shared/team.yaml",
    "region": "us-west-2",
    "unlisted_region": {"zones": [f"us-west-2{letter}" for letter in "abcde"]},
    "kubernetes_version": "1.35",
    "running_kubernetes_version": "1.35",
    "account_id": "111122223333",
    "environment": "production",
    "allow_destroy": {"what": ["node_groups"], "until": "2027-01-31"},
    "assume_role_arn": f"{_ROLE}/Deployer",
    "network": {
        "cidr": "10.0.0.0/16",
        "availability_zones": ["us-west-2a", "us-west-2b"],
        "private": True,
        "endpoints": ["ssm"],
        "service_cidr": "172.20.0.0/16",
        "peers": ["two"],
    },
    "access": {
        "public_endpoint": True,
        "allowed_cidrs": ["203.0.113.0/24"],
        "entries": {
            f"{_ROLE}/Researcher": {
                "policies": [{"policy": "edit", "namespaces": ["research"]}],
                "kubernetes_groups": ["research"],
            }
        },
        "private_cidrs": ["10.20.0.0/16"],
        "private_security_groups": ["sg-0123456789abcdef0"],
        "admins": [f"{_ROLE}/Admin"],
        "viewers": [f"{_ROLE}/Viewer"],
    },
    "iam": {"path": "/team/", "permissions_boundary": _POLICY, "node_policy_arns": [_POLICY]},
    "add_ons": {
        "vpc-cni": {
            "version": "v1.20.1-eksbuild.1",
            "configuration": {"env": {"ENI_CONFIG_LABEL_DEF": "text"}},
        },
        "of-another-vendor": {
            "unlisted": True,
            "unchecked": ["configuration.key"],
            "configuration": {"key": ["text", {"key": "text"}]},
            "pod_identity": {
                "service_account": "pods",
                "namespace": "vendor",
                "policy_arns": [_POLICY],
            },
        },
    },
    "service_accounts": {
        "trainer": {
            "namespace": "training",
            "name": "trainer",
            "read": ["datasets"],
            "write": ["checkpoints"],
            "policy_arns": [_POLICY],
            "statements": [
                {
                    "actions": ["s3:GetObject"],
                    "resources": ["arn:aws:s3:::example-checkpoints/*"],
                    "conditions": {"StringEquals": {"aws:RequestedRegion": ["us-west-2"]}},
                }
            ],
        }
    },
    "storage": {
        "buckets": {
            "checkpoints": {
                "name": "example-checkpoints",
                "kms_key_arn": _KEY,
                "transitions": [{"storage_class": "glacier_ir", "after_days": 30}],
                "access_log_bucket": "example-access-logs",
            },
            "datasets": {"existing": "example-datasets", "kms_key_arn": _KEY},
        },
        "efs": {
            "home": {
                "kms_key_arn": _KEY,
                "access_points": {"vision": {"path": "/teams/vision", "uid": 1000, "gid": 1000}},
            }
        },
        "lustre": {
            "scratch": {
                "availability_zone": "us-west-2a",
                "capacity_gib": 4800,
                "deployment": "persistent_2",
                "throughput_mibps_per_tib": 1000,
                "kms_key_arn": _KEY,
                "linked": [
                    {
                        "bucket": "datasets",
                        "path": "/datasets",
                        "prefix": "runs",
                        "import": ["new"],
                        "export": ["changed"],
                    }
                ],
            }
        },
    },
    "node_groups": {
        "system": {"instance_types": ["m7i.large"]},
        "training": {
            "instance_types": ["p5.48xlarge"],
            "availability_zone": "us-west-2a",
            "capacity": {"type": "reservation", "reservation_id": "cr-0123456789abcdef0"},
            "placement_group": "mine",
            "scaling": {"min": 2, "max": 4, "owner": "autoscaler"},
            "labels": {"example.com/team": "research"},
            "taints": [{"key": "example.com/gpu", "value": "yes", "effect": "NoSchedule"}],
            "volume": {"kms_key_arn": _KEY},
            "ami_type": "AL2023_x86_64_NVIDIA",
            "ami_release_version": "1.35.0-20261101",
            "kubelet": {"clusterDomain": "text", "newer": {"key": "text"}},
            "unchecked": ["kubelet.newer"],
            "user_data": [{"content_type": "text/x-shellscript", "content": "#!/bin/sh\n"}],
            "node_repair": {
                "overrides": [
                    {
                        "node_monitoring_condition": "AcceleratedHardwareReady",
                        "node_unhealthy_reason": "NvidiaXID64Error",
                        "min_repair_wait_time_mins": 5,
                        "repair_action": "Replace",
                    }
                ]
            },
        },
    },
    "state": {
        "backend": "s3",
        "bucket": "example-terraform-state",
        "key_prefix": "platform",
        "region": "us-west-2",
        "kms_key_arn": _KEY,
    },
    "tags": {"team": "research"},
}

#: Bottlerocket, and hardware the catalog does not know, in a VPC that exists.
EXISTING_NETWORK: Mapping[str, Any] = {
    "name": "two",
    "region": "us-west-2",
    "network": {
        "existing": {
            "vpc_id": "vpc-0123456789abcdef0",
            "private_subnets": {
                "us-west-2a": "subnet-0123456789abcdef0",
                "us-west-2b": "subnet-0123456789abcdef1",
            },
            "public_subnets": {"us-west-2a": "subnet-0123456789abcdef2"},
            "control_plane_zones": ["us-west-2a", "us-west-2b"],
        }
    },
    "node_groups": {
        "system": {
            "instance_types": ["m7i.large"],
            "ami_type": "BOTTLEROCKET_x86_64",
            "bottlerocket_settings": {"motd": "text", "kernel": {"sysctl": {"vm.key": "text"}}},
        },
        "training": {
            "instance_types": ["p9.48xlarge"],
            "hardware": {
                "architecture": "x86_64",
                "vcpus": 192,
                "memory_gib": 2048,
                "accelerator": {"kind": "nvidia", "model": "R100", "count": 8},
                "network_cards": [{"count": 4, "interfaces": 4, "efa": True}],
                "ipv4_per_interface": 50,
            },
            "efa": False,
            "capacity": {
                "type": "reservation",
                "resource_group_arn": (
                    "arn:aws:resource-groups:us-west-2:111122223333:group/training"
                ),
            },
            "availability_zone": "us-west-2a",
        },
    },
}


#: NAT in place of endpoints.
WITH_NAT: Mapping[str, Any] = {
    "name": "three",
    "region": "us-west-2",
    "network": {"nat_gateways": "single", "single_nat_zone": "us-west-2a"},
    "node_groups": {"system": {"instance_types": ["m7i.large"]}},
}

FILES = (OWN_NETWORK, EXISTING_NETWORK, WITH_NAT)


def text_fields(model: type[BaseModel]) -> set[tuple[str, str]]:
    """List the fields below a model that hold text, by model and name."""
    found = set()
    for name, field in model.model_fields.items():
        leaves = set(_leaves(field.annotation))
        if str in leaves:
            found.add((model.__name__, name))
        for inner in leaves:
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                found |= text_fields(inner)
    return found


def _leaves(annotation: Any) -> Iterator[Any]:
    arguments = get_args(annotation)
    if not arguments:
        yield annotation
    for argument in arguments:
        yield from _leaves(argument)


def fields_set(value: Any) -> set[tuple[str, str]]:
    """List the fields that a file says, by model and name."""
    if isinstance(value, BaseModel):
        found = {(type(value).__name__, name) for name in value.model_fields_set}
        return found.union(*(fields_set(getattr(value, name)) for name in value.model_fields_set))
    items = value.values() if isinstance(value, Mapping) else value
    if not isinstance(value, Mapping | list):
        return set()
    return set[tuple[str, str]]().union(*(fields_set(item) for item in items))


def with_text_everywhere(document: Mapping[str, Any], text: str) -> tuple[Any, dict[str, str]]:
    """Put text behind every text and key of a file, where the file is still right with it.

    Each place gets a number behind the text.

    Returns:
        The file, and what was put in by itself, with the name of the key it is at.
    """
    changed: Any = copy.deepcopy(dict(document))
    accepted = {}
    for number, change in enumerate(_changes(document)):
        marked = f"{text}-at-{number}-"
        tried = copy.deepcopy(changed)
        _put(tried, *change, marked)
        try:
            ClusterConfig.model_validate(tried)
        except ValidationError:
            continue
        changed = tried
        accepted[marked] = next(part for part in reversed(change[0]) if isinstance(part, str))
    return changed, accepted


def _changes(document: Any, path: Path = ()) -> Iterator[tuple[Path, What]]:
    """List paths to text, and to keys; what is deeper comes first, since keys change paths."""
    pairs = document.items() if isinstance(document, Mapping) else enumerate(document)
    for key, value in pairs:
        if isinstance(value, Mapping | list):
            yield from _changes(value, (*path, key))
        if isinstance(value, str):
            yield (*path, key), "text"
        if isinstance(key, str):
            yield (*path, key), "key"


def _put(document: Any, path: Path, what: What, text: str) -> None:
    *parents, last = path
    for part in parents:
        document = document[part]
    if what == "key":
        # At its old place, so that the rest of the file stays as it is.
        items = [(f"{key}{text}" if key == last else key, item) for key, item in document.items()]
        document.clear()
        document.update(items)
    else:
        document[last] += text
