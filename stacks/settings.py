"""Provider and state of a cluster's stack."""

from cdktf import LocalBackend, S3Backend, TerraformStack
from cdktf_cdktf_provider_aws.provider import (
    AwsProvider,
    AwsProviderAssumeRole,
    AwsProviderDefaultTags,
)

from modules.config import ClusterConfig
from modules.planning.provider_versions import ProviderFeature, provider_constraint

#: The tag on everything of a cluster, by which it is found again.
CLUSTER_TAG = "trainyard/cluster"

#: From ``cdktf.out/stacks/<name>/`` to the folder ``cdktf.out`` is in: state must survive the
#: removal of what was synthesized, and no path of this machine may be written into the output.
_OUT_OF_STACK_FOLDER = "../../.."


def cluster_tags(cluster: ClusterConfig) -> dict[str, str]:
    """Give the tags of everything that belongs to a cluster."""
    return {**cluster.tags, CLUSTER_TAG: cluster.name}


def configure_provider(stack: TerraformStack, cluster: ClusterConfig) -> None:
    """Point the AWS provider at the cluster's region, and at its account if the file names it."""
    AwsProvider(
        stack,
        "aws",
        region=cluster.region,
        allowed_account_ids=None if cluster.account_id is None else [cluster.account_id],
        assume_role=(
            None
            if cluster.assume_role_arn is None
            else [
                AwsProviderAssumeRole(
                    role_arn=cluster.assume_role_arn, session_name=f"trainyard-{cluster.name}"[:64]
                )
            ]
        ),
        default_tags=[AwsProviderDefaultTags(tags=cluster_tags(cluster))],
    )
    # The bindings would pin the one release they were generated from.
    stack.add_override(
        "terraform.required_providers.aws.version", provider_constraint(_features_used(cluster))
    )
    stack.add_override("terraform.required_providers.aws.source", "hashicorp/aws")


def configure_state(stack: TerraformStack, cluster: ClusterConfig) -> None:
    """Keep the state where the file says: beside the project, or in S3 with S3's own locking."""
    state = cluster.state
    if state.bucket is None:
        LocalBackend(stack, path=f"{_OUT_OF_STACK_FOLDER}/terraform.{cluster.name}.tfstate")
        return
    S3Backend(
        stack,
        bucket=state.bucket,
        key=f"{state.key_prefix}/{cluster.name}.tfstate",
        region=state.region if state.region is not None else cluster.region,
        encrypt=True,
        kms_key_id=state.kms_key_arn,
    )
    # Newer than cdktf's own class for the backend.
    # Source: https://developer.hashicorp.com/terraform/language/backend/s3#use_lockfile
    stack.add_override("terraform.backend.s3.use_lockfile", value=True)


def _features_used(cluster: ClusterConfig) -> list[ProviderFeature]:
    features: list[ProviderFeature] = []
    if cluster.control_plane.deletion_protection:
        features.append("deletion_protection")
    if cluster.control_plane.tier is not None:
        features.append("control_plane_tier")
    for group in cluster.node_groups.values():
        if group.update.strategy != "default":
            features.append("update_strategy")
        if group.node_repair.has_limits_or_overrides:
            features.append("node_repair_limits")
    return features
