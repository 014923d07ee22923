"""All checks of a cluster, in the order in which a reader would ask."""

from collections.abc import Sequence

from cli.verification.add_ons import check_add_ons
from cli.verification.buckets import check_buckets
from cli.verification.check import Aws, Check
from cli.verification.control_plane import (
    check_access,
    check_control_plane,
    check_private_access,
)
from cli.verification.network import check_network
from cli.verification.node_groups import check_node_groups
from cli.verification.roles import check_roles
from cli.verification.service_accounts import check_service_accounts
from modules.config import ClusterConfig


def verify(cluster: ClusterConfig, aws: Aws) -> Sequence[Check]:
    """Compare a cluster file with what exists.

    Args:
        cluster: The cluster file.
        aws: The account and region it was applied to.
    """
    return [
        *check_network(cluster, aws),
        *check_control_plane(cluster, aws),
        *check_private_access(cluster, aws),
        *check_access(cluster, aws),
        *check_roles(cluster, aws),
        *check_node_groups(cluster, aws),
        *check_add_ons(cluster, aws),
        *check_service_accounts(cluster, aws),
        *check_buckets(cluster, aws),
    ]
