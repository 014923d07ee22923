"""Inputs of the control plane and its access entries."""

from collections.abc import Mapping, Sequence

from cdktf import ITerraformDependable

from modules.catalog.iam_policies import ADMIN_ACCESS_POLICY, VIEWER_ACCESS_POLICY
from modules.config import ClusterConfig
from modules.control_plane.access import AccessGrantProps
from modules.control_plane.control_plane import ControlPlaneProps
from modules.planning.names import control_plane_log_group_name, principal_key
from modules.refs import NetworkRef
from stacks.props.target import Target


def control_plane_props(
    cluster: ClusterConfig,
    *,
    network: NetworkRef,
    role_arn: str,
    secrets_key_arn: str,
    logs_key_arn: str,
    after: Sequence[ITerraformDependable],
) -> ControlPlaneProps:
    """Describe the control plane."""
    return ControlPlaneProps(
        name=cluster.name,
        kubernetes_version=cluster.kubernetes_version,
        role_arn=role_arn,
        subnet_ids=list(network.private_subnet_ids.values()),
        service_cidr=cluster.network.service_cidr,
        public_access_cidrs=(
            sorted(cluster.access.allowed_cidrs) if cluster.access.public_endpoint else ()
        ),
        cluster_creator_admin=cluster.access.cluster_creator_admin,
        secrets_key_arn=secrets_key_arn,
        log_group_name=control_plane_log_group_name(cluster.name),
        log_retention_days=cluster.control_plane.log_retention_days,
        logs_key_arn=logs_key_arn,
        support_type=cluster.control_plane.upgrade_policy.upper(),
        zonal_shift=cluster.control_plane.zonal_shift,
        # Unset unless asked for: older providers do not know the argument.
        deletion_protection=cluster.control_plane.deletion_protection or None,
        tier=cluster.control_plane.tier,
        after=after,
    )


def access_grants(target: Target, cluster_name: str) -> Mapping[str, AccessGrantProps]:
    """Describe who may use the cluster, keyed by how Terraform addresses will name them."""
    access = target.cluster.access
    roles = {
        "admin": (access.admins, ADMIN_ACCESS_POLICY),
        "viewer": (access.viewers, VIEWER_ACCESS_POLICY),
    }
    return {
        f"{role}_{principal_key(principal_arn)}": AccessGrantProps(
            cluster_name=cluster_name,
            principal_arn=principal_arn,
            policy_arn=target.access_policy_arn(policy),
        )
        for role, (principal_arns, policy) in roles.items()
        for principal_arn in sorted(principal_arns)
    }
