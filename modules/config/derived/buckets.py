"""The buckets of a file: what they are called, and who uses them."""

from collections.abc import Mapping, Sequence

from modules.config.sections.bucket import BucketConfig
from modules.config.sections.cluster import ClusterSections
from modules.planning.identity.bucket_access import UsedBucket, bucket_access
from modules.planning.identity.policy_documents import Statement
from modules.planning.names import made_bucket_name


def made_buckets(cluster: ClusterSections) -> Mapping[str, BucketConfig]:
    """Give the buckets that are made with the cluster, by their names in the file."""
    every = sorted(cluster.storage.buckets.items())
    return {name: bucket for name, bucket in every if bucket.existing is None}


def buckets_with_own_key(cluster: ClusterSections) -> Sequence[str]:
    """Name the buckets that a key of the cluster encrypts."""
    return [name for name, made in made_buckets(cluster).items() if made.kms_key_arn is None]


def bucket_name(cluster: ClusterSections, name: str, account_id: str) -> str:
    """Give what a bucket is called in S3.

    Args:
        cluster: The cluster.
        name: What the file calls it.
        account_id: The account; it may be a token.
    """
    bucket = cluster.storage.buckets[name]
    return bucket.existing or bucket.name or made_bucket_name(cluster.name, name, account_id)


def bucket_statements(
    cluster: ClusterSections, account: str, *, account_id: str, key_arn: str
) -> Sequence[Statement]:
    """Give what a service account may do with the buckets it reads and writes.

    Args:
        cluster: The cluster.
        account: The service account, by its key in the file.
        account_id: The AWS account; it may be a token.
        key_arn: The cluster's key of buckets; it may be a token.
    """

    def used(name: str) -> UsedBucket:
        bucket = cluster.storage.buckets[name]
        own = None if bucket.existing is not None else key_arn
        return UsedBucket(
            arn=bucket_arn(cluster, name, account_id),
            key_arn=bucket.kms_key_arn or own,
        )

    asked, there = cluster.service_accounts[account], cluster.storage.buckets
    return bucket_access(
        # What is not there is a rule's to tell.
        reads=[used(name) for name in sorted(asked.read) if name in there],
        writes=[used(name) for name in sorted(asked.write) if name in there],
        s3_services=f"s3.*.{cluster.region_facts.dns_suffix}",
    )


def bucket_arn(cluster: ClusterSections, name: str, account_id: str) -> str:
    """Give the ARN of a bucket, by its name in the file."""
    return f"arn:{cluster.region_facts.partition}:s3:::{bucket_name(cluster, name, account_id)}"


def users_of_own_key(cluster: ClusterSections) -> tuple[Sequence[str], Sequence[str]]:
    """Name the service accounts that read, and that write, what the cluster's key encrypts."""
    own = {*buckets_with_own_key(cluster)}
    accounts = sorted(cluster.service_accounts.items())
    return (
        [key for key, account in accounts if own & {*account.read}],
        [key for key, account in accounts if own & {*account.write}],
    )
