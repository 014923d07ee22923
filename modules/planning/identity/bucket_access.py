"""Who may do what with buckets of data, and with the keys that encrypt them.

Sources: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html;
https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html for uploads in parts
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from modules.planning.identity.policy_documents import USES_OF_A_KEY, Statement

_LIST = ("s3:GetBucketLocation", "s3:ListBucket")
_LIST_UPLOADS = ("s3:ListBucketMultipartUploads",)
_READ = ("s3:GetObject",)
_WRITE = (
    "s3:AbortMultipartUpload",
    "s3:DeleteObject",
    "s3:ListMultipartUploadParts",
    "s3:PutObject",
)
#: What reads decrypts; so does what ends an upload in parts.
#: Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuAndPermissions.html
_DECRYPT = ("kms:Decrypt",)
_ENCRYPT = ("kms:Decrypt", "kms:GenerateDataKey")


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedBucket:
    """A bucket as a policy names it.

    Attributes:
        arn: ARN of the bucket.
        key_arn: Key of its objects; None where it has none that must be allowed.
    """

    arn: str
    key_arn: str | None


def bucket_access(
    *, reads: Sequence[UsedBucket], writes: Sequence[UsedBucket], s3_services: str
) -> Sequence[Statement]:
    """Allow reading some buckets, and reading and writing others; old versions stay whoever writes.

    Args:
        reads: Buckets that are only read.
        writes: Buckets that are read and written.
        s3_services: S3 as KMS knows it, in which ``*`` stands for any region.
    """
    found = [
        _allowed("ListBuckets", _LIST, [each.arn for each in (*reads, *writes)]),
        _allowed("ListUploads", _LIST_UPLOADS, [each.arn for each in writes]),
        _allowed("ReadObjects", _READ, [f"{each.arn}/*" for each in (*reads, *writes)]),
        _allowed("WriteObjects", _WRITE, [f"{each.arn}/*" for each in writes]),
        *_keys("DecryptObjects", _DECRYPT, reads, s3_services),
        *_keys("EncryptObjects", _ENCRYPT, writes, s3_services),
    ]
    return [statement for statement in found if statement["Resource"]]


def _keys(
    sid: str, actions: Sequence[str], buckets: Sequence[UsedBucket], s3_services: str
) -> Iterator[Statement]:
    keys = {each.key_arn for each in buckets if each.key_arn is not None}
    through = {"StringLike": {"kms:ViaService": s3_services}}
    yield {**_allowed(sid, actions, sorted(keys)), "Condition": through}


def _allowed(sid: str, actions: Sequence[str], resources: Sequence[str]) -> Statement:
    return {"Sid": sid, "Effect": "Allow", "Action": [*actions], "Resource": [*resources]}


def roles_use_key(
    *, account_id: str, s3_service: str, readers: Sequence[str], writers: Sequence[str]
) -> Sequence[Statement]:
    """Let the named roles, and no others, use a key through S3.

    They stand in a condition and not as principals: KMS refuses a policy that names a role which
    does not exist, and takes the roles of pods away from the policy when they are made anew.

    Source: https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html

    Args:
        account_id: The account of the roles.
        s3_service: Principal of S3 in the region, for example ``s3.us-west-2.amazonaws.com``.
        readers: ARNs of roles that read.
        writers: ARNs of roles that read and write.
    """
    asked = (
        ("NamedRolesReadBuckets", _DECRYPT, readers),
        ("NamedRolesWriteBuckets", _ENCRYPT, writers),
    )
    return [
        {
            "Sid": sid,
            "Effect": "Allow",
            "Principal": {"AWS": "*"},
            "Action": [*actions],
            "Resource": "*",
            "Condition": {
                "StringEquals": {"kms:CallerAccount": account_id, "kms:ViaService": s3_service},
                "ArnLike": {"aws:PrincipalArn": sorted(roles)},
            },
        }
        for sid, actions, roles in asked
        if roles
    ]


def links_use_key(*, account_id: str, s3_service: str, role_arns: str) -> Statement:
    """Let the roles that FSx makes for links to buckets use a key through S3.

    Source: https://docs.aws.amazon.com/fsx/latest/LustreGuide/s3-server-side-encryption-support.html

    Args:
        account_id: The account of the roles.
        s3_service: Principal of S3 in the region.
        role_arns: ARN of the roles, in which ``*`` stands for anything.
    """
    return {
        "Sid": "LinksUseBuckets",
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": [*USES_OF_A_KEY],
        "Resource": "*",
        "Condition": {
            "StringEquals": {"kms:CallerAccount": account_id, "kms:ViaService": s3_service},
            "ArnLike": {"aws:PrincipalArn": role_arns},
        },
    }


def tls_only(bucket_arn: str) -> Sequence[Statement]:
    """Refuse whatever is not sent by TLS 1.2 or newer.

    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html
    """
    return [
        refusal(
            "TlsOnly",
            "s3:*",
            [bucket_arn, f"{bucket_arn}/*"],
            {"Bool": {"aws:SecureTransport": "false"}},
        ),
        refusal(
            "RecentTlsOnly",
            "s3:*",
            [bucket_arn, f"{bucket_arn}/*"],
            {"NumericLessThan": {"s3:TlsVersion": "1.2"}},
        ),
    ]


def refusal(
    sid: str, action: str, resource: str | list[str], condition: dict[str, object]
) -> Statement:
    """Refuse something to everybody."""
    return {
        "Sid": sid,
        "Effect": "Deny",
        "Principal": "*",
        "Action": action,
        "Resource": resource,
        "Condition": condition,
    }
