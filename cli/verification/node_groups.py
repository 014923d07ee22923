"""Node groups and how their nodes are launched."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cli.verification.check import Aws, Check
from modules.config import ClusterConfig, NodeGroupConfig
from modules.config.derived.nodes import nodes_of
from modules.planning.nodes.node import Node
from modules.planning.nodes.taints import eks_effect


def check_node_groups(cluster: ClusterConfig, aws: Aws) -> Iterator[Check]:
    """Check that there are the node groups of the file, and each of them."""
    eks, ec2 = aws.client("eks"), aws.client("ec2")
    names = eks.list_nodegroups(clusterName=cluster.name)["nodegroups"]
    yield Check(subject="node groups", expected=sorted(cluster.node_groups), actual=sorted(names))
    nodes = nodes_of(cluster)
    for name, config in cluster.node_groups.items():
        answer = eks.describe_nodegroup(clusterName=cluster.name, nodegroupName=name)
        group = answer["nodegroup"]
        rows = (
            *_capacity(config, group),
            *_scheduling(config, nodes[name], group),
            ("Kubernetes version", cluster.kubernetes_version, group["version"]),
            _zones(cluster, config, ec2.describe_subnets(SubnetIds=group["subnets"])["Subnets"]),
            *_launch(config, ec2, group["launchTemplate"], _volumes_key(cluster, config, aws)),
        )
        for subject, expected, actual in rows:
            yield Check(subject=f"node group {name}: {subject}", expected=expected, actual=actual)


_Row = tuple[str, object, object]


def _capacity(config: NodeGroupConfig, group: Mapping[str, Any]) -> Iterator[_Row]:
    scaling = config.scaling
    yield "status", "ACTIVE", group["status"]
    is_block = config.capacity.type == "capacity_block"
    yield "instance types", [] if is_block else config.instance_types, group["instanceTypes"]
    yield "AMI type", config.resolved_ami_type, group["amiType"]
    capacity_type = config.capacity.type.upper().replace("RESERVATION", "ON_DEMAND")
    yield "capacity", capacity_type, group["capacityType"]
    yield (
        "scaling",
        {"minSize": scaling.min, "desiredSize": scaling.desired, "maxSize": scaling.max},
        group["scalingConfig"],
    )


def _scheduling(config: NodeGroupConfig, node: Node, group: Mapping[str, Any]) -> Iterator[_Row]:
    yield "labels", node.labels, group["labels"]
    yield (
        "taints",
        sorted((taint.key, taint.value, eks_effect(taint.effect)) for taint in node.taints),
        sorted((t["key"], t.get("value", ""), t["effect"]) for t in group["taints"]),
    )
    update = config.update.model_dump(exclude_none=True, exclude={"strategy", "force"})
    yield (
        "nodes an update takes down at once",
        {_camel_case(key): value for key, value in update.items()},
        group["updateConfig"],
    )
    yield "node repair", config.node_repair.enabled, group["nodeRepairConfig"]["enabled"]


def _volumes_key(cluster: ClusterConfig, config: NodeGroupConfig, aws: Aws) -> str | None:
    """Give the id of the key that encrypts a group's volumes; None for the account's own."""
    if config.volume.kms_key_arn is not None:
        return config.volume.kms_key_arn.rpartition("/")[2]
    if cluster.encryption.volumes == "aws":
        return None
    use = "secrets" if cluster.encryption.keys == "shared" else "volumes"
    aliases = aws.client("kms").get_paginator("list_aliases").paginate().build_full_result()
    return next(
        str(alias["TargetKeyId"])
        for alias in aliases["Aliases"]
        if alias["AliasName"] == f"alias/{cluster.name}-{use}"
    )


def _launch(
    config: NodeGroupConfig, ec2: Any, reference: Mapping[str, str], volumes_key: str | None
) -> Iterator[_Row]:
    answer = ec2.describe_launch_template_versions(
        LaunchTemplateId=reference["id"], Versions=[reference["version"]]
    )
    data = answer["LaunchTemplateVersions"][0]["LaunchTemplateData"]
    metadata = data["MetadataOptions"]
    yield (
        "instance metadata: tokens, hops",
        ("required", config.imds_hop_limit),
        (metadata["HttpTokens"], metadata["HttpPutResponseHopLimit"]),
    )
    monitoring = data.get("Monitoring", {}).get("Enabled", False)
    yield "detailed monitoring", config.detailed_monitoring, monitoring
    volumes = [mapping["Ebs"] for mapping in data["BlockDeviceMappings"]]
    yield "volumes are encrypted", [True] * len(volumes), [v["Encrypted"] for v in volumes]
    yield (
        "key of the volumes",
        {volumes_key},
        {v["KmsKeyId"].rpartition("/")[2] if v.get("KmsKeyId") else None for v in volumes},
    )
    volume = volumes[-1]
    yield (
        "volume: GiB, IOPS, MiB/s",
        (config.volume.size_gib, config.volume.iops, config.volume.throughput_mibps),
        (volume["VolumeSize"], volume["Iops"], volume["Throughput"]),
    )


def _zones(
    cluster: ClusterConfig, config: NodeGroupConfig, subnets: Sequence[Mapping[str, Any]]
) -> _Row:
    zones = sorted(subnet["AvailabilityZone"] for subnet in subnets)
    if config.availability_zone is not None:
        return "zone", [config.availability_zone], zones
    # A group stays in the zones there were when it was made.
    return "zones that are not the cluster's", [], [z for z in zones if z not in cluster.zones]


def _camel_case(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
