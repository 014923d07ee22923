"""Inputs of the control plane and its access entries."""

from collections.abc import Mapping, Sequence
from typing import Literal

from cdktf import ITerraformDependable

from modules.catalog.iam_policies import ADMIN_ACCESS_POLICY, VIEWER_ACCESS_POLICY
from modules.config import AccessConfig, ClusterConfig
from modules.control_plane.control_plane import ControlPlaneProps
from modules.planning.names import control_plane_log_group_name, principal_key
from modules.refs import NetworkRef
from stacks.props.target import Target

AccessRole = Literal["admin", "viewer"]
#: What access policies leave out can be allowed to this group in Kubernetes itself.
VIEWERS_GROUP = "trainyard:viewers"


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


def principals(access: AccessConfig) -> Sequence[str]:
    """List the IAM principals that may use a cluster."""
    return sorted({*access.admins, *access.viewers})


def entry_id(principal_arn: str) -> str:
    """Give the id of a principal's access entry, whatever the principal may do."""
    return f"principal_{principal_key(principal_arn)}"


def policy_id(role: AccessRole, principal_arn: str) -> str:
    """Give the id of one of a principal's policies."""
    return f"{role}_{principal_key(principal_arn)}"


def access_policies(target: Target, principal_arn: str) -> Mapping[AccessRole, str]:
    """Give the ARNs of a principal's access policies.

    Administrators are viewers with one policy more. So whoever goes from one to the other gains or
    loses that policy, and is at no moment without access.
    """
    names: dict[AccessRole, str] = {"viewer": VIEWER_ACCESS_POLICY}
    if principal_arn in target.cluster.access.admins:
        names["admin"] = ADMIN_ACCESS_POLICY
    return {role: target.access_policy_arn(name) for role, name in names.items()}
