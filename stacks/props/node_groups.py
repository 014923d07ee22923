"""Inputs of a cluster's node groups."""

from collections.abc import Sequence

from cdktf import ITerraformDependable

from modules.catalog.ami_types import AmiTypeFacts
from modules.config import CapacityConfig, ClusterConfig, NodeGroupConfig, VolumeConfig
from modules.config.derived.add_ons import cni_of
from modules.config.derived.nodes import node_of, user_data
from modules.config.derived.tags import cluster_tags
from modules.config.derived.updates import starts_new_nodes_first, timeouts_of
from modules.node_groups.efa_security_group import EfaSecurityGroup
from modules.node_groups.launch_template import (
    NodeLaunchTemplateProps,
    ReservationProps,
    VolumeProps,
)
from modules.node_groups.node_group import (
    NodeGroupProps,
    NodeRepairProps,
    RepairOverrideProps,
    ScheduledStartProps,
    TaintProps,
)
from modules.node_groups.scaling import ScalingProps
from modules.planning.names import launch_template_name
from modules.planning.nodes.autoscaler_tags import autoscaler_tags
from modules.planning.nodes.node import Node
from modules.planning.nodes.taints import eks_effect
from modules.refs import ClusterRef, NetworkRef

_UTC = "%Y-%m-%dT%H:%M:%SZ"


def node_group_props(
    cluster: ClusterConfig,
    name: str,
    *,
    cluster_ref: ClusterRef,
    network: NetworkRef,
    node_role_arn: str,
    efa_security_group: EfaSecurityGroup | None,
    volumes_key_arn: str | None,
    after: Sequence[ITerraformDependable],
) -> NodeGroupProps:
    """Describe one node group."""
    group = cluster.node_groups[name]
    node = node_of(group, cni_of(cluster))
    is_block = group.capacity.type == "capacity_block"
    is_autoscaled = group.scaling.owner == "autoscaler"
    efa = efa_security_group if node.interfaces else None
    return NodeGroupProps(
        cluster=cluster_ref,
        name=name,
        node_role_arn=node_role_arn,
        subnet_ids=_subnet_ids(group, network),
        subnets_are_pinned=group.availability_zone is not None,
        # The launch template of a capacity block names the type.
        instance_types=[] if is_block else group.instance_types,
        capacity_type=_capacity_type(group.capacity),
        ami_type=group.resolved_ami_type,
        ami_release_version=group.ami_release_version,
        scaling=ScalingProps(
            min_nodes=group.scaling.min,
            desired_nodes=group.scaling.desired,
            max_nodes=group.scaling.max,
            desired_is_external=is_autoscaled,
        ),
        labels=node.labels,
        taints=_taints(node),
        max_unavailable=group.update.max_unavailable,
        max_unavailable_percentage=group.update.max_unavailable_percentage,
        update_strategy=None if starts_new_nodes_first(group) else "MINIMAL",
        forces_updates=group.update.force,
        timeouts=timeouts_of(group),
        node_repair=_node_repair(group),
        launch_template=_launch_template(
            cluster,
            name,
            node,
            security_group_ids=_security_group_ids(cluster_ref, efa),
            volumes_key_arn=volumes_key_arn,
        ),
        placement_group_name=(
            launch_template_name(cluster.name, name) if group.makes_placement_group else None
        ),
        autoscaling_tags=autoscaler_tags(node, group=name) if is_autoscaled else {},
        scheduled_start=_scheduled_start(group.capacity),
        after=[*after, *(efa.rules if efa is not None else ())],
    )


def _security_group_ids(cluster: ClusterRef, efa: EfaSecurityGroup | None) -> Sequence[str]:
    """Name the groups of every interface; none where EKS gives a node the cluster's by itself."""
    return [] if efa is None else [cluster.security_group_id, efa.security_group_id]


def _launch_template(
    cluster: ClusterConfig,
    name: str,
    node: Node,
    *,
    security_group_ids: Sequence[str],
    volumes_key_arn: str | None,
) -> NodeLaunchTemplateProps:
    group = cluster.node_groups[name]
    is_block = group.capacity.type == "capacity_block"
    return NodeLaunchTemplateProps(
        name=launch_template_name(cluster.name, name),
        volumes=_volumes(group.volume, group.ami, volumes_key_arn),
        tags=cluster_tags(cluster),
        interfaces=node.interfaces,
        security_group_ids=security_group_ids,
        placement_group=group.named_placement_group,
        reservation=_reservation(group.capacity),
        capacity_block_instance_type=group.instance_types[0] if is_block else None,
        user_data=user_data(group, node),
        imds_hop_limit=group.imds_hop_limit,
        monitors_in_detail=group.detailed_monitoring,
    )


def _subnet_ids(group: NodeGroupConfig, network: NetworkRef) -> Sequence[str]:
    if group.availability_zone is not None:
        in_one = {**network.private_subnet_ids, **network.local_zone_subnet_ids}
        return [in_one[group.availability_zone]]
    return list(network.private_subnet_ids.values())


def _capacity_type(capacity: CapacityConfig) -> str:
    # To EKS, reserved on-demand capacity is on-demand; the launch template says which.
    return "ON_DEMAND" if capacity.type == "reservation" else capacity.type.upper()


def _reservation(capacity: CapacityConfig) -> ReservationProps | None:
    if not capacity.is_reserved:
        return None
    return ReservationProps(
        reservation_id=capacity.reservation_id,
        resource_group_arn=capacity.resource_group_arn,
        preference=capacity.preference,
    )


def _scheduled_start(capacity: CapacityConfig) -> ScheduledStartProps | None:
    start = capacity.scheduled_start
    if start is None:
        return None
    return ScheduledStartProps(start_time=start.at.strftime(_UTC), desired_nodes=start.desired)


def _taints(node: Node) -> Sequence[TaintProps]:
    taints = [
        TaintProps(key=taint.key, value=taint.value, effect=eks_effect(taint.effect))
        for taint in node.taints
    ]
    # A set to EKS: the order in the file must not show up in a plan.
    return sorted(taints, key=lambda taint: (taint.key, taint.effect, taint.value))


def _node_repair(group: NodeGroupConfig) -> NodeRepairProps:
    repair = group.node_repair
    return NodeRepairProps(
        enabled=repair.enabled,
        unhealthy_threshold_count=repair.max_unhealthy_node_threshold_count,
        unhealthy_threshold_percentage=repair.max_unhealthy_node_threshold_percentage,
        parallel_count=repair.max_parallel_nodes_repaired_count,
        parallel_percentage=repair.max_parallel_nodes_repaired_percentage,
        overrides=[
            RepairOverrideProps(
                node_monitoring_condition=override.node_monitoring_condition,
                node_unhealthy_reason=override.node_unhealthy_reason,
                min_repair_wait_time_mins=override.min_repair_wait_time_mins,
                repair_action=override.repair_action,
            )
            for override in repair.overrides
        ],
    )


def _volumes(
    volume: VolumeConfig, ami: AmiTypeFacts, volumes_key_arn: str | None
) -> Sequence[VolumeProps]:
    """Give the volume of the file to where containers live, and encrypt the other as well."""
    key_arn = volumes_key_arn if volume.kms_key_arn is None else volume.kms_key_arn
    sized = VolumeProps(
        device_name=ami.data_device or ami.root_device,
        size_gib=volume.size_gib,
        iops=volume.iops,
        throughput_mibps=volume.throughput_mibps,
        kms_key_arn=key_arn,
    )
    if ami.data_device is None:
        return [sized]
    root = VolumeProps(
        device_name=ami.root_device,
        size_gib=None,
        iops=None,
        throughput_mibps=None,
        kms_key_arn=key_arn,
    )
    return [root, sized]
