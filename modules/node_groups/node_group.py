"""An EKS managed node group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from cdktf import ITerraformDependable, TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.autoscaling_group_tag import (
    AutoscalingGroupTagA,
    AutoscalingGroupTagTag,
)
from cdktf_cdktf_provider_aws.autoscaling_schedule import AutoscalingSchedule
from cdktf_cdktf_provider_aws.eks_node_group import (
    EksNodeGroup,
    EksNodeGroupLaunchTemplate,
    EksNodeGroupNodeRepairConfig,
    EksNodeGroupNodeRepairConfigNodeRepairConfigOverrides,
    EksNodeGroupScalingConfig,
    EksNodeGroupTaint,
    EksNodeGroupTimeouts,
    EksNodeGroupUpdateConfig,
)
from cdktf_cdktf_provider_aws.launch_template import LaunchTemplate
from cdktf_cdktf_provider_aws.placement_group import PlacementGroup
from constructs import Construct

from modules.node_groups.launch_template import NodeLaunchTemplate, NodeLaunchTemplateProps
from modules.node_groups.scaling import ScalingProps, size_within_limits
from modules.node_groups.template_version import TemplateVersion, TemplateVersionProps
from modules.planning.names import autoscaling_tag_id
from modules.planning.nodes.timeouts import NodeGroupTimeouts
from modules.refs import ClusterRef

#: For a size that a scheduled action leaves alone.
#: Source: the provider's documentation of aws_autoscaling_schedule.
_UNCHANGED = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class TaintProps:
    """A taint in the EKS API's spelling.

    Attributes:
        key: Key of the taint.
        value: Value, or empty.
        effect: ``NO_SCHEDULE``, ``PREFER_NO_SCHEDULE`` or ``NO_EXECUTE``.
    """

    key: str
    value: str
    effect: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairOverrideProps:
    """What is done about one reason for which a node is unhealthy, in the EKS API's words.

    Attributes:
        node_monitoring_condition: Condition of the node.
        node_unhealthy_reason: Reason of the condition.
        min_repair_wait_time_mins: How long it must last, in minutes.
        repair_action: ``Replace``, ``Reboot`` or ``NoAction``.
    """

    node_monitoring_condition: str
    node_unhealthy_reason: str
    min_repair_wait_time_mins: int
    repair_action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeRepairProps:
    """What EKS does about nodes that report themselves broken.

    Attributes:
        enabled: Whether it repairs them.
        unhealthy_threshold_count: With more unhealthy nodes than this, it repairs none.
        unhealthy_threshold_percentage: The same, as a share of the group in percent.
        parallel_count: How many it repairs at once.
        parallel_percentage: The same, as a share of the unhealthy nodes in percent.
        overrides: What it does about single reasons.
    """

    enabled: bool = True
    unhealthy_threshold_count: int | None = None
    unhealthy_threshold_percentage: int | None = None
    parallel_count: int | None = None
    parallel_percentage: int | None = None
    overrides: Sequence[RepairOverrideProps] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledStartProps:
    """Nodes that are started once.

    Attributes:
        start_time: When, in UTC, as ``2027-01-31T11:30:00Z``.
        desired_nodes: How many nodes to run from then on.
    """

    start_time: str
    desired_nodes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeGroupProps:
    """Inputs of `NodeGroup`. Ids, ARNs and the cluster may be tokens.

    Attributes:
        cluster: Cluster the nodes join.
        name: Name of the group.
        node_role_arn: Role of the nodes.
        subnet_ids: Subnets of the nodes.
        subnets_are_pinned: Whether a change of the subnets replaces the group. A group in whatever
            zones the network has keeps those it was made in.
        instance_types: Instance types, preferred first; none with a capacity block, whose launch
            template names the type.
        capacity_type: ``ON_DEMAND``, ``SPOT`` or ``CAPACITY_BLOCK``.
        ami_type: EKS AMI type, for example ``AL2023_x86_64_NVIDIA``.
        ami_release_version: AMI release to stay on; None for the newest when nodes are next rolled.
        scaling: How many nodes.
        labels: Kubernetes labels of the nodes.
        taints: Taints of the nodes.
        max_unavailable: Nodes that an update may take down at once.
        max_unavailable_percentage: The same as a share of the group; one of the two is None.
        update_strategy: ``MINIMAL`` to take old nodes away before new ones start; None for EKS's
            own default.
        forces_updates: Whether an update ends pods that do not leave a node.
        timeouts: How long Terraform waits.
        node_repair: What EKS does about nodes that report themselves broken.
        launch_template: How EC2 launches a node.
        placement_group_name: Name of a cluster placement group to make for the nodes, or None.
        autoscaling_tags: Tags of the Auto Scaling group behind the node group.
        scheduled_start: When to start nodes, or None.
        after: What nodes need to become ready, and to be taken down in order.
    """

    cluster: ClusterRef
    name: str
    node_role_arn: str
    subnet_ids: Sequence[str]
    subnets_are_pinned: bool
    instance_types: Sequence[str]
    capacity_type: str
    ami_type: str
    ami_release_version: str | None
    scaling: ScalingProps
    labels: Mapping[str, str] = field(default_factory=dict)
    taints: Sequence[TaintProps] = ()
    max_unavailable: int | None = 1
    max_unavailable_percentage: int | None = None
    update_strategy: str | None = None
    forces_updates: bool = False
    timeouts: NodeGroupTimeouts = field(default_factory=NodeGroupTimeouts)
    node_repair: NodeRepairProps = NodeRepairProps()
    launch_template: NodeLaunchTemplateProps
    placement_group_name: str | None = None
    autoscaling_tags: Mapping[str, str] = field(default_factory=dict)
    scheduled_start: ScheduledStartProps | None = None
    after: Sequence[ITerraformDependable] = ()


class NodeGroup(Construct):
    """A managed node group, and what is its alone: launch template, placement group, schedule."""

    #: The node group itself, for outputs and for others to wait for.
    node_group: EksNodeGroup
    #: The placement group made for it, or None.
    placement_group: PlacementGroup | None

    def __init__(self, scope: Construct, id_: str, props: NodeGroupProps) -> None:
        """Build the launch template, then the group."""
        super().__init__(scope, id_)
        template = NodeLaunchTemplate(self, "launch-template", self._placed(props)).template
        version = TemplateVersion(self, "template-version", _template_version(template, props))
        self.node_group = EksNodeGroup(
            self,
            "eks-node-group",
            cluster_name=props.cluster.name,
            node_group_name=props.name,
            node_role_arn=props.node_role_arn,
            subnet_ids=list(props.subnet_ids),
            instance_types=list(props.instance_types) or None,
            capacity_type=props.capacity_type,
            ami_type=props.ami_type,
            version=props.cluster.kubernetes_version,
            release_version=props.ami_release_version,
            scaling_config=EksNodeGroupScalingConfig(
                min_size=props.scaling.min_nodes,
                desired_size=props.scaling.desired_nodes,
                max_size=props.scaling.max_nodes,
            ),
            labels=dict(props.labels) or None,
            taint=[
                EksNodeGroupTaint(key=taint.key, value=taint.value or None, effect=taint.effect)
                for taint in props.taints
            ]
            or None,
            update_config=EksNodeGroupUpdateConfig(
                max_unavailable=props.max_unavailable,
                max_unavailable_percentage=props.max_unavailable_percentage,
            ),
            force_update_version=props.forces_updates or None,
            timeouts=_timeouts(props.timeouts),
            node_repair_config=_node_repair(props.node_repair),
            launch_template=EksNodeGroupLaunchTemplate(id=template.id, version=version.version),
            lifecycle=_lifecycle(props),
            depends_on=list(props.after),
        )
        if props.update_strategy is not None:
            # Newer than the typed bindings.
            self.node_group.add_override("update_config.update_strategy", props.update_strategy)
        self._auto_scaling(props)

    def _placed(self, props: NodeGroupProps) -> NodeLaunchTemplateProps:
        """Make the placement group, if there is to be one, and put the nodes in it."""
        self.placement_group = None
        if props.placement_group_name is None:
            return props.launch_template
        self.placement_group = PlacementGroup(
            self,
            "placement-group",
            name=props.placement_group_name,
            strategy="cluster",
            # One that is taken away is destroyed last, when no node is in it any more.
            lifecycle=TerraformResourceLifecycle(create_before_destroy=True),
        )
        return replace(props.launch_template, placement_group=self.placement_group.name)

    def _auto_scaling(self, props: NodeGroupProps) -> None:
        """Set up what EKS leaves to others of the Auto Scaling group it makes."""
        if not props.autoscaling_tags and props.scheduled_start is None:
            return
        group_name = self.node_group.resources.get(0).autoscaling_groups.get(0).name
        for key, value in sorted(props.autoscaling_tags.items()):
            AutoscalingGroupTagA(
                self,
                autoscaling_tag_id(key),
                autoscaling_group_name=group_name,
                # The autoscaler reads the group; instances have no use for it.
                tag=AutoscalingGroupTagTag(key=key, value=value, propagate_at_launch=False),
            )
        if props.scheduled_start is not None:
            AutoscalingSchedule(
                self,
                "autoscaling-schedule",
                scheduled_action_name="start",
                autoscaling_group_name=group_name,
                start_time=props.scheduled_start.start_time,
                desired_capacity=props.scheduled_start.desired_nodes,
                min_size=_UNCHANGED,
                max_size=_UNCHANGED,
            )


def _template_version(template: LaunchTemplate, props: NodeGroupProps) -> TemplateVersionProps:
    also = {"kubernetes_version": props.cluster.kubernetes_version}
    if props.ami_release_version is not None:
        also["ami_release_version"] = props.ami_release_version
    return TemplateVersionProps(template=template, replaces_nodes_too=also)


def _lifecycle(props: NodeGroupProps) -> TerraformResourceLifecycle | None:
    """List what Terraform sets at creation and leaves alone afterwards."""
    ignored = []
    held_against = []
    if props.scaling.desired_is_external:
        ignored.append("scaling_config[0].desired_size")
        held_against.append(size_within_limits(props.name, props.cluster.name, props.scaling))
    # EKS cannot move a group between subnets: without this, a new zone would replace every group.
    if not props.subnets_are_pinned:
        ignored.append("subnet_ids")
    if not ignored:
        return None
    return TerraformResourceLifecycle(ignore_changes=ignored, postcondition=held_against or None)


def _timeouts(props: NodeGroupTimeouts) -> EksNodeGroupTimeouts | None:
    """Say what differs from what the provider waits by itself."""
    if props == NodeGroupTimeouts():
        return None
    return EksNodeGroupTimeouts(
        create=f"{props.create_minutes}m",
        update=f"{props.update_minutes}m",
        delete=f"{props.delete_minutes}m",
    )


def _node_repair(props: NodeRepairProps) -> EksNodeGroupNodeRepairConfig:
    return EksNodeGroupNodeRepairConfig(
        enabled=props.enabled,
        max_unhealthy_node_threshold_count=props.unhealthy_threshold_count,
        max_unhealthy_node_threshold_percentage=props.unhealthy_threshold_percentage,
        max_parallel_nodes_repaired_count=props.parallel_count,
        max_parallel_nodes_repaired_percentage=props.parallel_percentage,
        node_repair_config_overrides=[
            EksNodeGroupNodeRepairConfigNodeRepairConfigOverrides(
                node_monitoring_condition=override.node_monitoring_condition,
                node_unhealthy_reason=override.node_unhealthy_reason,
                min_repair_wait_time_mins=override.min_repair_wait_time_mins,
                repair_action=override.repair_action,
            )
            for override in props.overrides
        ]
        or None,
    )
