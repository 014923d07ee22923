"""What Terraform's AWS provider asks of AWS for buckets and file systems, as IAM actions.

Recorded and compared as `modules.catalog.deployer_actions` says.

Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
"""

from collections.abc import Mapping
from types import MappingProxyType

from modules.catalog.resource_actions import ResourceActions

STORAGE_ACTIONS: Mapping[str, ResourceActions] = MappingProxyType(
    {
        "aws_efs_access_point": ResourceActions(
            reads=("elasticfilesystem:DescribeAccessPoints",),
            creates=("elasticfilesystem:CreateAccessPoint",),
            changes=("elasticfilesystem:ListTagsForResource", "elasticfilesystem:UntagResource"),
            deletes=("elasticfilesystem:DeleteAccessPoint",),
            checked=("elasticfilesystem:TagResource",),
        ),
        "aws_efs_backup_policy": ResourceActions(
            reads=("elasticfilesystem:DescribeBackupPolicy",),
            creates=("elasticfilesystem:PutBackupPolicy",),
            deletes=("elasticfilesystem:PutBackupPolicy",),
            checked=("iam:CreateServiceLinkedRole",),
        ),
        "aws_efs_file_system": ResourceActions(
            reads=(
                "elasticfilesystem:DescribeFileSystems",
                "elasticfilesystem:DescribeLifecycleConfiguration",
            ),
            creates=("elasticfilesystem:CreateFileSystem",),
            changes=(
                "elasticfilesystem:ListTagsForResource",
                "elasticfilesystem:UntagResource",
                "elasticfilesystem:UpdateFileSystem",
            ),
            deletes=("elasticfilesystem:DeleteFileSystem",),
            checked=(
                "elasticfilesystem:TagResource",
                "iam:CreateServiceLinkedRole",
                "kms:CreateGrant",
                "kms:DescribeKey",
            ),
        ),
        "aws_efs_file_system_policy": ResourceActions(
            reads=("elasticfilesystem:DescribeFileSystemPolicy",),
            creates=("elasticfilesystem:PutFileSystemPolicy",),
            deletes=("elasticfilesystem:DeleteFileSystemPolicy",),
        ),
        "aws_efs_mount_target": ResourceActions(
            reads=(
                "elasticfilesystem:DescribeMountTargetSecurityGroups",
                "elasticfilesystem:DescribeMountTargets",
            ),
            creates=("elasticfilesystem:CreateMountTarget",),
            changes=("elasticfilesystem:ModifyMountTargetSecurityGroups",),
            deletes=("elasticfilesystem:DeleteMountTarget",),
            # Source: https://docs.aws.amazon.com/efs/latest/ug/API_CreateMountTarget.html
            checked=(
                "ec2:CreateNetworkInterface",
                "ec2:DeleteNetworkInterface",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeSubnets",
            ),
        ),
        # FSx was not there to record: all of it is from the provider's source.
        "aws_fsx_data_repository_association": ResourceActions(
            reads=("fsx:DescribeDataRepositoryAssociations", "fsx:ListTagsForResource"),
            creates=("fsx:CreateDataRepositoryAssociation",),
            changes=("fsx:UntagResource", "fsx:UpdateDataRepositoryAssociation"),
            deletes=("fsx:DeleteDataRepositoryAssociation",),
            # FSx makes a role of its own for each file system, and lets it into the bucket.
            # Source: https://docs.aws.amazon.com/fsx/latest/LustreGuide/setting-up.html
            checked=(
                "fsx:TagResource",
                "iam:AttachRolePolicy",
                "iam:CreateServiceLinkedRole",
                "iam:PutRolePolicy",
            ),
        ),
        "aws_fsx_lustre_file_system": ResourceActions(
            reads=("fsx:DescribeFileSystems", "fsx:ListTagsForResource"),
            creates=("fsx:CreateFileSystem",),
            changes=("fsx:UntagResource", "fsx:UpdateFileSystem"),
            deletes=("fsx:DeleteFileSystem",),
            # Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonfsx.html
            checked=(
                "ec2:GetSecurityGroupsForVpc",
                "fsx:TagResource",
                "iam:CreateServiceLinkedRole",
                "kms:CreateGrant",
                "kms:DescribeKey",
            ),
        ),
        "aws_s3_bucket": ResourceActions(
            reads=(
                "s3:GetAccelerateConfiguration",
                "s3:GetBucketAcl",
                "s3:GetBucketCORS",
                "s3:GetBucketLogging",
                "s3:GetBucketObjectLockConfiguration",
                "s3:GetBucketPolicy",
                "s3:GetBucketRequestPayment",
                "s3:GetBucketTagging",
                "s3:GetBucketVersioning",
                "s3:GetBucketWebsite",
                "s3:GetEncryptionConfiguration",
                "s3:GetLifecycleConfiguration",
                "s3:GetReplicationConfiguration",
                "s3:ListBucket",
            ),
            creates=("s3:CreateBucket", "s3:PutBucketTagging"),
            deletes=("s3:DeleteBucket",),
            # With delete_with_objects alone.
            checked=("s3:DeleteObject", "s3:DeleteObjectVersion", "s3:ListBucketVersions"),
        ),
        "aws_s3_bucket_lifecycle_configuration": ResourceActions(
            reads=("s3:GetLifecycleConfiguration",),
            creates=("s3:PutLifecycleConfiguration",),
            deletes=("s3:PutLifecycleConfiguration",),
        ),
        "aws_s3_bucket_logging": ResourceActions(
            reads=("s3:GetBucketLogging",),
            creates=("s3:PutBucketLogging",),
            deletes=("s3:PutBucketLogging",),
        ),
        "aws_s3_bucket_ownership_controls": ResourceActions(
            reads=("s3:GetBucketOwnershipControls",),
            creates=("s3:PutBucketOwnershipControls",),
            deletes=("s3:PutBucketOwnershipControls",),
        ),
        "aws_s3_bucket_policy": ResourceActions(
            reads=("s3:GetBucketPolicy",),
            creates=("s3:PutBucketPolicy",),
            deletes=("s3:DeleteBucketPolicy",),
        ),
        "aws_s3_bucket_public_access_block": ResourceActions(
            reads=("s3:GetBucketPublicAccessBlock",),
            creates=("s3:PutBucketPublicAccessBlock",),
            deletes=("s3:PutBucketPublicAccessBlock",),
        ),
        "aws_s3_bucket_server_side_encryption_configuration": ResourceActions(
            reads=("s3:GetEncryptionConfiguration",),
            creates=("s3:PutEncryptionConfiguration",),
            deletes=("s3:PutEncryptionConfiguration",),
        ),
        "aws_s3_bucket_versioning": ResourceActions(
            reads=("s3:GetBucketVersioning",),
            creates=("s3:PutBucketVersioning",),
            deletes=("s3:PutBucketVersioning",),
        ),
    }
)
