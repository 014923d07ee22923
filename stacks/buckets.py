"""The buckets of a cluster, and what is told of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from cdktf import TerraformStack
from constructs import Construct

from modules.config.derived.buckets import bucket_arn, bucket_name
from modules.encryption.key import EncryptionKey
from modules.storage.bucket import Bucket
from stacks.props.buckets import BUCKETS, bucket_props, buckets_key
from stacks.props.target import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltBuckets:
    """The buckets of a cluster.

    Attributes:
        key_arn: Key of those that name no other; None where there is none.
        told: Name, ARN and key of each, by its name in the file.
        made: Names of those that are made, known once they are there, by name in the file.
    """

    key_arn: str | None
    told: Mapping[str, Mapping[str, str | None]]
    made: Mapping[str, str]

    @property
    def key_arns(self) -> Mapping[str, str]:
        """That key by what it encrypts, if there is one."""
        return {} if self.key_arn is None else {BUCKETS: self.key_arn}


def build_buckets(stack: TerraformStack, keys: Construct, target: Target) -> BuiltBuckets:
    """Build the buckets that are made, and their key.

    Args:
        stack: The stack.
        keys: Scope of the keys.
        target: The cluster.
    """
    props = buckets_key(target)
    key = None if props is None else EncryptionKey(keys, BUCKETS, props)
    key_arn = None if key is None else key.arn
    scope = Construct(stack, "storage-buckets")
    made = {
        name: Bucket(scope, name, each)
        for name, each in bucket_props(
            target, key_arn=key_arn, after=[] if key is None else [key.key]
        ).items()
    }
    told: dict[str, Mapping[str, str | None]] = {}
    for name, bucket in sorted(target.cluster.storage.buckets.items()):
        own = made.get(name)
        told[name] = {
            "name": bucket_name(target.cluster, name, "") if own is None else own.name,
            "arn": bucket_arn(target.cluster, name, "") if own is None else own.arn,
            "kms_key_arn": bucket.kms_key_arn or (None if own is None else key_arn),
        }
    names = {name: bucket.name for name, bucket in made.items()}
    return BuiltBuckets(key_arn=key_arn, told=told, made=names)
