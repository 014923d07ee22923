"""Every refusal of one field or section says exactly this."""

from pathlib import Path
from typing import Any

import pytest

from tests.modules.config.files import RIGHT, refusals, text

GROUP = {"instance_types": ["m7i.large"]}


def group(**changes: Any) -> dict[str, Any]:
    """Make the system group differ from a right one."""
    return {"node_groups": {"system": GROUP | changes}}


ARN_RULE = (
    "is not the ARN of an IAM role or user; "
    "write one like arn:aws:iam::111122223333:role/PlatformAdmin"
)
KEY_ARN = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"

CASES: list[tuple[dict[str, Any], list[str]]] = [
    # names and top level
    (
        {"name": "my cluster"},
        [
            ":1: name: 'my cluster' is not a cluster name; use 1 to 100 letters, digits, '-' and "
            "'_', beginning with a letter or a digit"
        ],
    ),
    (
        {"environment": "Production"},
        [
            ":7: environment: 'Production' is not the name of an environment; use 1 to 63 "
            "lower-case letters, digits and '-', beginning with a letter"
        ],
    ),
    ({"nmae": "x"}, [":7: nmae: no such key; did you mean 'name'?"]),
    (
        {"zzz": 1},
        [
            ":7: zzz: no such key; allowed are access, account_id, add_ons, allow_destroy, "
            "assume_role_arn, control_plane, decommission, encryption, environment, extends, "
            "format_version, iam, "
            "kubernetes_version, name, network, node_access, node_groups, region, "
            "running_kubernetes_version, service_accounts, state, storage, tags, unlisted_region, "
            "and x-... for what others refer to"
        ],
    ),
    (
        {"encryption": {"retired_keys": {"logs": "delete"}}},
        [
            ":9: encryption.retired_keys.logs: the key is in use, since keys is separate; "
            "remove it, or write keys: shared"
        ],
    ),
    (
        {"encryption": {"retired_keys": {"volumes": "keep"}}},
        [
            ":9: encryption.retired_keys.volumes: the key is in use, since volumes is cluster; "
            "remove it, or write keys: shared or volumes: aws"
        ],
    ),
    (
        {"encryption": {"keys": "shared", "retired_keys": {"shared": "keep"}}},
        [
            ":10: encryption.retired_keys.shared: the key is in use, since keys is shared; "
            "remove it, or write keys: separate"
        ],
    ),
    (
        {"region": "us-wst-2"},
        [
            ":2: region: no region 'us-wst-2' in the catalog; did you mean 'us-west-2'? for one "
            "newer than the catalog add unlisted_region: {zones: [...]}"
        ],
    ),
    (
        {"kubernetes_version": 1.35},
        [":7: kubernetes_version: text is wanted here; put it in quotes (got 1.35)"],
    ),
    (
        {"kubernetes_version": "1.30"},
        [
            ":7: kubernetes_version: '1.30' does not run on EKS; "
            "write one of 1.31, 1.32, 1.33, 1.34, 1.35, 1.36, 1.37"
        ],
    ),
    (
        {"kubernetes_version": "1.36", "running_kubernetes_version": "1.33"},
        [
            ":7: kubernetes_version: 1.36 is 3 minor versions from 1.33, which runs now; EKS "
            'upgrades one at a time: write "1.34", apply it, and go on from there'
        ],
    ),
    (
        {"kubernetes_version": "1.34", "running_kubernetes_version": "1.35"},
        [
            ":7: kubernetes_version: 1.34 is older than 1.35, which runs now; write "
            '"1.35" or newer: Terraform cannot go back. EKS can for 7 days after an upgrade, by '
            "aws eks update-cluster-version --name demo --kubernetes-version 1.34; after that "
            'write running_kubernetes_version: "1.34"'
        ],
    ),
    (
        {"kubernetes_version": "1.33", "running_kubernetes_version": "1.35"},
        [
            ":7: kubernetes_version: 1.33 is older than 1.35, which runs now; write "
            '"1.35" or newer: EKS goes back one minor version at most'
        ],
    ),
    (
        {"format_version": 2},
        [
            ":7: format_version: 2 is newer than 1, which this release reads; update Trainyard, or "
            "write the file in its older form"
        ],
    ),
    ({"format_version": 0}, [":7: format_version: there is no form 0; write 1"]),
    (
        {"kubernetes_version": "1.53"},
        [
            ":7: kubernetes_version: '1.53' does not run on EKS; "
            "write one of 1.31, 1.32, 1.33, 1.34, 1.35, 1.36, 1.37"
        ],
    ),
    (
        {"kubernetes_version": "1.35.2"},
        [
            ":7: kubernetes_version: '1.35.2' is not a Kubernetes version; "
            'write a minor version like "1.35"'
        ],
    ),
    (
        {"account_id": "1111"},
        [":7: account_id: '1111' is not an AWS account id; write its 12 digits in quotes"],
    ),
    (
        {"account_id": 111122223333},
        [":7: account_id: text is wanted here; put it in quotes (got 111122223333)"],
    ),
    # network
    (
        {"network": {"cidr": "10.100.0.1/16"}},
        [
            ":8: network.cidr: '10.100.0.1/16' has bits set behind its mask; "
            "did you mean '10.100.0.0/16'?"
        ],
    ),
    (
        {"network": {"cidr": ""}},
        [":8: network.cidr: '' is not an IPv4 block; write one like 10.100.0.0/16"],
    ),
    (
        {"network": {"cidr": "10.0.0.0/24"}},
        [
            ":8: network.cidr: '10.0.0.0/24' has a /24 mask; write /16 to /20: AWS allows no "
            "larger "
            "VPC, and a smaller one leaves public subnets, 1/256 of it each, below AWS's /28"
        ],
    ),
    (
        {"network": {"service_cidr": "8.8.0.0/16"}},
        [
            ":8: network.service_cidr: '8.8.0.0/16' cannot hold services; write a /12 to /24 "
            "inside "
            "one of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16"
        ],
    ),
    (
        {"network": {"nat_gateways": "per-zone"}},
        [
            ":8: network.nat_gateways: 'per-zone' is not one of none, single, per_zone; "
            "did you mean per_zone?"
        ],
    ),
    (
        {"network": {"availability_zones": ["us-west-2a"]}},
        [":8: network.availability_zones: holds 1; at least 2 wanted"],
    ),
    (
        {"network": {"flow_log_retention_days": 31}},
        [
            ":8: network.flow_log_retention_days: 31 is not one of 1, 3, 5, 7, 14, 30, 60, "
            "90, 120, "
            "150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653"
        ],
    ),
    (
        {"network": {"nat_gateways": "none", "single_nat_zone": "us-west-2a"}},
        [
            ":9: network.single_nat_zone: single_nat_zone is given, but nat_gateways is none; "
            "remove it or write nat_gateways: single"
        ],
    ),
    (
        {"network": {"existing": {"vpc_id": "vpc-x", "private_subnets": {"us-west-2a": "s"}}}},
        [
            ":9: network.existing.vpc_id: 'vpc-x' is not a VPC id; "
            "write one like vpc-0123456789abcdef0",
            ":11: network.existing.private_subnets.us-west-2a: 's' is not a subnet id; "
            "write one like subnet-0123456789abcdef0",
        ],
    ),
    (
        {
            "network": {
                "cidr": "10.0.0.0/16",
                "existing": {
                    "vpc_id": "vpc-0123456789abcdef0",
                    "private_subnets": {
                        "us-west-2a": "subnet-0123456789abcdef0",
                        "us-west-2b": "subnet-0123456789abcdef1",
                    },
                },
            }
        },
        [
            ":8: network.cidr: cidr cannot be given with existing, whose VPC has them already; "
            "remove one or the other"
        ],
    ),
    (
        {
            "network": {
                "existing": {
                    "vpc_id": "vpc-0123456789abcdef0",
                    "private_subnets": {
                        "us-west-2a": "subnet-0123456789abcdef0",
                        "us-west-2b": "subnet-0123456789abcdef1",
                    },
                    "control_plane_zones": ["us-west-2b", "us-west-2b", "us-west-2c"],
                },
            }
        },
        [
            ":15: network.existing.control_plane_zones[1]: us-west-2b stands twice; name it once",
            ":16: network.existing.control_plane_zones[2]: the network has no zone 'us-west-2c' "
            "for a control plane; write one of us-west-2a, us-west-2b",
        ],
    ),
    # access
    (
        {"access": {"public_endpoint": True}},
        [
            ":8: access.public_endpoint: public_endpoint is true without allowed_cidrs; list the "
            "blocks that may reach it, as in allowed_cidrs: [203.0.113.0/24]"
        ],
    ),
    (
        {"access": {"allowed_cidrs": ["203.0.113.0/24"]}},
        [
            ":8: access.allowed_cidrs: allowed_cidrs are given, but public_endpoint is false; "
            "remove them or write public_endpoint: true"
        ],
    ),
    (
        {"access": {"public_endpoint": True, "allowed_cidrs": ["0.0.0.0/0"]}},
        [
            ":9: access.allowed_cidrs: allowed_cidrs has 0.0.0.0/0, which lets the whole internet "
            "reach the API; name narrower blocks, or add open_to_internet: true if that is meant"
        ],
    ),
    (
        {"access": {"open_to_internet": True}},
        [
            ":8: access.open_to_internet: open_to_internet is true, but allowed_cidrs does "
            "not have "
            "0.0.0.0/0; remove open_to_internet"
        ],
    ),
    (
        {"access": {"public_endpoint": True, "allowed_cidrs": ["203.0.113.7"]}},
        [
            ":10: access.allowed_cidrs[0]: '203.0.113.7' has no prefix length; "
            "did you mean '203.0.113.7/32'?"
        ],
    ),
    ({"access": {"admins": ["Admin"]}}, [f":9: access.admins[0]: 'Admin' {ARN_RULE}"]),
    (
        {"access": {"admins": ["arn:aws:iam::111122223333:root"]}},
        [f":9: access.admins[0]: 'arn:aws:iam::111122223333:root' {ARN_RULE}"],
    ),
    (
        {"access": {"viewers": ["arn:aws:sts::111122223333:assumed-role/Admin/me"]}},
        [
            ":9: access.viewers[0]: 'arn:aws:sts::111122223333:assumed-role/Admin/me' is a session "
            "of a role, which lasts for hours; did you mean the role, "
            "'arn:aws:iam::111122223333:role/Admin'? If the role has a path, it goes between (aws "
            "iam get-role --role-name Admin)"
        ],
    ),
    (
        {
            "access": {
                "admins": ["arn:aws:iam::111122223333:role/A"],
                "viewers": ["arn:aws:iam::111122223333:role/A"],
            }
        },
        [
            ":10: access.viewers: arn:aws:iam::111122223333:role/A stands twice; "
            "name it once, as an admin or as a viewer"
        ],
    ),
    (
        {
            "access": {
                "admins": [
                    "arn:aws:iam::111122223333:role/a.b",
                    "arn:aws:iam::111122223333:role/a+b",
                ]
            }
        },
        [
            ":8: access.admins: arn:aws:iam::111122223333:role/a+b and "
            "arn:aws:iam::111122223333:role/a.b differ only in punctuation that Terraform "
            "addresses "
            "cannot hold; rename one of the two"
        ],
    ),
    (
        {"access": {"public_endpoint": "yes"}},
        [
            ":8: access.public_endpoint: true or false is wanted here, without quotes (got 'yes')",
        ],
    ),
    # control plane and IAM
    (
        {"control_plane": {"tier": "xl"}},
        [
            ":8: control_plane.tier: 'xl' is not one of standard, tier-xl, tier-2xl, tier-4xl, "
            "tier-8xl"
        ],
    ),
    (
        {"iam": {"path": "training"}},
        [
            ":8: iam.path: 'training' is not an IAM path; begin and end it with '/', with letters, "
            "digits, '-', '_' and any of + = , . @ between, as in /training/"
        ],
    ),
    (
        {"iam": {"permissions_boundary": "TeamBoundary"}},
        [
            ":8: iam.permissions_boundary: 'TeamBoundary' is not the ARN of an IAM policy; "
            "write one like arn:aws:iam::111122223333:policy/TeamBoundary"
        ],
    ),
    # add-ons
    (
        {"add_ons": {"coredns": {"version": "1.11"}}},
        [
            ":9: add_ons.coredns.version: '1.11' is not an add-on version; "
            "write default, most_recent or one like v1.20.1-eksbuild.1"
        ],
    ),
    # node groups
    (
        {"node_groups": {}},
        [":3: node_groups: holds 0; at least 1 wanted"],
    ),
    (
        {"node_groups": {"8xh100": GROUP, "system": GROUP}},
        [
            ":4: node_groups.8xh100: '8xh100' is not a node group name; use 1 to 63 letters, "
            "digits, '-' and '_', beginning with a letter, because it becomes a Terraform address"
        ],
    ),
    (
        {"node_groups": {"system": {}}},
        [
            ":4: node_groups.system.instance_types: is missing; "
            "add it, for example instance_types: [m7i.large]"
        ],
    ),
    (
        group(instance_types=["g6.8xlrge"]),
        [
            ":6: node_groups.system.instance_types[0]: no instance type 'g6.8xlrge' in the "
            "catalog; "
            "did you mean 'g6.8xlarge'? if it is newer than the catalog, describe it in hardware"
        ],
    ),
    (
        group(instance_types=["f2.6xlarge"]),
        [
            ":6: node_groups.system.instance_types[0]: 'f2.6xlarge' has a device that EKS has no "
            "AMI for; use an NVIDIA or Neuron type"
        ],
    ),
    (
        group(instance_types=["m7i.large", "m7i.large"]),
        [":5: node_groups.system.instance_types: 'm7i.large' stands twice; name it once"],
    ),
    (
        group(instance_types=["m7i.large", "m7g.large"]),
        [
            ":5: node_groups.system.instance_types: m7i.large (x86_64, no accelerator) and "
            "m7g.large "
            "(arm64, no accelerator) need different AMIs; make a node group of each kind"
        ],
    ),
    (
        group(instance_types=["g6.8xlarge"], ami_type="AL2023_x86_64_STANDARD"),
        [
            ":7: node_groups.system.ami_type: ami_type AL2023_x86_64_STANDARD does not run on "
            "g6.8xlarge (x86_64, nvidia); remove ami_type, or write 'AL2023_x86_64_NVIDIA'"
        ],
    ),
    (
        group(ami_type="AL2_x86_64"),
        [
            ":7: node_groups.system.ami_type: EKS makes no AMIs of Amazon Linux 2 any more, as "
            "AL2_x86_64 is; write AL2023_x86_64_STANDARD"
        ],
    ),
    (
        group(ami_release_version="latest"),
        [
            ":7: node_groups.system.ami_release_version: 'latest' is not an AMI release version; "
            "write one like 1.35.0-20261101 (Amazon Linux) or 1.50.0-3c1d8a2f (Bottlerocket)"
        ],
    ),
    (
        group(scaling={"min": 5, "desired": 2, "max": 3}),
        [
            ":9: node_groups.system.scaling.desired: min 5, desired 2 and max 3 are out of order; "
            "write min <= desired <= max"
        ],
    ),
    (
        group(scaling={"min": 2, "max": 1}),
        [
            ":7: node_groups.system.scaling.desired: min 2, desired 2 and max 1 are out of order; "
            "write min <= desired <= max"
        ],
    ),
    (
        group(scaling={"min": -1}),
        [
            ":8: node_groups.system.scaling.min: -1 is too small; write 0 or more",
        ],
    ),
    (
        group(scaling={"min": "2"}),
        [
            ":8: node_groups.system.scaling.min: a whole number is wanted here, without quotes "
            "(got '2')",
        ],
    ),
    (
        group(scaling={"min": 1, "desired": 2, "max": 3.5}),
        [":10: node_groups.system.scaling.max: a whole number is wanted here (got 3.5)"],
    ),
    (
        group(scaling={"min": 1, "desired": True, "max": 3}),
        [":9: node_groups.system.scaling.desired: a whole number is wanted here (got true)"],
    ),
    (
        group(labels={"-x": "1"}),
        [
            ":8: node_groups.system.labels.-x: '-x' is not a key: '-x' must be 1 to 63 letters, "
            "digits, '-', '_' and '.', beginning and ending with a letter or a digit"
        ],
    ),
    (
        group(labels={"Example.com/x": "1"}),
        [
            ":8: node_groups.system.labels.Example.com/x: 'Example.com/x' is not a key: "
            "'Example.com' before the '/' must be a lower-case DNS name, as in example.com/team"
        ],
    ),
    (
        group(labels={"node-role.kubernetes.io/gpu": "true"}),
        [
            ":8: node_groups.system.labels.node-role.kubernetes.io/gpu: "
            "'node-role.kubernetes.io/gpu' is Kubernetes's own to set; "
            "use a prefix of yours, as in example.com/gpu"
        ],
    ),
    (
        group(labels={"eks.amazonaws.com/nodegroup": "x"}),
        [
            ":8: node_groups.system.labels.eks.amazonaws.com/nodegroup: "
            "'eks.amazonaws.com/nodegroup' is EKS's own to set; "
            "use a prefix of yours, as in example.com/nodegroup"
        ],
    ),
    (
        group(labels={"team": "a b"}),
        [
            ":8: node_groups.system.labels.team: 'a b' is not a value: use up to 63 letters, "
            "digits, "
            "'-', '_' and '.', beginning and ending with a letter or a digit, or nothing at all"
        ],
    ),
    (
        group(labels={"team": True}),
        [":8: node_groups.system.labels.team: text is wanted here; put it in quotes (got true)"],
    ),
    (
        group(taints=[{"key": "a", "effect": "NO_SCHEDULE"}]),
        [
            ":9: node_groups.system.taints[0].effect: 'NO_SCHEDULE' is not one of NoSchedule, "
            "PreferNoSchedule, NoExecute; did you mean NoSchedule?"
        ],
    ),
    (
        group(taints=[{"key": "a", "effect": "PreferNoSchedule"}] * 2),
        [
            ":7: node_groups.system.taints: 'a' stands twice with effect PreferNoSchedule; "
            "Kubernetes keeps one value for the two: remove one"
        ],
    ),
    (
        group(taints=[{"key": f"a{index}", "effect": "PreferNoSchedule"} for index in range(51)]),
        [":7: node_groups.system.taints: holds 51; at most 50 allowed"],
    ),
    (
        group(volume={"size_gib": 20_000}),
        [":8: node_groups.system.volume.size_gib: 20000 is too large; write 16384 or less"],
    ),
    (
        group(volume={"size_gib": 20, "iops": 16_000}),
        [
            ":9: node_groups.system.volume.iops: 16000 iops are too many for 20 GiB; gp3 has at "
            "most 500 for each GiB: write iops: 10000 or less"
        ],
    ),
    (
        group(volume={"throughput_mibps": 1000}),
        [
            ":8: node_groups.system.volume.throughput_mibps: 1000 MiB/s are too many for "
            "3000 iops; "
            "gp3 needs 4 for each MiB/s: write iops: 4000 or more"
        ],
    ),
    (
        group(volume={"kms_key_arn": "alias/nodes"}),
        [
            ":8: node_groups.system.volume.kms_key_arn: 'alias/nodes' is not the ARN of a KMS key "
            "(an alias will not do); write one like arn:aws:kms:us-west-2:111122223333:key/"
            "1234abcd-12ab-34cd-56ef-1234567890ab"
        ],
    ),
    (
        group(capacity={"type": "Spot"}),
        [
            ":8: node_groups.system.capacity.type: 'Spot' is not one of on_demand, spot, "
            "reservation, capacity_block; "
            "did you mean spot?"
        ],
    ),
    (
        group(update={"max_unavailable": 1, "max_unavailable_percentage": 10}),
        [
            ":9: node_groups.system.update.max_unavailable_percentage: give max_unavailable or "
            "max_unavailable_percentage, and not both"
        ],
    ),
    # state
    (
        {"state": {"backend": "s3"}},
        [":8: state.backend: backend is s3 without a bucket; add bucket: <name of the bucket>"],
    ),
    (
        {"state": {"bucket": "a-bucket"}},
        [
            ":8: state.bucket: bucket means nothing with backend local; "
            "remove it or write backend: s3"
        ],
    ),
    (
        {"state": {"backend": "s3", "bucket": "My_Bucket"}},
        [
            ":9: state.bucket: 'My_Bucket' is not an S3 bucket name; "
            "use 3 to 63 lower-case letters, digits, '.' and '-'"
        ],
    ),
    (
        {"state": {"backend": "s3", "bucket": "a-bucket", "key_prefix": "/x/"}},
        [
            ":10: state.key_prefix: '/x/' is not a key prefix; use letters, digits, '_', '.', '-' "
            "and '/' between them, and no part '.' or '..', as in platform/trainyard"
        ],
    ),
    (
        {"state": {"backend": "s3", "bucket": "a-bucket", "key_prefix": "a/../b"}},
        [
            ":10: state.key_prefix: 'a/../b' is not a key prefix; use letters, digits, '_', '.', "
            "'-' and '/' between them, and no part '.' or '..', as in platform/trainyard"
        ],
    ),
    # tags
    (
        {"tags": {"AWS:x": "y"}},
        [":8: tags.AWS:x: 'AWS:x' begins with 'aws:', which is AWS's own; use another prefix"],
    ),
    ({"tags": {"Name": "y"}}, [":8: tags.Name: 'Name' is set by Trainyard; use another key"]),
    (
        {"tags": {"Owner": "a#b"}},
        [
            ":8: tags.Owner: 'a#b' is not a tag's value; use up to 256 letters, digits, spaces "
            "and . : / = + @ - _"
        ],
    ),
    (
        {"tags": {"": "x"}},
        [
            ":8: tags.\"\": '' is not a tag key; use 1 to 128 letters, digits, spaces "
            "and . : / = + @ - _"
        ],
    ),
    (
        {"tags": {"Team": "a", "team": "b"}},
        [":9: tags.team: 'team' and 'Team' are one key to IAM, whose roles get them; rename one"],
    ),
    (
        {"tags": {"Team": "a\nb"}},
        [
            r":8: tags.Team: 'a\nb' is not a tag's value; use up to 256 letters, digits, spaces "
            "and . : / = + @ - _"
        ],
    ),
    (
        {"tags": {"Trainyard/Cluster": "x"}},
        [":8: tags.Trainyard/Cluster: 'Trainyard/Cluster' is set by Trainyard; use another key"],
    ),
    (
        {"tags": {f"k{number}": "v" for number in range(41)}},
        [":7: tags: 41 tags; write at most 40: AWS allows 50, and some are added"],
    ),
    # wrong kinds of value
    (
        {"network": []},
        [":7: network: keys and values are wanted here, as in {key: value} (got [])"],
    ),
    (
        group(instance_types="m7i.large"),
        [
            ":5: node_groups.system.instance_types: a list is wanted here, as in [one, two] "
            "(got 'm7i.large')"
        ],
    ),
]


def label(case: tuple[dict[str, Any], list[str]]) -> str:
    """Name a case after what is said first."""
    return case[1][0].partition(": ")[2][:60]


@pytest.mark.parametrize(("sections", "expected"), CASES, ids=map(label, CASES))
def test_what_is_wrong_is_said_with_the_way_out(
    tmp_path: Path, sections: dict[str, Any], expected: list[str]
) -> None:
    assert refusals(tmp_path, text(**sections)) == expected


@pytest.mark.parametrize("key", ["name", "region", "node_groups"])
def test_what_is_missing_is_said_with_an_example(tmp_path: Path, key: str) -> None:
    sections = {name: value for name, value in RIGHT.items() if name != key}
    [line] = refusals(tmp_path, text(**{key: 0}).replace(f"{key}: 0\n", ""))
    assert line.startswith(f":1: {key}: is missing; add it, for example {key}: ")
    assert key not in sections
