"""Inputs of a cluster's node groups."""

from collections.abc import Sequence

from cdktf import ITerraformDependable

from modules.catalog.ami_types import AmiTypeFacts, ami_type_facts
from modules.config import ClusterConfig, NodeGroupConfig, VolumeConfig
from modules.node_groups.launch_template import NodeLaunchTemplateProps, VolumeProps
from modules.node_groups.node_group import NodeGroupProps, ScalingProps, TaintProps
from modules.planning.taints import eks_effect
from modules.refs import ClusterRef, NetworkRef
from stacks.settings import cluster_tags


def node_group_props(
    cluster: ClusterConfig,
    name: str,
    *,
    cluster_ref: ClusterRef,
    network: NetworkRef,
    node_role_arn: str,
    after: Sequence[ITerraformDependable],
) -> NodeGroupProps:
    """Describe one node group."""
    group = cluster.node_groups[name]
    return NodeGroupProps(
        cluster=cluster_ref,
        name=name,
        node_role_arn=node_role_arn,
        subnet_ids=_subnet_ids(group, network),
        subnets_are_pinned=group.availability_zone is not None,
        instance_types=group.instance_types,
        capacity_type=group.capacity.type.upper(),
        ami_type=group.resolved_ami_type,
        ami_release_version=group.ami_release_version,
        scaling=ScalingProps(
            min_nodes=group.scaling.min,
            desired_nodes=group.scaling.desired,
            max_nodes=group.scaling.max,
            desired_is_external=group.scaling.owner == "autoscaler",
        ),
        labels=group.labels,
        taints=_taints(group),
        max_unavailable=group.update.max_unavailable,
        max_unavailable_percentage=group.update.max_unavailable_percentage,
        node_repair=group.node_repair.enabled,
        launch_template=NodeLaunchTemplateProps(
            name=f"{cluster.name}-{name}",
            volumes=_volumes(group.volume, ami_type_facts(group.resolved_ami_type)),
            tags=cluster_tags(cluster),
        ),
        after=after,
    )


def _subnet_ids(group: NodeGroupConfig, network: NetworkRef) -> Sequence[str]:
    if group.availability_zone is not None:
        return [network.private_subnet_ids[group.availability_zone]]
    return list(network.private_subnet_ids.values())


def _taints(group: NodeGroupConfig) -> Sequence[TaintProps]:
    taints = [
        TaintProps(key=taint.key, value=taint.value, effect=eks_effect(taint.effect))
        for taint in group.taints
    ]
    # A set to EKS: the order in the file must not show up in a plan.
    return sorted(taints, key=lambda taint: (taint.key, taint.effect, taint.value))


def _volumes(volume: VolumeConfig, ami: AmiTypeFacts) -> Sequence[VolumeProps]:
    """Give the volume of the file to where containers live, and encrypt the other as well."""
    sized = VolumeProps(
        device_name=ami.data_device or ami.root_device,
        size_gib=volume.size_gib,
        iops=volume.iops,
        throughput_mibps=volume.throughput_mibps,
        kms_key_arn=volume.kms_key_arn,
    )
    if ami.data_device is None:
        return [sized]
    root = VolumeProps(
        device_name=ami.root_device,
        size_gib=None,
        iops=None,
        throughput_mibps=None,
        kms_key_arn=volume.kms_key_arn,
    )
    return [root, sized]
