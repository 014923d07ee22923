"""The stack of a state bucket."""

from collections.abc import Mapping

from cdktf import TerraformOutput
from cdktf_cdktf_provider_aws.data_aws_caller_identity import DataAwsCallerIdentity
from constructs import Construct

from modules.config import StateBucketConfig
from modules.config.derived.literal_text import with_literal_text
from modules.encryption.key import EncryptionKey, EncryptionKeyProps
from modules.planning.identity.policy_documents import account_administers_key
from modules.planning.identity.state_access import (
    bucket_policy,
    state_bucket_state_key,
    users_use_key,
)
from modules.storage.bucket import Bucket, BucketProps
from stacks.addressed_stack import AddressedStack
from stacks.settings import keep_state_in_s3, write_provider

#: The tag on the bucket and its key.
STATE_BUCKET_TAG = "trainyard/state-bucket"
_DAYS_OF_AN_UPLOAD = 7


class StateBucketStack(AddressedStack):
    """A bucket for the states of clusters, which holds its own state too."""

    def __init__(self, scope: Construct, config: StateBucketConfig) -> None:
        """Build the stack of a validated state bucket file."""
        super().__init__(scope, config.stack_name)
        config = with_literal_text(config)
        write_provider(
            self,
            region=config.region,
            account_id=config.account_id,
            assume_role_arn=config.assume_role_arn,
            session_name=config.stack_name,
            tags={**config.tags, STATE_BUCKET_TAG: config.bucket},
        )
        keep_state_in_s3(
            self,
            bucket=config.bucket,
            key=state_bucket_state_key(config.key_prefix),
            region=config.region,
            # The bucket's own, whose ARN is known only after apply.
            kms_key_arn=None,
        )
        key = self._key(config)
        self._bucket(config, key)
        TerraformOutput(
            self,
            "state_section",
            value=_state_section(config, key.arn),
            description="Section to paste into cluster files",
        )
        TerraformOutput(self, "kms_key_arn", value=key.arn, description="Key of every state")

    def _key(self, config: StateBucketConfig) -> EncryptionKey:
        region = config.region_facts
        account_id = config.account_id or DataAwsCallerIdentity(self, "account").account_id
        props = EncryptionKeyProps(
            alias=config.bucket,
            description=f"Terraform state in {config.bucket}",
            statements=[
                account_administers_key(region.partition, account_id),
                *users_use_key(
                    users=config.users, s3_service=f"s3.{region.name}.{region.dns_suffix}"
                ),
            ],
        )
        return EncryptionKey(Construct(self, "encryption"), "state", props)

    def _bucket(self, config: StateBucketConfig, key: EncryptionKey) -> None:
        props = BucketProps(
            bucket=config.bucket,
            key_arn=key.arn,
            policy=bucket_policy(
                partition=config.region_facts.partition,
                bucket=config.bucket,
                key_prefix=config.key_prefix,
                key_arn=key.arn,
                users=config.users,
            ),
            expire_old_versions_days=config.expire_old_versions_days,
            abort_incomplete_uploads_days=_DAYS_OF_AN_UPLOAD,
            is_protected=True,
            access_log_bucket=config.access_log_bucket,
            skips=_skips(config),
        )
        Bucket(Construct(self, "buckets"), "state", props)


def _skips(config: StateBucketConfig) -> Mapping[str, str]:
    skips = {
        "CKV_AWS_144": "a copy in another region would be a second state to keep from being "
        "used; versions bring back what was lost",
        "CKV2_AWS_62": "nobody waits for changes of state",
    }
    if config.no_access_log_because is not None:
        skips["CKV_AWS_18"] = config.no_access_log_because
    return skips


def _state_section(config: StateBucketConfig, key_arn: str) -> str:
    """Write the section of cluster files; the key's ARN is known only after apply."""
    return "\n".join(
        [
            "state:",
            "  backend: s3",
            f"  bucket: {config.bucket}",
            f"  region: {config.region}",
            f"  key_prefix: {config.key_prefix}",
            f"  kms_key_arn: {key_arn}",
            "",
        ]
    )
