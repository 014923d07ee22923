"""The Lustre file systems of a cluster, and what is told of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from cdktf import TerraformStack
from constructs import Construct

from modules.encryption.key import EncryptionKey
from modules.refs import ClusterRef, NetworkRef
from modules.storage.lustre import Lustre
from stacks.buckets import BuiltBuckets
from stacks.props.lustre import FILE_SYSTEMS, file_systems_key, lustre_props
from stacks.props.target import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltLustre:
    """The Lustre file systems of a cluster.

    Attributes:
        key_arns: Key of those that name no other, by what it encrypts, if there is one.
        told: How each is mounted, by its name in the file.
    """

    key_arns: Mapping[str, str]
    told: Mapping[str, Mapping[str, str]]


def build_lustre(
    stack: TerraformStack,
    keys: Construct,
    target: Target,
    *,
    network: NetworkRef,
    nodes: ClusterRef,
    efa_group_id: str | None,
    buckets: BuiltBuckets,
) -> BuiltLustre:
    """Build the file systems, each with a security group, and their key.

    Args:
        stack: The stack.
        keys: Scope of the keys.
        target: The cluster.
        network: Where they are.
        nodes: Whose nodes reach them.
        efa_group_id: Group of the nodes with EFA; None where there are none.
        buckets: The buckets they are linked to.
    """
    key_props = file_systems_key(target)
    key = None if key_props is None else EncryptionKey(keys, FILE_SYSTEMS, key_props)
    scope = Construct(stack, "storage-lustre")
    told = {}
    for name in sorted(target.cluster.storage.lustre):
        props = lustre_props(
            target,
            name,
            network=network,
            nodes=nodes,
            efa_group_id=efa_group_id,
            key_arn=None if key is None else key.arn,
            bucket_names=buckets.made,
            after=[] if key is None else [key.key],
        )
        made = Lustre(scope, name, props)
        told[name] = {
            "id": made.file_system.id,
            "arn": made.file_system.arn,
            "dns_name": made.file_system.dns_name,
            "mount_name": made.file_system.mount_name,
            "security_group_id": made.security_group_id,
        }
    return BuiltLustre(key_arns={} if key is None else {FILE_SYSTEMS: key.arn}, told=told)
