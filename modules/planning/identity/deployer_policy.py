"""The IAM policies that whoever runs Terraform on a cluster needs, and no more.

A policy is as narrow as the names known before apply allow. Where it says ``*`` the action takes no
resource, or the resource has no name before it is made; what can be told by its tag then is.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from modules.catalog.deployer_actions import RESOURCE_ACTIONS
from modules.catalog.resource_actions import ResourceActions
from modules.planning.identity.deployed_stack import DeployedStack
from modules.planning.identity.managed_policies import managed_policies
from modules.planning.identity.policy_documents import Statement
from modules.planning.identity.scopes import Condition, Scope, of_cluster, tagged, tagging
from modules.planning.identity.storage_scopes import (
    LINK,
    LOOK_AND_CHANGE,
    ROLES_OF_STORAGE,
    STORAGE_SCOPES,
)

#: Services that must be able to make their own role the first time an account uses them.
#: Source: https://docs.aws.amazon.com/eks/latest/userguide/using-service-linked-roles.html
_WITH_OWN_ROLE = ("autoscaling", "eks", "eks-nodegroup")
#: EKS takes the roles of nodes and add-ons for the services that use them.
_PASSED_TO = ("eks", "eks-nodegroup")

_PARTS = {"ec2": "apply-network", "route53": "apply-network", "iam": "apply-identity"}


def deployer_policies(stack: DeployedStack) -> Mapping[str, str]:
    """Write the policies: ``plan``, and the others to add to it for an apply or a destroy.

    They are several because IAM takes managed policies of 6,144 characters; where that is not
    enough, a part has a second one.
    """
    let_go = (action for type_ in stack.let_go_types for action in RESOURCE_ACTIONS[type_].reads)
    plan = sorted({*_actions(stack, lambda actions: actions.reads), *let_go})
    apply = _actions(
        stack,
        lambda actions: actions.creates + actions.changes + actions.deletes + actions.checked,
    )
    writes = sorted(set(apply) - set(plan))
    by_part: dict[str, list[str]] = {"apply-network": [], "apply-identity": [], "apply-cluster": []}
    for action in writes:
        by_part[_PARTS.get(action.partition(":")[0], "apply-cluster")].append(action)
    return {
        name: document
        for part, actions in {"plan": plan, **by_part}.items()
        for name, document in managed_policies(part, _statements(stack, actions)).items()
    }


def _actions(
    stack: DeployedStack, choose: Callable[[ResourceActions], tuple[str, ...]]
) -> list[str]:
    return sorted({action for type_ in stack.types for action in choose(RESOURCE_ACTIONS[type_])})


def _statements(stack: DeployedStack, actions: Iterable[str]) -> list[Statement]:
    """Put actions with one scope into one statement."""
    statements: dict[str, list[str]] = {}
    for action in actions:
        for sid in _scopes_of(action):
            statements.setdefault(sid, []).append(action)
    if not stack.former_policy_arns:
        statements.pop("FormerPolicies", None)
    if not stack.emptied_buckets:
        statements.pop("EmptyBuckets", None)
    if LINK not in stack.types:
        statements.pop("RolesOfLinks", None)
    return [_statement(stack, sid, statements[sid]) for sid in sorted(statements)]


def _statement(stack: DeployedStack, sid: str, actions: Sequence[str]) -> Statement:
    resources, condition = _SCOPES[sid](stack)
    if stack.regions and sid != "WithoutResource" and _in_any_region(resources):
        condition = _both(condition or {}, {"StringEquals": {"aws:RequestedRegion": stack.regions}})
    statement = {"Sid": sid, "Effect": "Allow", "Action": list(actions), "Resource": resources}
    return statement if condition is None else {**statement, "Condition": condition}


def _in_any_region(resources: str | Sequence[str]) -> bool:
    arns = [resources] if isinstance(resources, str) else resources
    return any(arn == "*" or arn.split(":")[3] == "*" for arn in arns)


def _both(one: Condition, other: Condition) -> Condition:
    return {
        operator: {**one.get(operator, {}), **other.get(operator, {})}
        for operator in sorted({*one, *other})
    }


def _scopes_of(action: str) -> Sequence[str]:
    """Give the ids of the statements an action belongs to."""
    exact = [sid for sid, actions in _BY_SID.items() if action in actions]
    if exact:
        return exact
    service, _, name = action.partition(":")
    if service == "ec2":
        if name.startswith("Describe"):
            return ["WithoutResource"]
        return ["OwnNetwork"] if action in _ON_TAGGED else ["Network"]
    if service in LOOK_AND_CHANGE:
        look, change = LOOK_AND_CHANGE[service]
        return [look if name.startswith(("Describe", "Get", "List")) else change]
    return [{"eks": "Cluster", "iam": "Roles", "logs": "LogGroups", "kms": "Keys"}[service]]


#: Deletes one thing, which has had the cluster's tag since it was made.
_ON_TAGGED = {
    f"ec2:{name}"
    for name in (
        "DeleteFlowLogs",
        "DeleteInternetGateway",
        "DeleteLaunchTemplate",
        "DeleteNatGateway",
        "DeletePlacementGroup",
        "DeleteRoute",
        "DeleteRouteTable",
        "DeleteSecurityGroup",
        "DeleteSubnet",
        "DeleteTags",
        "DeleteVpc",
        "DeleteVpcEndpoints",
        "ReleaseAddress",
    )
}
#: Statements of actions whose service does not tell; most have one.
_BY_SID: Mapping[str, Sequence[str]] = {
    "Aliases": ("kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"),
    "AutoScalingGroups": (
        "autoscaling:CreateOrUpdateTags",
        "autoscaling:DeleteScheduledAction",
        "autoscaling:DeleteTags",
        "autoscaling:PutScheduledUpdateGroupAction",
    ),
    "BoundedRoles": ("iam:CreateRole", "iam:PutRolePermissionsBoundary"),
    "EmptyBuckets": ("s3:DeleteObject", "s3:DeleteObjectVersion", "s3:ListBucketVersions"),
    "EndpointNames": ("route53:AssociateVPCWithHostedZone",),
    "FormerPolicies": ("iam:DetachRolePolicy",),
    "KnownPolicies": ("iam:AttachRolePolicy", "iam:DetachRolePolicy"),
    "MakeFileSystems": (
        "fsx:CreateDataRepositoryAssociation",
        "fsx:CreateFileSystem",
        "fsx:TagResource",
    ),
    "MakeSharedFiles": (
        "elasticfilesystem:CreateAccessPoint",
        "elasticfilesystem:CreateFileSystem",
        "elasticfilesystem:TagResource",
    ),
    "MakeTagged": ("eks:CreateCluster", "kms:CreateKey"),
    "OwnKeys": ("kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"),
    "PassRoles": ("iam:PassRole",),
    "Roles": ("iam:PutRolePolicy",),
    "RolesOfLinks": ("iam:AttachRolePolicy", "iam:PutRolePolicy"),
    "RolesOfServices": ("iam:CreateServiceLinkedRole",),
    "TagDefaultSecurityGroup": ("ec2:CreateTags",),
    "TagOwn": ("ec2:CreateTags",),
    "TagWhatIsMade": ("ec2:CreateTags",),
    "TryLaunchTemplates": ("ec2:RunInstances",),
    "WithoutResource": (
        "autoscaling:DescribeScheduledActions",
        "autoscaling:DescribeTags",
        "eks:DescribeAddonVersions",
        "fsx:DescribeDataRepositoryAssociations",
        "fsx:DescribeFileSystems",
        "kms:ListAliases",
        "logs:DescribeLogGroups",
        "sts:GetCallerIdentity",
    ),
}


def _in_network(stack: DeployedStack, kind: str = "*") -> str:
    return stack.arn("ec2", f"{kind}/*")


def _cluster(stack: DeployedStack) -> Scope:
    name = stack.cluster
    kinds = ("access-entry", "addon", "nodegroup", "podidentityassociation")
    arns = [stack.arn("eks", f"{kind}/{name}/*") for kind in kinds]
    return [*arns, stack.arn("eks", f"cluster/{name}")], None


def _log_groups(stack: DeployedStack) -> Scope:
    arns = [stack.arn("logs", f"log-group:{name}") for name in stack.log_groups]
    return [arn for group in arns for arn in (group, f"{group}:*")], None


def _auto_scaling_groups(stack: DeployedStack) -> Scope:
    """EKS names the group of a node group after it, and tags it with the name of the cluster.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
    """
    return [
        stack.arn("autoscaling", f"autoScalingGroup:*:autoScalingGroupName/eks-{name}-*")
        for name in stack.node_groups
    ], of_cluster(stack, "aws:ResourceTag/eks:cluster-name")


def _tag_what_is_made(stack: DeployedStack) -> Scope:
    makes = _actions(stack, lambda actions: actions.creates + actions.checked)
    names = [
        action.partition(":")[2]
        for action in makes
        if action.startswith(("ec2:Allocate", "ec2:Authorize", "ec2:Create", "ec2:Run"))
        and action not in {"ec2:CreateRoute", "ec2:CreateTags"}
    ]
    return _in_network(stack), {"StringEquals": {"ec2:CreateAction": names}}


def _try_launch_templates(stack: DeployedStack) -> Scope:
    """Images and their snapshots belong to no account."""
    own = f"arn:{stack.partition}:ec2:{stack.region}:"
    templates = {"ArnLike": {"ec2:LaunchTemplate": _in_network(stack, "launch-template")}}
    return [_in_network(stack), f"{own}:image/*", f"{own}:snapshot/*"], templates


def _bounded_roles(stack: DeployedStack) -> Scope:
    if not stack.permissions_boundaries:
        return stack.role_arns, None
    first, *others = stack.permissions_boundaries
    boundary = [first, *others] if others else first
    return stack.role_arns, {"StringEquals": {"iam:PermissionsBoundary": boundary}}


def _pass_roles(stack: DeployedStack) -> Scope:
    services = {*stack.role_services, *(f"{name}.amazonaws.com" for name in _PASSED_TO)}
    return stack.role_arns, {"StringEquals": {"iam:PassedToService": sorted(services)}}


def _roles_of_services(stack: DeployedStack) -> Scope:
    names = [*_WITH_OWN_ROLE, *(["spot"] if stack.uses_spot else [])]
    names += [name for type_, name in ROLES_OF_STORAGE.items() if type_ in stack.types]
    services = {"iam:AWSServiceName": [f"{name}.amazonaws.com" for name in names]}
    return stack.global_arn("iam", "role/aws-service-role/*"), {"StringEquals": services}


def _aliases(stack: DeployedStack) -> Scope:
    """An alias is allowed on itself and on the key it stands for."""
    return [stack.arn("kms", alias) for alias in stack.key_aliases] + [
        stack.arn("kms", "key/*")
    ], None


#: The scope of each statement. A tag cannot narrow the making of keys: KMS takes up to five minutes
#: to know a tag, and the next calls come at once.
#: Source: https://docs.aws.amazon.com/kms/latest/developerguide/tag-authorization.html
_SCOPES: Mapping[str, Callable[[DeployedStack], Scope]] = {
    **STORAGE_SCOPES,
    "Aliases": _aliases,
    "AutoScalingGroups": _auto_scaling_groups,
    "BoundedRoles": _bounded_roles,
    "Cluster": _cluster,
    "EndpointNames": lambda stack: (f"arn:{stack.partition}:route53:::hostedzone/*", None),
    "FormerPolicies": lambda stack: (
        stack.role_arns,
        {"ArnEquals": {"iam:PolicyARN": stack.former_policy_arns}},
    ),
    "Keys": lambda stack: (stack.arn("kms", "key/*"), None),
    "KnownPolicies": lambda stack: (
        stack.role_arns,
        {"ArnEquals": {"iam:PolicyARN": stack.policy_arns}},
    ),
    "LogGroups": _log_groups,
    "MakeTagged": lambda stack: ("*", tagging(stack)),
    "Network": lambda stack: (_in_network(stack), None),
    "OwnKeys": lambda stack: (stack.arn("kms", "key/*"), tagged(stack)),
    "OwnNetwork": lambda stack: (_in_network(stack), tagged(stack)),
    "PassRoles": _pass_roles,
    "Roles": lambda stack: (stack.role_arns, None),
    "RolesOfServices": _roles_of_services,
    # A VPC makes its default security group without tags.
    "TagDefaultSecurityGroup": lambda stack: (
        _in_network(stack, "security-group"),
        tagging(stack),
    ),
    "TagOwn": lambda stack: (_in_network(stack), tagged(stack)),
    "TagWhatIsMade": _tag_what_is_made,
    "TryLaunchTemplates": _try_launch_templates,
    "WithoutResource": lambda _: ("*", None),
}
