"""The key of the file systems of a cluster, and inputs of those of EFS."""

from collections.abc import Sequence

from cdktf import ITerraformDependable

from modules.config.derived.file_systems import has_key_of_file_systems
from modules.encryption.key import EncryptionKeyProps
from modules.planning.identity.policy_documents import account_administers_key
from modules.refs import ClusterRef, NetworkRef
from modules.storage.efs import AccessPointProps, EfsProps
from stacks.props.target import Target

#: Id of the key, beside those of `stacks.props.encryption`.
FILE_SYSTEMS = "file-systems"


def file_systems_key(target: Target) -> EncryptionKeyProps | None:
    """Describe the key of file systems; None where none uses it."""
    if not has_key_of_file_systems(target.cluster):
        return None
    return EncryptionKeyProps(
        alias=f"{target.cluster.name}-{FILE_SYSTEMS}",
        description=f"File systems of the EKS cluster {target.cluster.name}",
        # FSx and EFS work by grants, which whoever makes a file system gives them.
        statements=[account_administers_key(target.region.partition, target.account_id)],
        goes_last=True,
    )


def efs_props(
    target: Target,
    name: str,
    *,
    network: NetworkRef,
    nodes: ClusterRef,
    key_arn: str | None,
    after: Sequence[ITerraformDependable],
) -> EfsProps:
    """Describe a file system of EFS.

    Args:
        target: The cluster.
        name: What the file calls it.
        network: Where it is.
        nodes: Whose nodes reach it.
        key_arn: The cluster's key of file systems; None where none uses it.
        after: That key, which must not go before a file system has.
    """
    efs = target.cluster.storage.efs[name]
    return EfsProps(
        name=f"{target.cluster.name}-{name}-efs",
        vpc_id=network.vpc_id,
        subnet_ids=network.private_subnet_ids,
        nodes_security_group_id=nodes.security_group_id,
        throughput_mode=efs.throughput,
        key_arn=efs.kms_key_arn or key_arn or "",
        has_backups=efs.backups,
        access_points={
            key: AccessPointProps(path=each.path or f"/{key}", uid=each.uid, gid=each.gid)
            for key, each in sorted(efs.access_points.items())
        },
        is_protected=not efs.delete_with_files,
        after=after,
    )
