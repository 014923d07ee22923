"""The file systems of a cluster, and what is told of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from cdktf import TerraformStack
from constructs import Construct

from modules.encryption.key import EncryptionKey
from modules.refs import ClusterRef, NetworkRef
from modules.storage.efs import Efs
from modules.storage.lustre import Lustre
from stacks.buckets import BuiltBuckets
from stacks.props.file_systems import FILE_SYSTEMS, efs_props, file_systems_key
from stacks.props.lustre import lustre_props
from stacks.props.target import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltFileSystems:
    """The file systems of a cluster.

    Attributes:
        key_arns: Key of those that name no other, by what it encrypts, if there is one.
        lustre: How each of Lustre is mounted, by its name in the file.
        efs: The same of those of EFS.
    """

    key_arns: Mapping[str, str]
    lustre: Mapping[str, Mapping[str, str]]
    efs: Mapping[str, Mapping[str, object]]


def build_file_systems(
    stack: TerraformStack,
    keys: Construct,
    target: Target,
    *,
    network: NetworkRef,
    nodes: ClusterRef,
    efa_group_id: str | None,
    buckets: BuiltBuckets,
) -> BuiltFileSystems:
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
    return BuiltFileSystems(
        key_arns={} if key is None else {FILE_SYSTEMS: key.arn},
        lustre=told,
        efs=_build_efs(stack, target, network=network, nodes=nodes, key=key),
    )


def _build_efs(
    stack: TerraformStack,
    target: Target,
    *,
    network: NetworkRef,
    nodes: ClusterRef,
    key: EncryptionKey | None,
) -> Mapping[str, Mapping[str, object]]:
    scope = Construct(stack, "storage-efs")
    told = {}
    for name in sorted(target.cluster.storage.efs):
        props = efs_props(
            target,
            name,
            network=network,
            nodes=nodes,
            key_arn=None if key is None else key.arn,
            after=[] if key is None else [key.key],
        )
        made = Efs(scope, name, props)
        told[name] = {
            "id": made.file_system.id,
            "arn": made.file_system.arn,
            "dns_name": made.file_system.dns_name,
            "access_point_ids": made.access_point_ids,
        }
    return told
