"""What a deployer's policy allows on buckets and file systems."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from modules.planning.identity.deployed_stack import DeployedStack
from modules.planning.identity.scopes import Scope, tagged, tagging

LINK = "aws_fsx_data_repository_association"
#: Source: https://docs.aws.amazon.com/fsx/latest/LustreGuide/using-service-linked-roles.html
ROLES_OF_STORAGE = {
    "aws_efs_backup_policy": "backup",
    "aws_efs_file_system": "elasticfilesystem",
    "aws_fsx_lustre_file_system": "fsx",
    LINK: "s3.data-source.lustre.fsx",
}
#: Statements of services whose reads have other resources than their changes.
LOOK_AND_CHANGE = {
    "elasticfilesystem": ("LookAtSharedFiles", "OwnSharedFiles"),
    "fsx": ("LookAtFileSystems", "OwnFileSystems"),
    "s3": ("LookAtBuckets", "Buckets"),
}


def _bucket_arns(stack: DeployedStack, names: Sequence[str]) -> Sequence[str]:
    return [f"arn:{stack.partition}:s3:::{name}" for name in names]


#: The scope of each statement.
STORAGE_SCOPES: Mapping[str, Callable[[DeployedStack], Scope]] = MappingProxyType(
    {
        "Buckets": lambda stack: (_bucket_arns(stack, stack.buckets), None),
        "EmptyBuckets": lambda stack: (
            [
                each
                for arn in _bucket_arns(stack, stack.emptied_buckets)
                for each in (arn, f"{arn}/*")
            ],
            None,
        ),
        "LookAtSharedFiles": lambda stack: (stack.arn("elasticfilesystem", "*"), None),
        "MakeSharedFiles": lambda stack: (stack.arn("elasticfilesystem", "*"), tagging(stack)),
        "OwnSharedFiles": lambda stack: (stack.arn("elasticfilesystem", "*"), tagged(stack)),
        "LookAtFileSystems": lambda stack: (stack.arn("fsx", "*"), None),
        "MakeFileSystems": lambda stack: (stack.arn("fsx", "*"), tagging(stack)),
        "OwnFileSystems": lambda stack: (stack.arn("fsx", "*"), tagged(stack)),
        "RolesOfLinks": lambda stack: (
            stack.global_arn(
                "iam", f"role/aws-service-role/{ROLES_OF_STORAGE[LINK]}.amazonaws.com/*"
            ),
            None,
        ),
        "LookAtBuckets": lambda stack: (
            _bucket_arns(stack, sorted({*stack.buckets, *stack.let_go_buckets})),
            None,
        ),
    }
)
