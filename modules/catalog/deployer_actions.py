"""What Terraform's AWS provider asks of AWS for each type of resource, as IAM actions.

What is read, made and deleted was recorded while release 5.100.0 of the provider applied, planned
and destroyed clusters; a test compares. What only a later change of a resource asks for, and what
AWS checks besides, is from the sources named.

Sources: https://github.com/hashicorp/terraform-provider-aws, internal/service, for changes;
https://docs.aws.amazon.com/service-authorization/latest/reference/ for dependent actions
"""

from collections.abc import Mapping
from types import MappingProxyType

from modules.catalog.resource_actions import ResourceActions
from modules.catalog.storage_actions import STORAGE_ACTIONS

_TAG_EC2 = ("ec2:CreateTags",)
_RETAG_EC2 = ("ec2:DeleteTags",)
_ASSOCIATIONS = (
    "eks:CreatePodIdentityAssociation",
    "eks:DeletePodIdentityAssociation",
    "eks:UpdatePodIdentityAssociation",
)

RESOURCE_ACTIONS: Mapping[str, ResourceActions] = MappingProxyType(
    {
        "aws_autoscaling_group_tag": ResourceActions(
            reads=("autoscaling:DescribeTags",),
            creates=("autoscaling:CreateOrUpdateTags",),
            deletes=("autoscaling:DeleteTags",),
        ),
        "aws_autoscaling_schedule": ResourceActions(
            reads=("autoscaling:DescribeScheduledActions",),
            creates=("autoscaling:PutScheduledUpdateGroupAction",),
            deletes=("autoscaling:DeleteScheduledAction",),
        ),
        "aws_cloudwatch_log_group": ResourceActions(
            reads=("logs:DescribeLogGroups", "logs:ListTagsForResource"),
            creates=("logs:CreateLogGroup", "logs:PutRetentionPolicy"),
            changes=(
                "logs:AssociateKmsKey",
                "logs:DisassociateKmsKey",
                "logs:UntagResource",
            ),
            deletes=("logs:DeleteLogGroup",),
            # Tags are part of the call that makes a group.
            checked=("logs:TagResource",),
        ),
        "aws_default_security_group": ResourceActions(
            reads=("ec2:DescribeSecurityGroups",),
            creates=("ec2:RevokeSecurityGroupEgress", "ec2:RevokeSecurityGroupIngress", *_TAG_EC2),
            changes=_RETAG_EC2,
        ),
        "aws_eip": ResourceActions(
            reads=("ec2:DescribeAddresses", "ec2:DescribeAddressesAttribute"),
            creates=("ec2:AllocateAddress", *_TAG_EC2),
            changes=_RETAG_EC2,
            deletes=("ec2:ReleaseAddress",),
        ),
        "aws_eks_access_entry": ResourceActions(
            reads=("eks:DescribeAccessEntry",),
            creates=("eks:CreateAccessEntry",),
            changes=("eks:UpdateAccessEntry", "eks:UntagResource"),
            deletes=("eks:DeleteAccessEntry",),
            checked=("eks:TagResource",),
        ),
        "aws_eks_access_policy_association": ResourceActions(
            reads=("eks:ListAssociatedAccessPolicies",),
            creates=("eks:AssociateAccessPolicy",),
            deletes=("eks:DisassociateAccessPolicy",),
        ),
        "aws_eks_addon": ResourceActions(
            reads=("eks:DescribeAddon", "eks:DescribePodIdentityAssociation"),
            creates=("eks:CreateAddon",),
            changes=("eks:DescribeUpdate", "eks:UntagResource", "eks:UpdateAddon"),
            deletes=("eks:DeleteAddon",),
            # EKS makes the association of an add-on for whoever installs it.
            # Source: https://docs.aws.amazon.com/eks/latest/userguide/add-ons-iam.html
            checked=(*_ASSOCIATIONS, "eks:TagResource", "iam:GetRole", "iam:PassRole"),
        ),
        "aws_eks_cluster": ResourceActions(
            reads=("eks:DescribeCluster",),
            creates=("eks:CreateCluster",),
            changes=(
                "eks:DescribeUpdate",
                "eks:UntagResource",
                "eks:UpdateClusterConfig",
                "eks:UpdateClusterVersion",
            ),
            deletes=("eks:DeleteCluster",),
            # Source: https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html and
            # https://docs.aws.amazon.com/eks/latest/userguide/using-service-linked-roles-eks.html
            checked=(
                "eks:TagResource",
                "iam:CreateServiceLinkedRole",
                "iam:PassRole",
                "kms:CreateGrant",
                "kms:DescribeKey",
            ),
        ),
        "aws_eks_node_group": ResourceActions(
            reads=("eks:DescribeNodegroup",),
            creates=("eks:CreateNodegroup",),
            changes=(
                "eks:DescribeUpdate",
                "eks:UntagResource",
                "eks:UpdateNodegroupConfig",
                "eks:UpdateNodegroupVersion",
            ),
            deletes=("eks:DeleteNodegroup",),
            # EKS tries the launch template in the caller's name, and refuses the node group if it
            # may not launch from it, seen in
            # https://github.com/scylladb/scylla-cluster-tests/issues/12172
            checked=(
                "ec2:CreateTags",
                "ec2:RunInstances",
                "eks:TagResource",
                "iam:CreateServiceLinkedRole",
                "iam:GetRole",
                "iam:PassRole",
            ),
        ),
        "aws_eks_pod_identity_association": ResourceActions(
            reads=("eks:DescribePodIdentityAssociation",),
            creates=("eks:CreatePodIdentityAssociation",),
            changes=("eks:UntagResource", "eks:UpdatePodIdentityAssociation"),
            deletes=("eks:DeletePodIdentityAssociation",),
            # Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelastickubernetesservice.html
            checked=("eks:TagResource", "iam:GetRole", "iam:PassRole"),
        ),
        "aws_flow_log": ResourceActions(
            reads=("ec2:DescribeFlowLogs",),
            creates=("ec2:CreateFlowLogs", *_TAG_EC2),
            changes=_RETAG_EC2,
            deletes=("ec2:DeleteFlowLogs",),
            checked=("iam:PassRole",),
        ),
        "aws_iam_role": ResourceActions(
            reads=("iam:GetRole", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"),
            creates=("iam:CreateRole",),
            changes=(
                "iam:PutRolePermissionsBoundary",
                "iam:UntagRole",
                "iam:UpdateAssumeRolePolicy",
                "iam:UpdateRole",
                "iam:UpdateRoleDescription",
            ),
            deletes=("iam:DeleteRole", "iam:ListInstanceProfilesForRole"),
            # Tags are part of the call that makes a role.
            checked=("iam:TagRole",),
        ),
        "aws_iam_role_policy": ResourceActions(
            reads=("iam:GetRolePolicy",),
            creates=("iam:PutRolePolicy",),
            deletes=("iam:DeleteRolePolicy",),
        ),
        "aws_iam_role_policy_attachment": ResourceActions(
            reads=("iam:ListAttachedRolePolicies",),
            creates=("iam:AttachRolePolicy",),
            deletes=("iam:DetachRolePolicy",),
        ),
        "aws_internet_gateway": ResourceActions(
            reads=("ec2:DescribeInternetGateways",),
            creates=("ec2:AttachInternetGateway", "ec2:CreateInternetGateway", *_TAG_EC2),
            changes=_RETAG_EC2,
            deletes=("ec2:DeleteInternetGateway", "ec2:DetachInternetGateway"),
        ),
        "aws_kms_alias": ResourceActions(
            reads=("kms:ListAliases",),
            creates=("kms:CreateAlias",),
            changes=("kms:UpdateAlias",),
            deletes=("kms:DeleteAlias",),
        ),
        "aws_kms_key": ResourceActions(
            reads=(
                "kms:DescribeKey",
                "kms:GetKeyPolicy",
                "kms:GetKeyRotationStatus",
                "kms:ListResourceTags",
            ),
            creates=("kms:CreateKey", "kms:EnableKeyRotation"),
            changes=("kms:PutKeyPolicy", "kms:UntagResource", "kms:UpdateKeyDescription"),
            deletes=("kms:ScheduleKeyDeletion",),
            # Tags are part of the call that makes a key.
            checked=("kms:TagResource",),
        ),
        "aws_launch_template": ResourceActions(
            reads=("ec2:DescribeLaunchTemplateVersions", "ec2:DescribeLaunchTemplates"),
            creates=("ec2:CreateLaunchTemplate", *_TAG_EC2),
            changes=(
                "ec2:CreateLaunchTemplateVersion",
                "ec2:ModifyLaunchTemplate",
                *_RETAG_EC2,
            ),
            deletes=("ec2:DeleteLaunchTemplate",),
        ),
        "aws_nat_gateway": ResourceActions(
            reads=("ec2:DescribeNatGateways",),
            creates=("ec2:CreateNatGateway", *_TAG_EC2),
            changes=_RETAG_EC2,
            deletes=("ec2:DeleteNatGateway",),
        ),
        "aws_placement_group": ResourceActions(
            reads=("ec2:DescribePlacementGroups",),
            creates=("ec2:CreatePlacementGroup", *_TAG_EC2),
            changes=_RETAG_EC2,
            deletes=("ec2:DeletePlacementGroup",),
        ),
        "aws_route": ResourceActions(
            reads=("ec2:DescribeRouteTables",),
            creates=("ec2:CreateRoute",),
            changes=("ec2:ReplaceRoute",),
            deletes=("ec2:DeleteRoute",),
        ),
        "aws_route_table": ResourceActions(
            reads=("ec2:DescribeRouteTables",),
            creates=("ec2:CreateRouteTable", *_TAG_EC2),
            changes=_RETAG_EC2,
            deletes=("ec2:DeleteRouteTable",),
        ),
        "aws_route_table_association": ResourceActions(
            reads=("ec2:DescribeRouteTables",),
            creates=("ec2:AssociateRouteTable",),
            changes=("ec2:ReplaceRouteTableAssociation",),
            deletes=("ec2:DisassociateRouteTable",),
        ),
        "aws_security_group": ResourceActions(
            reads=("ec2:DescribeSecurityGroups",),
            creates=("ec2:CreateSecurityGroup", "ec2:RevokeSecurityGroupEgress", *_TAG_EC2),
            changes=_RETAG_EC2,
            deletes=("ec2:DeleteSecurityGroup", "ec2:DescribeNetworkInterfaces"),
        ),
        **STORAGE_ACTIONS,
        "aws_subnet": ResourceActions(
            reads=("ec2:DescribeSubnets",),
            creates=("ec2:CreateSubnet", *_TAG_EC2),
            changes=("ec2:ModifySubnetAttribute", *_RETAG_EC2),
            deletes=("ec2:DeleteSubnet", "ec2:DescribeNetworkInterfaces"),
        ),
        "aws_vpc": ResourceActions(
            reads=(
                "ec2:DescribeNetworkAcls",
                "ec2:DescribeRouteTables",
                "ec2:DescribeSecurityGroups",
                "ec2:DescribeVpcAttribute",
                "ec2:DescribeVpcs",
            ),
            creates=("ec2:CreateVpc", "ec2:ModifyVpcAttribute", *_TAG_EC2),
            changes=_RETAG_EC2,
            deletes=("ec2:DeleteVpc",),
        ),
        "aws_vpc_endpoint": ResourceActions(
            reads=("ec2:DescribePrefixLists", "ec2:DescribeVpcEndpoints"),
            creates=("ec2:CreateVpcEndpoint", *_TAG_EC2),
            changes=("ec2:ModifyVpcEndpoint", *_RETAG_EC2),
            deletes=("ec2:DeleteVpcEndpoints",),
            # With private DNS.
            checked=("route53:AssociateVPCWithHostedZone",),
        ),
        "aws_vpc_security_group_egress_rule": ResourceActions(
            reads=("ec2:DescribeSecurityGroupRules",),
            creates=("ec2:AuthorizeSecurityGroupEgress", *_TAG_EC2),
            changes=("ec2:ModifySecurityGroupRules", *_RETAG_EC2),
            deletes=("ec2:RevokeSecurityGroupEgress",),
        ),
        "aws_vpc_security_group_ingress_rule": ResourceActions(
            reads=("ec2:DescribeSecurityGroupRules",),
            creates=("ec2:AuthorizeSecurityGroupIngress", *_TAG_EC2),
            changes=("ec2:ModifySecurityGroupRules", *_RETAG_EC2),
            deletes=("ec2:RevokeSecurityGroupIngress",),
        ),
        "data.aws_caller_identity": ResourceActions(reads=("sts:GetCallerIdentity",)),
        "data.aws_eks_addon_version": ResourceActions(reads=("eks:DescribeAddonVersions",)),
        # Of Terraform's own: it stands in the state, and AWS knows nothing of it.
        "terraform_data": ResourceActions(reads=()),
    }
)
