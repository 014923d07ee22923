"""Inputs of the buckets of a cluster, and of their key."""

from collections.abc import Iterator, Mapping, Sequence

from cdktf import ITerraformDependable

from modules.catalog.storage_classes import STORAGE_CLASSES
from modules.config.derived.buckets import (
    bucket_arn,
    bucket_name,
    buckets_with_own_key,
    made_buckets,
    users_of_own_key,
)
from modules.encryption.key import EncryptionKeyProps
from modules.planning.identity.bucket_access import links_use_key, roles_use_key, tls_only
from modules.planning.identity.policy_documents import (
    Statement,
    account_administers_key,
    policy_json,
)
from modules.planning.names import role_name, service_account_purpose
from modules.storage.bucket import BucketProps, TransitionProps
from stacks.props.target import Target

#: Id of the key, beside those of `stacks.props.encryption`.
BUCKETS = "buckets"
#: What a bucket is in Terraform.
_PARTS = (
    "aws_s3_bucket",
    "aws_s3_bucket_lifecycle_configuration",
    "aws_s3_bucket_logging",
    "aws_s3_bucket_ownership_controls",
    "aws_s3_bucket_policy",
    "aws_s3_bucket_public_access_block",
    "aws_s3_bucket_server_side_encryption_configuration",
    "aws_s3_bucket_versioning",
)


def buckets_key(target: Target) -> EncryptionKeyProps | None:
    """Describe the key of buckets; None where none uses it.

    It is one of its own under ``encryption.keys: shared`` too: objects outlive a cluster, and the
    key of its secrets does not.
    """
    if not buckets_with_own_key(target.cluster):
        return None
    readers, writers = users_of_own_key(target.cluster)
    s3_service = target.service_principal(f"s3.{target.region.name}")
    return EncryptionKeyProps(
        alias=f"{target.cluster.name}-{BUCKETS}",
        description=f"Buckets of the EKS cluster {target.cluster.name}",
        statements=[
            account_administers_key(target.region.partition, target.account_id),
            *roles_use_key(
                account_id=target.account_id,
                s3_service=s3_service,
                readers=[_role_arn(target, key) for key in readers],
                writers=[_role_arn(target, key) for key in writers],
            ),
            *_links_use_key(target, s3_service),
        ],
        goes_last=True,
    )


def _links_use_key(target: Target, s3_service: str) -> Iterator[Statement]:
    own = {*buckets_with_own_key(target.cluster)}
    linked = {
        link.bucket for lustre in target.cluster.storage.lustre.values() for link in lustre.linked
    }
    if own & linked:
        yield links_use_key(
            account_id=target.account_id,
            s3_service=s3_service,
            role_arns=target.service_linked_role_arn(
                "s3.data-source.lustre.fsx", "AWSServiceRoleForFSxS3Access_*"
            ),
        )


def _role_arn(target: Target, account: str) -> str:
    cluster = target.cluster
    return target.role_arn(
        role_name(cluster.name, cluster.region, service_account_purpose(account))
    )


def bucket_props(
    target: Target, *, key_arn: str | None, after: Sequence[ITerraformDependable]
) -> Mapping[str, BucketProps]:
    """Describe the buckets that are made.

    Args:
        target: The cluster.
        key_arn: The cluster's key of buckets; None where none uses it.
        after: That key, which must not go before a bucket has: S3 refuses to delete one that holds
            something, and what it holds would be lost with the key.
    """
    cluster = target.cluster
    found = {}
    for name, bucket in made_buckets(cluster).items():
        own = bucket.kms_key_arn is None
        found[name] = BucketProps(
            bucket=bucket_name(cluster, name, target.account_id),
            key_arn=bucket.kms_key_arn or key_arn or "",
            policy=policy_json(tls_only(bucket_arn(cluster, name, target.account_id))),
            expire_old_versions_days=bucket.expire_old_versions_days,
            abort_incomplete_uploads_days=bucket.abort_incomplete_uploads_days,
            transitions=[
                TransitionProps(
                    storage_class=STORAGE_CLASSES[each.storage_class].name,
                    after_days=each.after_days,
                )
                for each in bucket.transitions
            ],
            is_deleted_with_objects=bucket.delete_with_objects,
            access_log_bucket=bucket.access_log_bucket,
            skips=dict(_skips(has_log=bucket.access_log_bucket is not None)),
            after=after if own else (),
        )
    return found


def _skips(*, has_log: bool) -> Iterator[tuple[str, str]]:
    yield (
        "CKV_AWS_144",
        "terabytes that a run can write again; versions bring back what was lost",
    )
    yield "CKV2_AWS_62", "nobody waits for changes of it"
    if not has_log:
        yield "CKV_AWS_18", "the cluster file names no access_log_bucket"


def let_go_addresses(target: Target) -> Sequence[str]:
    """List what a state may have of buckets that are said to be there already, and of their key.

    What was made and stands in the file as existing is meant to stay, and its key with it.
    """
    buckets = target.cluster.storage.buckets
    parts = [
        f"{type_}.{name}"
        for name, bucket in sorted(buckets.items())
        if bucket.existing is not None
        for type_ in _PARTS
    ]
    key = [] if not buckets or buckets_with_own_key(target.cluster) else [f"aws_kms_key.{BUCKETS}"]
    return [*parts, *key]
