"""What the roles of nodes have."""

from collections.abc import Sequence

from modules.catalog.iam_policies import NODE_ROLE_POLICIES, SESSION_MANAGER_POLICY
from modules.config.sections.cluster import ClusterSections


def node_policies(cluster: ClusterSections) -> Sequence[str]:
    """Name the policies of AWS that nodes need, beside those that the file names."""
    if cluster.node_access == "session_manager":
        return (*NODE_ROLE_POLICIES, SESSION_MANAGER_POLICY)
    return NODE_ROLE_POLICIES
