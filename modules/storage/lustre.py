"""A Lustre file system, and its links to buckets."""

from collections.abc import Sequence
from dataclasses import dataclass

from cdktf import DataResource, ITerraformDependable, TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.fsx_data_repository_association import (
    FsxDataRepositoryAssociation,
    FsxDataRepositoryAssociationS3,
    FsxDataRepositoryAssociationS3AutoExportPolicy,
    FsxDataRepositoryAssociationS3AutoImportPolicy,
)
from cdktf_cdktf_provider_aws.fsx_lustre_file_system import (
    FsxLustreFileSystem,
    FsxLustreFileSystemMetadataConfiguration,
)
from constructs import Construct

from modules.planning.terraform.scan_skips import skip_comment
from modules.storage.lustre_security_group import (
    LustreSecurityGroup,
    LustreSecurityGroupProps,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkProps:
    """A folder that is linked to a bucket.

    Attributes:
        id: Id of the construct.
        path: Folder of the file system.
        repository: The bucket with a prefix, as ``s3://bucket/prefix``; it may be a token.
        imports: Changes that are imported, in FSx's own spelling.
        exports: Changes that are exported.
    """

    id: str
    path: str
    repository: str
    imports: Sequence[str]
    exports: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LustreProps:
    """Inputs of `Lustre`. Any id or ARN may be a token.

    Attributes:
        name: Its ``Name`` tag.
        subnet_id: The one subnet it is in.
        security_group: Its security group.
        capacity_gib: Size in GiB.
        deployment_type: In FSx's own spelling.
        version: Release of Lustre.
        throughput_mibps_per_tib: Throughput for each TiB; None for a scratch one.
        metadata_iops: Metadata operations in a second; None for what goes with the size.
        has_metadata_settings: Whether metadata operations are provisioned apart.
        efa: Whether clients may use EFA; None for a scratch one.
        key_arn: Its key; None for that of FSx.
        backup_retention_days: Days that a backup is kept; None where there are none.
        is_protected: Whether Terraform refuses to destroy it.
        links: Folders that are linked to buckets.
        after: What must be there first, and go last.
    """

    name: str
    subnet_id: str
    security_group: LustreSecurityGroupProps
    capacity_gib: int
    deployment_type: str
    version: str
    throughput_mibps_per_tib: int | None
    metadata_iops: int | None
    has_metadata_settings: bool
    efa: bool | None
    key_arn: str | None
    backup_retention_days: int | None
    is_protected: bool
    links: Sequence[LinkProps]
    after: Sequence[ITerraformDependable]


class Lustre(Construct):
    """A file system of FSx for Lustre on SSD, with its links."""

    #: The file system.
    file_system: FsxLustreFileSystem
    #: Its security group (token).
    security_group_id: str

    def __init__(self, scope: Construct, id_: str, props: LustreProps) -> None:
        """Build the file system and its links."""
        super().__init__(scope, id_)
        protected = TerraformResourceLifecycle(prevent_destroy=True)
        group = LustreSecurityGroup(self, "lustre", props.security_group)
        self.security_group_id = group.security_group_id
        self.file_system = FsxLustreFileSystem(
            self,
            "fsx-lustre-file-system",
            subnet_ids=[props.subnet_id],
            security_group_ids=[group.security_group_id],
            storage_capacity=props.capacity_gib,
            storage_type="SSD",
            deployment_type=props.deployment_type,
            file_system_type_version=props.version,
            per_unit_storage_throughput=props.throughput_mibps_per_tib,
            metadata_configuration=_metadata(props),
            efa_enabled=props.efa,
            kms_key_id=props.key_arn,
            automatic_backup_retention_days=props.backup_retention_days,
            tags={"Name": props.name},
            lifecycle=protected if props.is_protected else None,
            depends_on=[*group.rules, *props.after],
        )
        if props.key_arn is None:
            skip = skip_comment("CKV_AWS_190", "FSx encrypts a scratch one with a key of its own")
            self.file_system.add_override("//.checkov", [skip])
        for link in props.links:
            self._link(link)

    def _link(self, link: LinkProps) -> None:
        """Link a folder, anew where it imports or exports something for the first time or no more.

        The provider leaves on what is no longer written.
        """
        imports = FsxDataRepositoryAssociationS3AutoImportPolicy(events=[*link.imports])
        exports = FsxDataRepositoryAssociationS3AutoExportPolicy(events=[*link.exports])
        ways = DataResource(
            self,
            f"{link.id}_ways",
            input={"imports": bool(link.imports), "exports": bool(link.exports)},
        )
        association = FsxDataRepositoryAssociation(
            self,
            link.id,
            file_system_id=self.file_system.id,
            file_system_path=link.path,
            data_repository_path=link.repository,
            batch_import_meta_data_on_create=True,
            s3=FsxDataRepositoryAssociationS3(
                auto_import_policy=imports if link.imports else None,
                auto_export_policy=exports if link.exports else None,
            ),
        )
        # cdktf makes an expression of a reference, which Terraform does not read here.
        address = f"terraform_data.{ways.friendly_unique_id}"
        association.add_override("lifecycle.replace_triggered_by", [address])


def _metadata(props: LustreProps) -> FsxLustreFileSystemMetadataConfiguration | None:
    if not props.has_metadata_settings:
        return None
    if props.metadata_iops is None:
        return FsxLustreFileSystemMetadataConfiguration(mode="AUTOMATIC")
    return FsxLustreFileSystemMetadataConfiguration(
        mode="USER_PROVISIONED", iops=props.metadata_iops
    )
