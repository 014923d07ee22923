"""An EKS managed node group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cdktf import ITerraformDependable, TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.eks_node_group import (
    EksNodeGroup,
    EksNodeGroupLaunchTemplate,
    EksNodeGroupNodeRepairConfig,
    EksNodeGroupScalingConfig,
    EksNodeGroupTaint,
    EksNodeGroupUpdateConfig,
)
from constructs import Construct

from modules.node_groups.launch_template import NodeLaunchTemplate, NodeLaunchTemplateProps
from modules.refs import ClusterRef


@dataclass(frozen=True, slots=True, kw_only=True)
class ScalingProps:
    """How many nodes a group has.

    Attributes:
        min_nodes: Fewest nodes.
        desired_nodes: Nodes to run.
        max_nodes: Most nodes.
        desired_is_external: Whether an autoscaler sets the desired size once the group exists;
            Terraform then sets it at creation only.
    """

    min_nodes: int
    desired_nodes: int
    max_nodes: int
    desired_is_external: bool


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
class NodeGroupProps:
    """Inputs of `NodeGroup`. Ids, ARNs and the cluster may be tokens.

    Attributes:
        cluster: Cluster the nodes join.
        name: Name of the group.
        node_role_arn: Role of the nodes.
        subnet_ids: Subnets of the nodes.
        subnets_are_pinned: Whether a change of the subnets replaces the group. A group in whatever
            zones the network has keeps those it was made in.
        instance_types: Instance types, preferred first.
        capacity_type: ``ON_DEMAND`` or ``SPOT``.
        ami_type: EKS AMI type, for example ``AL2023_x86_64_NVIDIA``.
        ami_release_version: AMI release to stay on; None for the newest when nodes are next rolled.
        scaling: How many nodes.
        labels: Kubernetes labels of the nodes.
        taints: Taints of the nodes.
        max_unavailable: Nodes that an update may take down at once.
        max_unavailable_percentage: The same as a share of the group; one of the two is None.
        node_repair: Whether EKS replaces nodes that report themselves broken.
        launch_template: How EC2 launches a node.
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
    node_repair: bool = True
    launch_template: NodeLaunchTemplateProps
    after: Sequence[ITerraformDependable] = ()


class NodeGroup(Construct):
    """A managed node group and the launch template that is its alone."""

    #: The node group itself, for outputs and for others to wait for.
    node_group: EksNodeGroup

    def __init__(self, scope: Construct, id_: str, props: NodeGroupProps) -> None:
        """Build the launch template, then the group."""
        super().__init__(scope, id_)
        template = NodeLaunchTemplate(self, "launch-template", props.launch_template)
        self.node_group = EksNodeGroup(
            self,
            "eks-node-group",
            cluster_name=props.cluster.name,
            node_group_name=props.name,
            node_role_arn=props.node_role_arn,
            subnet_ids=list(props.subnet_ids),
            instance_types=list(props.instance_types),
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
            node_repair_config=EksNodeGroupNodeRepairConfig(enabled=props.node_repair),
            launch_template=EksNodeGroupLaunchTemplate(
                id=template.template_id, version=template.version
            ),
            lifecycle=_lifecycle(props),
            depends_on=list(props.after),
        )


def _lifecycle(props: NodeGroupProps) -> TerraformResourceLifecycle | None:
    """List what Terraform sets at creation and leaves alone afterwards."""
    ignored = []
    if props.scaling.desired_is_external:
        ignored.append("scaling_config[0].desired_size")
    # EKS cannot move a group between subnets: without this, a new zone would replace every group.
    if not props.subnets_are_pinned:
        ignored.append("subnet_ids")
    return TerraformResourceLifecycle(ignore_changes=ignored) if ignored else None
