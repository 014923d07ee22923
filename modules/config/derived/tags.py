"""Tags of what belongs to a cluster."""

from modules.config.sections.cluster import ClusterSections
from modules.planning.names import CLUSTER_TAG


def cluster_tags(cluster: ClusterSections) -> dict[str, str]:
    """Give the tags of everything that belongs to a cluster."""
    return {**cluster.tags, CLUSTER_TAG: cluster.name}
