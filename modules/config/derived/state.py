"""Where Terraform keeps the state of a cluster, for those who write policies of it."""

from modules.config.sections.cluster import ClusterSections
from modules.planning.identity.state_access import StateObject, state_key


def state_of(cluster: ClusterSections) -> StateObject | None:
    """Give the place of the state in S3, or None where it is a file."""
    state = cluster.state
    if state.bucket is None:
        return None
    return StateObject(
        bucket=state.bucket,
        key=state_key(state.key_prefix, cluster.name),
        kms_key_arn=state.kms_key_arn,
    )
