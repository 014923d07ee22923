"""The buckets of a cluster."""

import json
from collections.abc import Iterator
from typing import Any

from cli.verification.check import Aws, Check, tags_of
from modules.config import ClusterConfig
from modules.config.derived.buckets import bucket_name, made_buckets
from modules.planning.names import CLUSTER_TAG

_PRIVATE = {
    "BlockPublicAcls": True,
    "BlockPublicPolicy": True,
    "IgnorePublicAcls": True,
    "RestrictPublicBuckets": True,
}


def check_buckets(cluster: ClusterConfig, aws: Aws) -> Iterator[Check]:
    """Check that the buckets of the file are versioned, encrypted, private, and kept as it says."""
    made = made_buckets(cluster)
    if not made:
        return
    s3 = aws.client("s3")
    account_id = cluster.account_id or aws.client("sts").get_caller_identity()["Account"]
    for key, bucket in made.items():
        name = bucket_name(cluster, key, account_id)
        subject = f"bucket {key}"
        tags = s3.get_bucket_tagging(Bucket=name)["TagSet"]
        yield Check(
            subject=f"{subject}: tag of the cluster",
            expected=cluster.name,
            actual=tags_of({"Tags": tags}).get(CLUSTER_TAG),
        )
        yield Check(
            subject=f"{subject}: versions",
            expected="Enabled",
            actual=s3.get_bucket_versioning(Bucket=name).get("Status"),
        )
        yield _encryption(cluster, key, s3.get_bucket_encryption(Bucket=name), aws)
        yield Check(
            subject=f"{subject}: public access",
            expected=_PRIVATE,
            actual=s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"],
        )
        policy = json.loads(s3.get_bucket_policy(Bucket=name)["Policy"])
        yield Check(
            subject=f"{subject}: statements of its policy",
            expected=["RecentTlsOnly", "TlsOnly"],
            actual=sorted(statement["Sid"] for statement in policy["Statement"]),
        )
        rules = s3.get_bucket_lifecycle_configuration(Bucket=name)["Rules"]
        yield Check(
            subject=f"{subject}: days of old versions and of incomplete uploads",
            expected=[bucket.expire_old_versions_days, bucket.abort_incomplete_uploads_days],
            actual=_days(rules),
        )
        yield Check(
            subject=f"{subject}: days until each transition",
            expected=[each.after_days for each in bucket.transitions],
            actual=sorted(move["Days"] for rule in rules for move in rule.get("Transitions", ())),
        )


def _encryption(cluster: ClusterConfig, key: str, found: Any, aws: Aws) -> Check:
    (rule,) = found["ServerSideEncryptionConfiguration"]["Rules"]
    expected = cluster.storage.buckets[key].kms_key_arn
    if expected is None:
        alias = f"alias/{cluster.name}-buckets"
        expected = aws.client("kms").describe_key(KeyId=alias)["KeyMetadata"]["Arn"]
    return Check(
        subject=f"bucket {key}: encryption",
        expected=["aws:kms", expected, True],
        actual=[
            rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"],
            rule["ApplyServerSideEncryptionByDefault"].get("KMSMasterKeyID"),
            rule.get("BucketKeyEnabled"),
        ],
    )


def _days(rules: Any) -> list[int]:
    return [
        days
        for rule in rules
        for days in (
            rule.get("NoncurrentVersionExpiration", {}).get("NoncurrentDays"),
            rule.get("AbortIncompleteMultipartUpload", {}).get("DaysAfterInitiation"),
        )
        if days is not None
    ]
