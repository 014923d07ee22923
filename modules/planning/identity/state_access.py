"""Who may read and write Terraform's state in S3.

Source: https://developer.hashicorp.com/terraform/language/backend/s3#permissions-required
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from modules.planning.identity.bucket_access import refusal, tls_only
from modules.planning.identity.policy_documents import Statement, policy_json

#: Where Terraform would keep the states of workspaces, which it looks for on every run.
_WORKSPACES = "env:/"
_USE_OF_A_KEY = ("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey")


def state_key(key_prefix: str, name: str) -> str:
    """Give the key of a cluster's state."""
    return f"{key_prefix}/{name}.tfstate"


def state_bucket_state_key(key_prefix: str) -> str:
    """Give the key of the state bucket's own state; no cluster's name begins with ``_``."""
    return state_key(key_prefix, "_state-bucket")


@dataclass(frozen=True, slots=True, kw_only=True)
class StateObject:
    """Where a state is.

    Attributes:
        bucket: Name of the bucket.
        key: Key of the state.
        kms_key_arn: What encrypts it, where that is not left to the bucket.
    """

    bucket: str
    key: str
    kms_key_arn: str | None

    @property
    def prefix(self) -> str:
        """What comes before the cluster's name, without the last ``/``."""
        return self.key.rpartition("/")[0]


def state_access(*, partition: str, states: Sequence[StateObject]) -> Sequence[Statement]:
    """Allow what Terraform does with states and their locks, and nothing else in the buckets."""
    return _access(partition, states, "ReadAndWriteState", ["s3:GetObject", "s3:PutObject"])


def state_reading(*, partition: str, states: Sequence[StateObject]) -> Sequence[Statement]:
    """Allow what a plan does: it reads the state, and writes its lock alone."""
    return _access(partition, states, "ReadState", "s3:GetObject")


def _access(
    partition: str, states: Sequence[StateObject], sid: str, actions: str | list[str]
) -> Sequence[Statement]:
    s3 = f"arn:{partition}:s3:::"
    keys = sorted({state.key for state in states})
    statements: list[Statement] = [
        {
            "Sid": "LookForState",
            "Effect": "Allow",
            "Action": "s3:ListBucket",
            "Resource": _one_or_all(f"{s3}{state.bucket}" for state in states),
            "Condition": {
                "StringLike": {"s3:prefix": [f"{_WORKSPACES}*", *(f"{k}*" for k in keys)]}
            },
        },
        {
            "Sid": sid,
            "Effect": "Allow",
            "Action": actions,
            "Resource": _one_or_all(f"{s3}{state.bucket}/{state.key}" for state in states),
        },
        {
            "Sid": "LockState",
            "Effect": "Allow",
            "Action": ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
            "Resource": _one_or_all(f"{s3}{state.bucket}/{state.key}.tflock" for state in states),
        },
    ]
    kms_keys = {state.kms_key_arn for state in states if state.kms_key_arn is not None}
    if kms_keys:
        statements.append(
            {
                "Sid": "UseKeyOfState",
                "Effect": "Allow",
                "Action": list(_USE_OF_A_KEY),
                "Resource": _one_or_all(kms_keys),
            }
        )
    return statements


def _one_or_all(arns: Iterable[str]) -> str | list[str]:
    first, *others = sorted({*arns})
    return [first, *others] if others else first


def users_use_key(*, users: Sequence[str], s3_service: str) -> Sequence[Statement]:
    """Let those who run Terraform use the key of state, through S3."""
    if not users:
        return ()
    return (
        {
            "Sid": "UsersOfState",
            "Effect": "Allow",
            "Principal": {"AWS": sorted(users)},
            "Action": [*_USE_OF_A_KEY, "kms:DescribeKey"],
            "Resource": "*",
            "Condition": {"StringEquals": {"kms:ViaService": s3_service}},
        },
    )


def bucket_policy(
    *, partition: str, bucket: str, key_prefix: str, key_arn: str, users: Sequence[str]
) -> str:
    """Refuse what is not sent by TLS or not encrypted with the key, and let users in."""
    bucket_arn = f"arn:{partition}:s3:::{bucket}"
    objects = f"{bucket_arn}/*"
    refused: list[Statement] = [
        *tls_only(bucket_arn),
        # Whoever says nothing of encryption gets the bucket's own.
        refusal(
            "KmsOnly",
            "s3:PutObject",
            objects,
            {"StringNotEqualsIfExists": {"s3:x-amz-server-side-encryption": "aws:kms"}},
        ),
        refusal(
            "ThisKeyOnly",
            "s3:PutObject",
            objects,
            {
                "StringNotEqualsIfExists": {
                    "s3:x-amz-server-side-encryption-aws-kms-key-id": key_arn
                }
            },
        ),
    ]
    allowed: list[Statement] = [
        {
            "Sid": "UsersLookForState",
            "Effect": "Allow",
            "Principal": {"AWS": sorted(users)},
            "Action": "s3:ListBucket",
            "Resource": bucket_arn,
        },
        {
            "Sid": "UsersReadWriteAndLock",
            "Effect": "Allow",
            "Principal": {"AWS": sorted(users)},
            "Action": ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
            "Resource": f"{bucket_arn}/{key_prefix}/*",
        },
    ]
    return policy_json([*refused, *(allowed if users else ())])
