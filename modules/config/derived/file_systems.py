"""The file systems of a file."""

from modules.config.sections.cluster import ClusterSections


def has_key_of_file_systems(cluster: ClusterSections) -> bool:
    """Whether a key of the cluster's own encrypts file systems."""
    storage = cluster.storage
    return any(each.has_own_key for each in storage.lustre.values()) or any(
        each.kms_key_arn is None for each in storage.efs.values()
    )
