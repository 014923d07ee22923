"""A file system of EFS, in every zone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cdktf import ITerraformDependable, TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.efs_access_point import (
    EfsAccessPoint,
    EfsAccessPointPosixUser,
    EfsAccessPointRootDirectory,
    EfsAccessPointRootDirectoryCreationInfo,
)
from cdktf_cdktf_provider_aws.efs_backup_policy import EfsBackupPolicy, EfsBackupPolicyBackupPolicy
from cdktf_cdktf_provider_aws.efs_file_system import EfsFileSystem
from cdktf_cdktf_provider_aws.efs_file_system_policy import EfsFileSystemPolicy
from cdktf_cdktf_provider_aws.efs_mount_target import EfsMountTarget
from cdktf_cdktf_provider_aws.security_group import SecurityGroup
from cdktf_cdktf_provider_aws.vpc_security_group_ingress_rule import VpcSecurityGroupIngressRule
from constructs import Construct

from modules.planning.identity.policy_documents import Statement, policy_json

#: Source: https://docs.aws.amazon.com/efs/latest/ug/network-access.html
_NFS = 2049
_OWNER_ALONE = "0770"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessPointProps:
    """A folder that pods see as the whole file system.

    Attributes:
        path: The folder.
        uid: User that owns it.
        gid: Group that owns it.
    """

    path: str
    uid: int
    gid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EfsProps:
    """Inputs of `Efs`. Any id or ARN may be a token.

    Attributes:
        name: Its name, which is that of its security group too.
        vpc_id: VPC it is in.
        subnet_ids: Subnet of each zone.
        nodes_security_group_id: Group of all nodes.
        throughput_mode: In EFS's own spelling.
        key_arn: Its key.
        has_backups: Whether AWS Backup looks after it.
        access_points: Folders for teams, by name.
        is_protected: Whether Terraform refuses to destroy it.
        after: What must be there first, and go last.
    """

    name: str
    vpc_id: str
    subnet_ids: Mapping[str, str]
    nodes_security_group_id: str
    throughput_mode: str
    key_arn: str
    has_backups: bool
    access_points: Mapping[str, AccessPointProps]
    is_protected: bool
    after: Sequence[ITerraformDependable]


class Efs(Construct):
    """An encrypted file system that nodes mount by TLS, in whichever zone they are."""

    #: The file system.
    file_system: EfsFileSystem
    #: Ids of the access points (tokens), by name.
    access_point_ids: Mapping[str, str]

    def __init__(self, scope: Construct, id_: str, props: EfsProps) -> None:
        """Build the file system and all that it is reached by."""
        super().__init__(scope, id_)
        self.file_system = EfsFileSystem(
            self,
            "efs-file-system",
            encrypted=True,
            kms_key_id=props.key_arn,
            throughput_mode=props.throughput_mode,
            tags={"Name": props.name},
            lifecycle=(
                TerraformResourceLifecycle(prevent_destroy=True) if props.is_protected else None
            ),
            depends_on=[*props.after] or None,
        )
        EfsFileSystemPolicy(
            self,
            "efs-file-system-policy",
            file_system_id=self.file_system.id,
            policy=policy_json(_statements(self.file_system.arn), named="mounts"),
        )
        EfsBackupPolicy(
            self,
            "efs-backup-policy",
            file_system_id=self.file_system.id,
            backup_policy=EfsBackupPolicyBackupPolicy(
                status="ENABLED" if props.has_backups else "DISABLED"
            ),
        )
        self._mount_targets(props)
        self.access_point_ids = {
            name: self._access_point(name, each) for name, each in props.access_points.items()
        }

    def _mount_targets(self, props: EfsProps) -> None:
        group = SecurityGroup(
            self,
            "efs",
            vpc_id=props.vpc_id,
            name=props.name,
            description="NFS from the nodes",
            tags={"Name": props.name},
        )
        VpcSecurityGroupIngressRule(
            self,
            "nfs",
            security_group_id=group.id,
            referenced_security_group_id=props.nodes_security_group_id,
            ip_protocol="tcp",
            from_port=_NFS,
            to_port=_NFS,
            description="NFS from the nodes",
        )
        for zone, subnet_id in props.subnet_ids.items():
            EfsMountTarget(
                self,
                zone,
                file_system_id=self.file_system.id,
                subnet_id=subnet_id,
                security_groups=[group.id],
            )

    def _access_point(self, name: str, props: AccessPointProps) -> str:
        return EfsAccessPoint(
            self,
            f"access-point_{name}",
            file_system_id=self.file_system.id,
            posix_user=EfsAccessPointPosixUser(uid=props.uid, gid=props.gid),
            root_directory=EfsAccessPointRootDirectory(
                path=props.path,
                creation_info=EfsAccessPointRootDirectoryCreationInfo(
                    owner_uid=props.uid, owner_gid=props.gid, permissions=_OWNER_ALONE
                ),
            ),
            tags={"Name": name},
        ).id


def _statements(file_system_arn: str) -> Sequence[Statement]:
    """Let whoever reaches a mount target mount it by TLS, and nobody otherwise.

    With a policy of its own a file system lets in nobody whom the policy does not.

    Source: https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html
    """
    return [
        {
            "Sid": "MountFromTheNetwork",
            "Effect": "Allow",
            "Principal": {"AWS": "*"},
            "Action": [
                "elasticfilesystem:ClientMount",
                "elasticfilesystem:ClientRootAccess",
                "elasticfilesystem:ClientWrite",
            ],
            "Resource": file_system_arn,
            "Condition": {"Bool": {"elasticfilesystem:AccessedViaMountTarget": "true"}},
        },
        {
            "Sid": "TlsOnly",
            "Effect": "Deny",
            "Principal": {"AWS": "*"},
            "Action": "*",
            "Resource": file_system_arn,
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        },
    ]
