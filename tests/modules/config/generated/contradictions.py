"""Things that do not go together, put into a right file."""

import copy
from collections.abc import Mapping
from random import Random
from typing import Any

import yaml

from modules.config import NodeGroupConfig
from tests.modules.config.generated.wrong import Mistake

#: In YAML: what does not go together; then where that is told, and with which words.
CONTRADICTIONS_OF_THE_SCHEMA = (
    ("network: {cidr: 10.0.0.0/16, existing: {vpc_id: vpc-0123456789abcdef0, private_subnets: "
     "{us-west-2a: subnet-0123456789abcdef0, us-west-2b: subnet-0123456789abcdef1}}}",
     "network.cidr", "cannot be given with existing"),
    ("network: {nat_gateways: none, single_nat_zone: us-west-2a}",
     "network.single_nat_zone", "nat_gateways is none"),
    ("network: {endpoints: [ssm]}", "network.endpoints", "endpoints are for private"),
    ("network: {private: true, nat_gateways: single}", "network.nat_gateways", "has no NAT"),
    ("network: {availability_zones: [us-west-2a, us-west-2a]}",
     "network.availability_zones[1]", "stands twice"),
    ("network: {availability_zones: [us-west-2a, us-east-1a]}",
     "network.availability_zones[1]", "'us-east-1a'"),
    ("access: {public_endpoint: true}", "access.public_endpoint", "without allowed_cidrs"),
    ("access: {allowed_cidrs: [8.8.8.0/24]}", "access.allowed_cidrs", "public_endpoint is false"),
    ("access: {public_endpoint: true, allowed_cidrs: [0.0.0.0/0]}",
     "access.allowed_cidrs", "lets the whole internet"),
    ("access: {public_endpoint: true, allowed_cidrs: [10.0.0.0/8]}",
     "access.allowed_cidrs[0]", "'10.0.0.0/8' lies in"),
    ("access: {admins: ['arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_A_0123/me']}",
     "access.admins[0]", "with its path"),
    ("access: {admins: ['arn:aws:iam::111122223333:role/AWSReservedSSO_A_0123']}",
     "access.admins[0]", "lacks its path"),
    ("state: {backend: s3, bucket: bbb, kms_key_arn: 'arn:aws:kms:eu-west-1:111122223333:key/1'}",
     "state.kms_key_arn", "the key is in eu-west-1"),
    ("state: {bucket: bbb}", "state.bucket", "means nothing with backend local"),
    ("state: {backend: s3}", "state.backend", "s3 without a bucket"),
    ("{kubernetes_version: '1.35', running_kubernetes_version: '1.33'}",
     "kubernetes_version", "upgrades one at a time"),
    ("add_ons: {core-dns: {}}", "add_ons.core-dns", "did you mean 'coredns'?"),
    ("add_ons: {coredns: {install: false}}", "add_ons.coredns.install", "cannot be left out"),
    ("add_ons: {metrics-server: {install: false, version: most_recent}}",
     "add_ons.metrics-server.install", "would have no effect"),
    ("{type: reservation, reservation_id: cr-01234567}", "availability_zone", "is in one zone"),
    ("{type: spot, reservation_id: cr-01234567}",
     "capacity.reservation_id", "does not go with type spot"),
    ("{type: reservation}", "capacity.type", "type reservation needs"),
    ("{type: capacity_block, reservation_id: cr-01234567}", "capacity.type", "does not sell"),
    ("{instance_types: [p5.48xlarge]}", "availability_zone", "over EFA"),
    ("{instance_types: [m7i.large, m7g.large]}", "instance_types", "need different AMIs"),
    ("{instance_types: [m7i.large, m7i.large]}", "instance_types", "stands twice"),
    ("{efa: true, availability_zone: us-west-2a}", "efa", "EFA"),
    ("{ami_type: AL2023_ARM_64_STANDARD}", "ami_type", "does not run on"),
    ("{ami_type: BOTTLEROCKET_x86_64, kubelet: {serializeImagePulls: false}}",
     "kubelet", "does not read kubelet"),
    ("{instance_store: raid0}", "instance_store", "has no NVMe instance store"),
    ("{taints: [{key: a, effect: NoSchedule}, {key: a, effect: NoSchedule}]}",
     "taints", "stands twice"),
    ("{update: {max_unavailable: 1, max_unavailable_percentage: 10}}",
     "update.max_unavailable_percentage", "and not both"),
    ("{node_repair: {max_parallel_nodes_repaired_count: 1, "
     "max_parallel_nodes_repaired_percentage: 10}}",
     "node_repair.max_parallel_nodes_repaired_percentage", "and not both"),
    ("{volume: {kms_key_arn: 'arn:aws:kms:eu-west-1:111122223333:key/1'}}",
     "volume.kms_key_arn", "the nodes are in us-west-2"),
    ("{labels: {eks.amazonaws.com/x: y}}", "labels.eks.amazonaws.com/x", "is EKS's own"),
    ("{labels: {x: ''}}", "labels.x", "is empty"),
)  # fmt: skip
#: Of these the JSON Schema knows nothing: they compare numbers, addresses, accounts, names of the
#: user's own and what two lists hold.
CONTRADICTIONS_OF_THE_LOADER = (
    ("network: {cidr: 172.20.0.0/16}", "network.service_cidr", "overlaps the VPC's"),
    ("network: {single_nat_zone: us-west-2d}", "network.single_nat_zone", "has no zone"),
    ("network: {existing: {vpc_id: vpc-0123456789abcdef0, private_subnets: {us-west-2a: "
     "subnet-0123456789abcdef0, us-west-2b: subnet-0123456789abcdef0}}}",
     "network.existing.private_subnets.us-west-2b", "a subnet is in one zone"),
    ("{name: a, network: {peers: [a]}}", "network.peers[0]", "is this cluster itself"),
    ("access: {admins: [&a 'arn:aws:iam::111122223333:role/A'], viewers: [*a]}",
     "access.viewers", "stands twice"),
    ("access: {admins: ['arn:aws-cn:iam::111122223333:role/A']}",
     "access.admins[0]", "is of the partition aws-cn"),
    ("{account_id: '111122223333', assume_role_arn: 'arn:aws:iam::444455556666:role/D'}",
     "assume_role_arn", "but account_id is"),
    ("{account_id: '111122223333', iam: {permissions_boundary: "
     "'arn:aws:iam::444455556666:policy/B'}}", "iam.permissions_boundary", "takes none of another"),
    ("tags: {Team: a, team: b}", "tags.team", "are one key to IAM"),
    ("add_ons: {kube-proxy: {version: v1.30.1-eksbuild.1}}",
     "add_ons.kube-proxy.version", "is for Kubernetes 1.30 alone"),
    ("{availability_zone: us-west-2d}", "availability_zone", "the network has no zone"),
    ("{update: {max_unavailable: 5}}", "update.max_unavailable", "5 nodes are more"),
    ("{scaling: {min: 3, desired: 2, max: 4}}", "scaling.desired", "are out of order"),
    ("{volume: {iops: 16000, size_gib: 20}}", "volume.iops", "are too many"),
    (f"{{name: {'c' * 70}, node_groups: {{{'g' * 60}: {{instance_types: [m7i.large]}}}}}}",
     f"node_groups.{'g' * 60}", "its launch template would be called"),
    ("node_groups: {system: {instance_types: [g6.8xlarge]}}", "node_groups", "would run nowhere"),
)  # fmt: skip
CONTRADICTIONS = CONTRADICTIONS_OF_THE_SCHEMA + CONTRADICTIONS_OF_THE_LOADER
_KEPT = ("name", "encryption", "control_plane", "tags", "format_version")


def contradiction(seed: int, right: Mapping[str, Any]) -> Mistake:
    """Put a contradiction into a right file; the same for the same seed."""
    random = Random(seed)  # noqa: S311
    what, where, words = random.choice(CONTRADICTIONS)
    of_a_group = "other" in (file := put_in(right, what))["node_groups"]
    return Mistake(what, file, f"node_groups.other.{where}" if of_a_group else where, (words,))


def put_in(right: Mapping[str, Any], what: str) -> dict[str, Any]:
    """Put what is written in YAML in a file in Oregon, or in a further node group there."""
    file = {key: copy.deepcopy(right[key]) for key in _KEPT if key in right}
    file |= {"name": file["name"][:60], "region": "us-west-2"}
    file["node_groups"] = {"system": {"instance_types": ["m7i.large"]}}
    asked = yaml.safe_load(what)
    if "type" in asked:
        asked = {"capacity": asked}
    if asked.keys() <= NodeGroupConfig.model_fields.keys():
        file["node_groups"]["other"] = {"instance_types": ["m7i.large"], **asked}
        return file
    return {**file, **asked}
