"""A bucket in S3."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cdktf import ITerraformDependable, TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.s3_bucket_lifecycle_configuration import (
    S3BucketLifecycleConfiguration,
    S3BucketLifecycleConfigurationRule,
    S3BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload,
    S3BucketLifecycleConfigurationRuleExpiration,
    S3BucketLifecycleConfigurationRuleFilter,
    S3BucketLifecycleConfigurationRuleNoncurrentVersionExpiration,
    S3BucketLifecycleConfigurationRuleTransition,
)
from cdktf_cdktf_provider_aws.s3_bucket_logging import S3BucketLoggingA
from cdktf_cdktf_provider_aws.s3_bucket_ownership_controls import (
    S3BucketOwnershipControls,
    S3BucketOwnershipControlsRule,
)
from cdktf_cdktf_provider_aws.s3_bucket_policy import S3BucketPolicy
from cdktf_cdktf_provider_aws.s3_bucket_public_access_block import S3BucketPublicAccessBlock
from cdktf_cdktf_provider_aws.s3_bucket_server_side_encryption_configuration import (
    S3BucketServerSideEncryptionConfigurationA,
    S3BucketServerSideEncryptionConfigurationRuleA,
    S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultA,
)
from cdktf_cdktf_provider_aws.s3_bucket_versioning import (
    S3BucketVersioningA,
    S3BucketVersioningVersioningConfiguration,
)
from constructs import Construct

from modules.planning.terraform.scan_skips import skip_comment


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitionProps:
    """A move to another storage class.

    Attributes:
        storage_class: Class, in S3's own spelling.
        after_days: Days after an object was made.
    """

    storage_class: str
    after_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketProps:
    """Inputs of `Bucket`. Any ``str`` may be a token.

    Attributes:
        bucket: Name of the bucket.
        key_arn: KMS key of every object.
        policy: JSON of the bucket policy.
        expire_old_versions_days: How long a version is kept after a newer one took its place.
        abort_incomplete_uploads_days: How long parts of an unfinished upload are kept.
        transitions: Moves to other storage classes.
        is_protected: Whether Terraform refuses to destroy it.
        is_deleted_with_objects: Whether it may be destroyed with what is in it.
        access_log_bucket: Bucket of the access log; None for none.
        skips: Checks of a scan that are wrong for it, and why.
        after: What must be there first, and go last.
    """

    bucket: str
    key_arn: str
    policy: str
    expire_old_versions_days: int
    abort_incomplete_uploads_days: int
    transitions: Sequence[TransitionProps] = ()
    is_protected: bool = False
    is_deleted_with_objects: bool = False
    access_log_bucket: str | None = None
    skips: Mapping[str, str] = field(default_factory=dict)
    after: Sequence[ITerraformDependable] = ()


class Bucket(Construct):
    """A versioned, encrypted, private bucket."""

    #: ARN of the bucket (token).
    arn: str
    #: Name of the bucket, known once it is there (token).
    name: str

    def __init__(self, scope: Construct, id_: str, props: BucketProps) -> None:
        """Build the bucket and its settings."""
        super().__init__(scope, id_)
        bucket = S3Bucket(
            self,
            "bucket",
            bucket=props.bucket,
            force_destroy=props.is_deleted_with_objects or None,
            lifecycle=(
                TerraformResourceLifecycle(prevent_destroy=True) if props.is_protected else None
            ),
            depends_on=[*props.after] or None,
        )
        self.arn, self.name = bucket.arn, bucket.id
        # By its id and not its name, so that they wait for the bucket.
        self._keep(bucket.id, props)
        self._protect(bucket.id, props)
        self._log(bucket.id, props)
        bucket.add_override(
            "//.checkov", [skip_comment(*skip) for skip in sorted(props.skips.items())]
        )

    def _keep(self, bucket: str, props: BucketProps) -> None:
        versioning = S3BucketVersioningA(
            self,
            "versioning",
            bucket=bucket,
            versioning_configuration=S3BucketVersioningVersioningConfiguration(status="Enabled"),
        )
        S3BucketLifecycleConfiguration(
            self,
            "lifecycle-configuration",
            bucket=bucket,
            rule=[_old_versions_and_uploads(props), *_transitions(props)],
            depends_on=[versioning],
        )

    def _protect(self, bucket: str, props: BucketProps) -> None:
        S3BucketServerSideEncryptionConfigurationA(
            self,
            "server-side-encryption-configuration",
            bucket=bucket,
            rule=[
                S3BucketServerSideEncryptionConfigurationRuleA(
                    apply_server_side_encryption_by_default=S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultA(
                        sse_algorithm="aws:kms", kms_master_key_id=props.key_arn
                    ),
                    bucket_key_enabled=True,
                )
            ],
        )
        S3BucketOwnershipControls(
            self,
            "ownership-controls",
            bucket=bucket,
            rule=S3BucketOwnershipControlsRule(object_ownership="BucketOwnerEnforced"),
        )
        block = S3BucketPublicAccessBlock(
            self,
            "public-access-block",
            bucket=bucket,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
        )
        # S3 refuses two changes of a bucket's access at once.
        S3BucketPolicy(self, "policy", bucket=bucket, policy=props.policy, depends_on=[block])

    def _log(self, bucket: str, props: BucketProps) -> None:
        if props.access_log_bucket is not None:
            S3BucketLoggingA(
                self,
                "logging",
                bucket=bucket,
                target_bucket=props.access_log_bucket,
                target_prefix=f"{props.bucket}/",
            )


def _old_versions_and_uploads(props: BucketProps) -> S3BucketLifecycleConfigurationRule:
    return S3BucketLifecycleConfigurationRule(
        id="expire-old-versions",
        status="Enabled",
        filter=[S3BucketLifecycleConfigurationRuleFilter(prefix="")],
        noncurrent_version_expiration=[
            S3BucketLifecycleConfigurationRuleNoncurrentVersionExpiration(
                noncurrent_days=props.expire_old_versions_days
            )
        ],
        # Whatever is deleted, such as a lock that is released, leaves a marker.
        expiration=[
            S3BucketLifecycleConfigurationRuleExpiration(expired_object_delete_marker=True)
        ],
        abort_incomplete_multipart_upload=[
            S3BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload(
                days_after_initiation=props.abort_incomplete_uploads_days
            )
        ],
    )


def _transitions(props: BucketProps) -> Sequence[S3BucketLifecycleConfigurationRule]:
    if not props.transitions:
        return ()
    moves = [
        S3BucketLifecycleConfigurationRuleTransition(
            storage_class=each.storage_class, days=each.after_days
        )
        for each in props.transitions
    ]
    return (
        S3BucketLifecycleConfigurationRule(
            id="move-with-age",
            status="Enabled",
            filter=[S3BucketLifecycleConfigurationRuleFilter(prefix="")],
            transition=moves,
        ),
    )
