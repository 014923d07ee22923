"""A bucket for Terraform state."""

from dataclasses import dataclass

from cdktf import TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.s3_bucket_lifecycle_configuration import (
    S3BucketLifecycleConfiguration,
    S3BucketLifecycleConfigurationRule,
    S3BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload,
    S3BucketLifecycleConfigurationRuleExpiration,
    S3BucketLifecycleConfigurationRuleFilter,
    S3BucketLifecycleConfigurationRuleNoncurrentVersionExpiration,
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

_DAYS_OF_AN_UPLOAD = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class StateBucketProps:
    """Inputs of `StateBucket`. Any ``str`` may be a token, but the bucket's name.

    Attributes:
        bucket: Name of the bucket.
        key_arn: KMS key of every object.
        policy: JSON of the bucket policy.
        expire_old_versions_days: How long a version is kept after a newer one took its place.
        access_log_bucket: Bucket of the access log; None for none.
        no_access_log_because: Why there is none.
    """

    bucket: str
    key_arn: str
    policy: str
    expire_old_versions_days: int
    access_log_bucket: str | None = None
    no_access_log_because: str | None = None


class StateBucket(Construct):
    """A versioned, encrypted, private bucket that Terraform refuses to destroy."""

    #: ARN of the bucket (token).
    arn: str

    def __init__(self, scope: Construct, id_: str, props: StateBucketProps) -> None:
        """Build the bucket and its settings."""
        super().__init__(scope, id_)
        bucket = S3Bucket(
            self,
            "bucket",
            bucket=props.bucket,
            lifecycle=TerraformResourceLifecycle(prevent_destroy=True),
        )
        self.arn = bucket.arn
        # By its id and not its name, so that they wait for the bucket.
        self._keep(bucket.id, props.expire_old_versions_days)
        self._protect(bucket.id, props)
        self._log(bucket, props)

    def _keep(self, bucket: str, days: int) -> None:
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
            rule=[
                S3BucketLifecycleConfigurationRule(
                    id="expire-old-versions",
                    status="Enabled",
                    filter=[S3BucketLifecycleConfigurationRuleFilter(prefix="")],
                    noncurrent_version_expiration=[
                        S3BucketLifecycleConfigurationRuleNoncurrentVersionExpiration(
                            noncurrent_days=days
                        )
                    ],
                    # Each lock that is released leaves a marker.
                    expiration=[
                        S3BucketLifecycleConfigurationRuleExpiration(
                            expired_object_delete_marker=True
                        )
                    ],
                    abort_incomplete_multipart_upload=[
                        S3BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload(
                            days_after_initiation=_DAYS_OF_AN_UPLOAD
                        )
                    ],
                )
            ],
            depends_on=[versioning],
        )

    def _protect(self, bucket: str, props: StateBucketProps) -> None:
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

    def _log(self, bucket: S3Bucket, props: StateBucketProps) -> None:
        skips = {
            "CKV_AWS_144": "a copy in another region would be a second state to keep from being "
            "used; versions bring back what was lost",
            "CKV2_AWS_62": "nobody waits for changes of state",
        }
        if props.access_log_bucket is not None:
            S3BucketLoggingA(
                self,
                "logging",
                bucket=bucket.id,
                target_bucket=props.access_log_bucket,
                target_prefix=f"{props.bucket}/",
            )
        if props.no_access_log_because is not None:
            skips["CKV_AWS_18"] = props.no_access_log_because
        bucket.add_override("//.checkov", [skip_comment(*skip) for skip in sorted(skips.items())])
