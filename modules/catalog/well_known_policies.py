"""What controllers that many clusters run ask of AWS, as IAM policies.

``{partition}``, ``{region}`` and ``{cluster}`` are those of the cluster. Where a controller's own
policy lets it touch what any cluster has, the cluster's tag narrows it to this one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

Condition = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowedActions:
    """One statement.

    Attributes:
        actions: What may be done.
        resources: ARNs of what it may be done to.
        condition: What narrows it down further, in IAM's own spelling.
    """

    actions: Sequence[str]
    resources: Sequence[str] = ("*",)
    condition: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WellKnownPolicy:
    """What one controller needs.

    Attributes:
        name: Our word for it.
        statements: What it may do.
        endpoints: AWS services it calls, beside those that every node does.
        source: Where its makers say so.
        checked: The day it was read.
    """

    name: str
    statements: Sequence[AllowedActions]
    endpoints: Sequence[str]
    source: str
    checked: str


#: EKS tags the groups of node groups so, and names them.
#: Source: https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
_SCALED = AllowedActions(
    actions=("autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"),
    resources=(
        "arn:{partition}:autoscaling:{region}:*:autoScalingGroup:*:autoScalingGroupName/eks-*",
    ),
    condition={
        "StringEquals": {"aws:ResourceTag/k8s.io/cluster-autoscaler/{cluster}": "owned"},
    },
)

_TAG = "elbv2.k8s.aws/cluster"
_ON_ITS_OWN: Condition = {"StringEquals": {f"aws:ResourceTag/{_TAG}": "{cluster}"}}
_MADE_ITS_OWN: Condition = {"StringEquals": {f"aws:RequestTag/{_TAG}": "{cluster}"}}
#: It may change tags of what is its own, but not whose it is.
_STAYS_ITS_OWN: Condition = {**_ON_ITS_OWN, "Null": {f"aws:RequestTag/{_TAG}": "true"}}
_SECURITY_GROUPS = ("arn:{partition}:ec2:*:*:security-group/*",)
_ELB = "arn:{partition}:elasticloadbalancing:*:*"
_TARGET_GROUPS = (f"{_ELB}:targetgroup/*/*",)
_BALANCERS = (f"{_ELB}:loadbalancer/net/*/*", f"{_ELB}:loadbalancer/app/*/*", *_TARGET_GROUPS)
_LISTENERS = tuple(
    f"{_ELB}:{kind}/{of}/*/*/*" for kind in ("listener", "listener-rule") for of in ("net", "app")
)

_LOAD_BALANCER_CONTROLLER = (
    AllowedActions(
        actions=("iam:CreateServiceLinkedRole",),
        condition={"StringEquals": {"iam:AWSServiceName": "elasticloadbalancing.amazonaws.com"}},
    ),
    AllowedActions(
        actions=(
            "ec2:DescribeAccountAttributes",
            "ec2:DescribeAddresses",
            "ec2:DescribeAvailabilityZones",
            "ec2:DescribeCoipPools",
            "ec2:DescribeInstances",
            "ec2:DescribeInternetGateways",
            "ec2:DescribeIpamPools",
            "ec2:DescribeNetworkInterfaces",
            "ec2:DescribeRouteTables",
            "ec2:DescribeSecurityGroups",
            "ec2:DescribeSubnets",
            "ec2:DescribeTags",
            "ec2:DescribeVpcPeeringConnections",
            "ec2:DescribeVpcs",
            "ec2:GetCoipPoolUsage",
            "ec2:GetSecurityGroupsForVpc",
            "elasticloadbalancing:DescribeCapacityReservation",
            "elasticloadbalancing:DescribeListenerAttributes",
            "elasticloadbalancing:DescribeListenerCertificates",
            "elasticloadbalancing:DescribeListeners",
            "elasticloadbalancing:DescribeLoadBalancerAttributes",
            "elasticloadbalancing:DescribeLoadBalancers",
            "elasticloadbalancing:DescribeRules",
            "elasticloadbalancing:DescribeSSLPolicies",
            "elasticloadbalancing:DescribeTags",
            "elasticloadbalancing:DescribeTargetGroupAttributes",
            "elasticloadbalancing:DescribeTargetGroups",
            "elasticloadbalancing:DescribeTargetHealth",
            "elasticloadbalancing:DescribeTrustStores",
        ),
    ),
    AllowedActions(
        actions=(
            "acm:DescribeCertificate",
            "acm:ListCertificates",
            "cognito-idp:DescribeUserPoolClient",
            "iam:GetServerCertificate",
            "iam:ListServerCertificates",
            "shield:CreateProtection",
            "shield:DeleteProtection",
            "shield:DescribeProtection",
            "shield:GetSubscriptionState",
            "waf-regional:AssociateWebACL",
            "waf-regional:DisassociateWebACL",
            "waf-regional:GetWebACL",
            "waf-regional:GetWebACLForResource",
            "wafv2:AssociateWebACL",
            "wafv2:DisassociateWebACL",
            "wafv2:GetWebACL",
            "wafv2:GetWebACLForResource",
        ),
    ),
    # It opens the security group of nodes, which is not its own, to its load balancers.
    AllowedActions(
        actions=(
            "ec2:AuthorizeSecurityGroupIngress",
            "ec2:CreateSecurityGroup",
            "ec2:RevokeSecurityGroupIngress",
        ),
    ),
    AllowedActions(
        actions=("ec2:CreateTags",),
        resources=_SECURITY_GROUPS,
        condition={
            "StringEquals": {
                "ec2:CreateAction": "CreateSecurityGroup",
                **_MADE_ITS_OWN["StringEquals"],
            }
        },
    ),
    AllowedActions(
        actions=("ec2:CreateTags", "ec2:DeleteTags"),
        resources=_SECURITY_GROUPS,
        condition=_STAYS_ITS_OWN,
    ),
    AllowedActions(actions=("ec2:DeleteSecurityGroup",), condition=_ON_ITS_OWN),
    AllowedActions(
        actions=(
            "elasticloadbalancing:CreateLoadBalancer",
            "elasticloadbalancing:CreateTargetGroup",
        ),
        condition=_MADE_ITS_OWN,
    ),
    AllowedActions(
        actions=("elasticloadbalancing:AddTags",),
        resources=_BALANCERS,
        condition=_MADE_ITS_OWN,
    ),
    AllowedActions(
        actions=("elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"),
        resources=_BALANCERS,
        condition=_STAYS_ITS_OWN,
    ),
    AllowedActions(
        actions=("elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"),
        resources=_LISTENERS,
    ),
    AllowedActions(
        actions=(
            "elasticloadbalancing:DeleteLoadBalancer",
            "elasticloadbalancing:DeleteTargetGroup",
            "elasticloadbalancing:ModifyCapacityReservation",
            "elasticloadbalancing:ModifyIpPools",
            "elasticloadbalancing:ModifyListenerAttributes",
            "elasticloadbalancing:ModifyLoadBalancerAttributes",
            "elasticloadbalancing:ModifyTargetGroup",
            "elasticloadbalancing:ModifyTargetGroupAttributes",
            "elasticloadbalancing:SetIpAddressType",
            "elasticloadbalancing:SetSecurityGroups",
            "elasticloadbalancing:SetSubnets",
        ),
        condition=_ON_ITS_OWN,
    ),
    # Target groups of others can be bound to its pods.
    AllowedActions(
        actions=(
            "elasticloadbalancing:DeregisterTargets",
            "elasticloadbalancing:RegisterTargets",
        ),
        resources=_TARGET_GROUPS,
    ),
    AllowedActions(
        actions=(
            "elasticloadbalancing:AddListenerCertificates",
            "elasticloadbalancing:CreateListener",
            "elasticloadbalancing:CreateRule",
            "elasticloadbalancing:DeleteListener",
            "elasticloadbalancing:DeleteRule",
            "elasticloadbalancing:ModifyListener",
            "elasticloadbalancing:ModifyRule",
            "elasticloadbalancing:RemoveListenerCertificates",
            "elasticloadbalancing:SetRulePriorities",
            "elasticloadbalancing:SetWebAcl",
        ),
    ),
)

WELL_KNOWN_POLICIES: Mapping[str, WellKnownPolicy] = MappingProxyType(
    {
        policy.name: policy
        for policy in (
            WellKnownPolicy(
                name="cluster_autoscaler",
                statements=(
                    AllowedActions(
                        actions=(
                            "autoscaling:DescribeAutoScalingGroups",
                            "autoscaling:DescribeAutoScalingInstances",
                            "autoscaling:DescribeLaunchConfigurations",
                            "autoscaling:DescribeScalingActivities",
                            "autoscaling:DescribeTags",
                            "ec2:DescribeImages",
                            "ec2:DescribeInstanceTypes",
                            "ec2:DescribeLaunchTemplateVersions",
                            "ec2:GetInstanceTypesFromInstanceRequirements",
                        ),
                    ),
                    AllowedActions(
                        actions=("eks:DescribeNodegroup",),
                        resources=("arn:{partition}:eks:{region}:*:nodegroup/{cluster}/*/*",),
                    ),
                    _SCALED,
                ),
                endpoints=("autoscaling", "eks"),
                source=(
                    "https://github.com/kubernetes/autoscaler "
                    "(cluster-autoscaler/cloudprovider/aws/README.md)"
                ),
                checked="2026-11-25",
            ),
            WellKnownPolicy(
                name="aws_load_balancer_controller",
                statements=_LOAD_BALANCER_CONTROLLER,
                endpoints=("elasticloadbalancing",),
                source=(
                    "https://github.com/kubernetes-sigs/aws-load-balancer-controller "
                    "(docs/install/iam_policy.json), as https://github.com/eksctl-io/eksctl "
                    "(pkg/cfn/builder/statement.go) has it"
                ),
                checked="2026-11-25",
            ),
            WellKnownPolicy(
                name="external_dns",
                statements=(
                    AllowedActions(
                        actions=("route53:ChangeResourceRecordSets",),
                        resources=("arn:{partition}:route53:::hostedzone/*",),
                    ),
                    AllowedActions(
                        actions=(
                            "route53:ListHostedZones",
                            "route53:ListResourceRecordSets",
                            "route53:ListTagsForResource",
                            "route53:ListTagsForResources",
                        ),
                    ),
                ),
                endpoints=(),
                source=("https://github.com/kubernetes-sigs/external-dns (docs/tutorials/aws.md)"),
                checked="2026-11-25",
            ),
        )
    }
)
