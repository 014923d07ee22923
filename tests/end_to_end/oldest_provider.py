"""Clusters as the oldest release of the provider that was tried can apply them."""

from modules.config import ClusterConfig


def without_newer_arguments(cluster: ClusterConfig) -> ClusterConfig:
    """Leave out what nodes in reserved capacity have by themselves, and that release lacks.

    How Terraform JSON asks for it is a test of `tests.stacks`.
    """
    members = cluster.model_dump(exclude_unset=True)
    for name, group in cluster.node_groups.items():
        if group.capacity.has_an_end and group.update.strategy is None:
            update = members["node_groups"][name].setdefault("update", {})
            update["strategy"] = "default"
    return ClusterConfig.model_validate(members)
