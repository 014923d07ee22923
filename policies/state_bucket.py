"""Terraform's state is kept as what it is: the only record of what exists."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from terraform_graph import Configuration, ConfigurationCheck, Resource, Verdicts
from terraform_values import blocks, first, is_true

#: Names by which people know a bucket of states.
_STATE = re.compile(r"(tf|terraform)[-_.]?state", re.IGNORECASE)
_BLOCKED = (
    "block_public_acls",
    "block_public_policy",
    "ignore_public_acls",
    "restrict_public_buckets",
)


class StateBucketsAreKept(ConfigurationCheck):
    """A bucket counts as one for state if its name or address says so."""

    def __init__(self) -> None:
        super().__init__(
            name="Buckets of Terraform state are versioned, encrypted with a key, private, reached "
            "by TLS alone, and protected from destruction",
            id="CKV_TRAINYARD_10",
            resource_types=["aws_s3_bucket"],
        )

    def judge(self, configuration: Configuration) -> Verdicts:
        for bucket in configuration.of_type("aws_s3_bucket"):
            if _STATE.search(f"{bucket.address} {first(bucket.conf, 'bucket')}"):
                yield (
                    bucket,
                    all(
                        any(is_right(part) for part in _parts(configuration, type_, bucket))
                        for type_, is_right in _RULES.items()
                    )
                    and _is_protected(bucket),
                )


def _parts(configuration: Configuration, type_: str, bucket: Resource) -> list[Resource]:
    """Give what belongs to a bucket, which names it or refers to it."""
    name = first(bucket.conf, "bucket")
    return [
        part
        for part in configuration.of_type(type_)
        if bucket.address in part.references("bucket") or first(part.conf, "bucket") == name
    ]


def _is_versioned(part: Resource) -> bool:
    settings = blocks(part.conf, "versioning_configuration")
    return any(first(each, "status") == "Enabled" for each in settings)


def _has_a_key(part: Resource) -> bool:
    return any(
        first(default, "sse_algorithm") in {"aws:kms", "aws:kms:dsse"}
        for rule in blocks(part.conf, "rule")
        for default in blocks(rule, "apply_server_side_encryption_by_default")
    )


def _is_private(part: Resource) -> bool:
    return all(is_true(first(part.conf, argument)) for argument in _BLOCKED)


def _takes_tls_alone(part: Resource) -> bool:
    policy = first(part.conf, "policy")
    text = json.dumps(policy) if isinstance(policy, Mapping) else str(policy)
    return "aws:SecureTransport" in text and "Deny" in text


def _is_protected(bucket: Resource) -> bool:
    # A plan does not tell of the lifecycle.
    if "__change_actions__" in bucket.conf:
        return True
    return any(is_true(first(each, "prevent_destroy")) for each in blocks(bucket.conf, "lifecycle"))


_RULES: Mapping[str, Callable[[Resource], Any]] = {
    "aws_s3_bucket_versioning": _is_versioned,
    "aws_s3_bucket_server_side_encryption_configuration": _has_a_key,
    "aws_s3_bucket_public_access_block": _is_private,
    "aws_s3_bucket_policy": _takes_tls_alone,
}

check = StateBucketsAreKept()
