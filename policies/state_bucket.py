"""Terraform's state is kept as what it is: the only record of what exists."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from terraform_check import ConfigurationCheck
from terraform_graph import Configuration, Resource, strings
from terraform_values import UNKNOWN, all_of, any_of, blocks, first, is_one_of, is_true

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

    def is_about(self, configuration: Configuration, resource: Resource) -> bool | None:
        # An expression too may say what is in it.
        called = " ".join((resource.address, *strings(resource.conf.get("bucket"))))
        return _STATE.search(called) is not None

    def judge(self, configuration: Configuration, resource: Resource) -> bool | None:
        kept = (
            any_of(is_right(part) for part in _parts(configuration, type_, resource))
            for type_, is_right in _RULES.items()
        )
        return all_of((*kept, _is_protected(resource)))


def _parts(configuration: Configuration, type_: str, bucket: Resource) -> list[Resource]:
    """Give what belongs to a bucket, which names it or refers to it."""
    return [
        part
        for part in configuration.of_type(type_)
        if bucket in configuration.named(part, part.conf.get("bucket"), bucket.type)
    ]


def _is_versioned(part: Resource) -> bool | None:
    settings = blocks(part.conf, "versioning_configuration")
    return any_of(is_one_of(first(each, "status"), "Enabled") for each in settings)


def _has_a_key(part: Resource) -> bool | None:
    return any_of(
        is_one_of(first(default, "sse_algorithm"), "aws:kms", "aws:kms:dsse")
        for rule in blocks(part.conf, "rule")
        for default in blocks(rule, "apply_server_side_encryption_by_default")
    )


def _is_private(part: Resource) -> bool | None:
    return all_of(is_true(first(part.conf, argument)) for argument in _BLOCKED)


def _takes_tls_alone(part: Resource) -> bool | None:
    policy = first(part.conf, "policy")
    if policy is UNKNOWN and not _is_written(part):
        return None
    text = json.dumps(part.conf.get("policy"), default=str)
    if "aws:SecureTransport" in text and "Deny" in text:
        return True
    return None if policy is UNKNOWN else False


def _is_written(part: Resource) -> bool:
    """Whether a policy is text, if with references in it."""
    return any("Statement" in text for text in strings(part.conf.get("policy")))


def _is_protected(bucket: Resource) -> bool | None:
    # A plan does not tell of the lifecycle.
    if "__change_actions__" in bucket.conf:
        return True
    lifecycle = blocks(bucket.conf, "lifecycle")
    return any_of(is_true(first(each, "prevent_destroy")) for each in lifecycle)


_RULES: Mapping[str, Callable[[Resource], Any]] = {
    "aws_s3_bucket_versioning": _is_versioned,
    "aws_s3_bucket_server_side_encryption_configuration": _has_a_key,
    "aws_s3_bucket_public_access_block": _is_private,
    "aws_s3_bucket_policy": _takes_tls_alone,
}

check = StateBucketsAreKept()
