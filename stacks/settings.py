"""Provider and state of a cluster's stack."""

from collections.abc import Mapping, Sequence

from cdktf import LocalBackend, S3Backend, TerraformStack
from cdktf_cdktf_provider_aws.provider import (
    AwsProvider,
    AwsProviderAssumeRole,
    AwsProviderDefaultTags,
)

from modules.config import ClusterConfig
from modules.config.derived.tags import cluster_tags
from modules.config.derived.updates import starts_new_nodes_first
from modules.planning.identity.state_access import state_key
from modules.planning.terraform.provider_versions import ProviderFeature, provider_constraint

#: From ``cdktf.out/stacks/<name>/`` to the folder ``cdktf.out`` is in: state must survive the
#: removal of what was synthesized, and no path of this machine may be written into the output.
_OUT_OF_STACK_FOLDER = "../../.."
#: Where Terraform reads nothing.
_ENVIRONMENT = "//.environment"
#: Terraform reads nothing of what stands below this.
_PERMISSION = "//.allow_destroy"
#: Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
_LONGEST_SESSION_NAME = 64


def configure(stack: TerraformStack, cluster: ClusterConfig) -> None:
    """Say where and as whom Terraform works, and to those who judge and apply plans what they ask.

    Args:
        stack: The stack of the cluster.
        cluster: The cluster.
    """
    _configure_provider(stack, cluster)
    _configure_state(stack, cluster)
    _write_environment(stack, cluster)
    _write_permission_to_lose(stack, cluster)


def _configure_provider(stack: TerraformStack, cluster: ClusterConfig) -> None:
    """Point the AWS provider at the cluster's region, and at its account if the file names it."""
    write_provider(
        stack,
        region=cluster.region,
        account_id=cluster.account_id,
        assume_role_arn=cluster.assume_role_arn,
        session_name=f"trainyard-{cluster.name}",
        tags=cluster_tags(cluster),
        features=_features_used(cluster),
    )


def write_provider(
    stack: TerraformStack,
    *,
    region: str,
    account_id: str | None,
    assume_role_arn: str | None,
    session_name: str,
    tags: Mapping[str, str],
    features: Sequence[ProviderFeature] = (),
) -> None:
    """Add the AWS provider to a stack.

    Args:
        stack: The stack.
        region: AWS region.
        account_id: The only account to work in; None for any.
        assume_role_arn: Role to work as; None for whoever runs Terraform.
        session_name: What CloudTrail shows of a role that is assumed; cut at AWS's limit.
        tags: Tags of everything in the stack.
        features: What the stack uses of newer releases of the provider.
    """
    AwsProvider(
        stack,
        "aws",
        region=region,
        allowed_account_ids=None if account_id is None else [account_id],
        assume_role=(
            None
            if assume_role_arn is None
            else [
                AwsProviderAssumeRole(
                    role_arn=assume_role_arn, session_name=session_name[:_LONGEST_SESSION_NAME]
                )
            ]
        ),
        default_tags=[AwsProviderDefaultTags(tags=dict(tags))],
    )
    # The bindings would pin the one release they were generated from.
    stack.add_override("terraform.required_providers.aws.version", provider_constraint(features))
    stack.add_override("terraform.required_providers.aws.source", "hashicorp/aws")


def _configure_state(stack: TerraformStack, cluster: ClusterConfig) -> None:
    """Keep the state where the file says: beside the project, or in S3 with S3's own locking."""
    state = cluster.state
    if state.bucket is None:
        LocalBackend(stack, path=f"{_OUT_OF_STACK_FOLDER}/terraform.{cluster.name}.tfstate")
        return
    keep_state_in_s3(
        stack,
        bucket=state.bucket,
        key=state_key(state.key_prefix, cluster.name),
        region=state.region if state.region is not None else cluster.region,
        kms_key_arn=state.kms_key_arn,
    )


def _write_environment(stack: TerraformStack, cluster: ClusterConfig) -> None:
    """Write which environment the cluster is of, beside what is planned, for whoever applies it."""
    if cluster.environment != ClusterConfig.model_fields["environment"].default:
        stack.add_override(_ENVIRONMENT, cluster.environment)


def _write_permission_to_lose(stack: TerraformStack, cluster: ClusterConfig) -> None:
    """Write what a plan may lose where Terraform does not look, beside what is planned.

    So whoever judges a plan need not have the file that it was made from.
    """
    if cluster.decommission:
        stack.add_override(f"{_PERMISSION}.decommission", value=True)
    allowed = cluster.allow_destroy
    if allowed is not None:
        stack.add_override(f"{_PERMISSION}.what", [*allowed.what])
        stack.add_override(f"{_PERMISSION}.until", allowed.until)


def keep_state_in_s3(
    stack: TerraformStack, *, bucket: str, key: str, region: str, kms_key_arn: str | None
) -> None:
    """Keep the state in S3, encrypted, with S3's own locking.

    Without a key the bucket's own encryption is used. `encrypt` alone would ask for S3's key in its
    place, which a bucket with a key of its own may refuse.
    """
    S3Backend(
        stack,
        bucket=bucket,
        key=key,
        region=region,
        encrypt=None if kms_key_arn is None else True,
        kms_key_id=kms_key_arn,
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
        if group.resolved_ami_type.endswith("_NVIDIA_FIPS"):
            features.append("bottlerocket_nvidia_fips")
        if not starts_new_nodes_first(group):
            features.append("update_strategy")
        if group.node_repair.has_limits_or_overrides:
            features.append("node_repair_limits")
    return features
