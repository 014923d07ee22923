"""Inputs of the control plane and its access entries."""

from collections.abc import Sequence

from cdktf import ITerraformDependable

from modules.catalog.access_policies import ACCESS_POLICIES
from modules.config import ClusterConfig
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
        subnet_ids=_subnet_ids(cluster, network),
        # Those of a network of ours are never exchanged; a zone more is for nodes alone.
        keeps_subnets=cluster.network.existing is None,
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


def _subnet_ids(cluster: ClusterConfig, network: NetworkRef) -> Sequence[str]:
    existing = cluster.network.existing
    chosen = None if existing is None else existing.control_plane_zones
    return [
        subnet_id
        for zone, subnet_id in network.private_subnet_ids.items()
        if chosen is None or zone in chosen
    ]


def entry_id(principal_arn: str) -> str:
    """Give the id of a principal's access entry, whatever the principal may do."""
    return f"principal_{principal_key(principal_arn)}"


def policy_id(policy: str, principal_arn: str) -> str:
    """Give the id of one of a principal's policies: EKS ties each to a principal once."""
    return f"{ACCESS_POLICIES[policy].id_prefix}_{principal_key(principal_arn)}"


def access_policy_arn(target: Target, policy: str) -> str:
    """Give the ARN of an access policy.

    Args:
        target: Where the cluster is.
        policy: Our word for it.
    """
    return target.access_policy_arn(ACCESS_POLICIES[policy].name)
