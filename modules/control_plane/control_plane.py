"""An EKS control plane."""

from collections.abc import Sequence
from dataclasses import dataclass

from cdktf import ITerraformDependable, TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.eks_cluster import (
    EksCluster,
    EksClusterAccessConfig,
    EksClusterControlPlaneScalingConfig,
    EksClusterEncryptionConfig,
    EksClusterEncryptionConfigProvider,
    EksClusterKubernetesNetworkConfig,
    EksClusterUpgradePolicy,
    EksClusterVpcConfig,
    EksClusterZonalShiftConfig,
)
from constructs import Construct

from modules.refs import ClusterRef

#: Source: https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html
_ALL_LOG_TYPES = ("api", "audit", "authenticator", "controllerManager", "scheduler")


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlPlaneProps:
    """Inputs of `ControlPlane`. Any ``str`` may be a token.

    Attributes:
        name: Name of the cluster.
        kubernetes_version: Minor version, for example ``1.35``.
        role_arn: Role the control plane works with.
        subnet_ids: Subnets of the control plane's network interfaces, in two zones or more.
        keeps_subnets: Whether the cluster stays in the subnets it was made in, whatever is given
            later.
        service_cidr: IPv4 block of Kubernetes services.
        public_access_cidrs: Blocks that reach the API server from the internet; none for a
            private endpoint only.
        cluster_creator_admin: Whether whoever applies becomes a cluster administrator.
        secrets_key_arn: Key that encrypts Kubernetes secrets.
        log_group_name: Log group EKS writes to; EKS fixes the name.
        log_retention_days: How long control plane logs are kept.
        logs_key_arn: Key that encrypts the logs; its policy must let CloudWatch Logs use it.
        support_type: ``EXTENDED`` or ``STANDARD``.
        zonal_shift: Whether Route 53 ARC may move traffic away from a zone.
        deletion_protection: Whether EKS refuses to delete the cluster; None leaves it unset, for
            older releases of the AWS provider.
        tier: Provisioned control plane tier, for example ``tier-xl``; None leaves it unset.
        after: What must outlive the cluster, such as the role's policies.
    """

    name: str
    kubernetes_version: str
    role_arn: str
    subnet_ids: Sequence[str]
    keeps_subnets: bool
    service_cidr: str
    public_access_cidrs: Sequence[str]
    cluster_creator_admin: bool
    secrets_key_arn: str
    log_group_name: str
    log_retention_days: int
    logs_key_arn: str
    support_type: str
    zonal_shift: bool
    deletion_protection: bool | None = None
    tier: str | None = None
    after: Sequence[ITerraformDependable] = ()


class ControlPlane(Construct):
    """An EKS cluster with its log group.

    Secrets are encrypted with the given key, every log type is kept, access is granted by access
    entries alone, and add-ons are installed by nobody but us.
    """

    #: What others need to know of the cluster.
    ref: ClusterRef
    #: The resource itself, for outputs.
    cluster: EksCluster

    def __init__(self, scope: Construct, id_: str, props: ControlPlaneProps) -> None:
        """Build the log group, then the cluster."""
        super().__init__(scope, id_)
        # Made first, or EKS makes it: unencrypted, and kept for ever.
        log_group = CloudwatchLogGroup(
            self,
            "cloudwatch-log-group",
            name=props.log_group_name,
            retention_in_days=props.log_retention_days,
            kms_key_id=props.logs_key_arn,
        )
        self.cluster = EksCluster(
            self,
            "eks-cluster",
            name=props.name,
            version=props.kubernetes_version,
            role_arn=props.role_arn,
            vpc_config=_vpc_config(props),
            kubernetes_network_config=EksClusterKubernetesNetworkConfig(
                service_ipv4_cidr=props.service_cidr
            ),
            encryption_config=EksClusterEncryptionConfig(
                provider=EksClusterEncryptionConfigProvider(key_arn=props.secrets_key_arn),
                resources=["secrets"],
            ),
            enabled_cluster_log_types=list(_ALL_LOG_TYPES),
            access_config=EksClusterAccessConfig(
                authentication_mode="API",
                bootstrap_cluster_creator_admin_permissions=props.cluster_creator_admin,
            ),
            bootstrap_self_managed_addons=False,
            upgrade_policy=EksClusterUpgradePolicy(support_type=props.support_type),
            zonal_shift_config=EksClusterZonalShiftConfig(enabled=props.zonal_shift),
            deletion_protection=props.deletion_protection,
            control_plane_scaling_config=(
                None if props.tier is None else EksClusterControlPlaneScalingConfig(tier=props.tier)
            ),
            lifecycle=_lifecycle(props),
            depends_on=[log_group, *props.after],
        )
        self.ref = ClusterRef(
            name=self.cluster.name,
            kubernetes_version=self.cluster.version,
            security_group_id=self.cluster.vpc_config.cluster_security_group_id,
        )


def _lifecycle(props: ControlPlaneProps) -> TerraformResourceLifecycle | None:
    """Leave the subnets alone where zones may have been added that EKS would refuse.

    It takes other subnets of the zones that a cluster was made in, and no other zones.
    Source: https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
    """
    if not props.keeps_subnets:
        return None
    return TerraformResourceLifecycle(ignore_changes=["vpc_config[0].subnet_ids"])


def _vpc_config(props: ControlPlaneProps) -> EksClusterVpcConfig:
    public = list(props.public_access_cidrs)
    return EksClusterVpcConfig(
        subnet_ids=list(props.subnet_ids),
        endpoint_private_access=True,
        endpoint_public_access=bool(public),
        public_access_cidrs=public or None,
    )
