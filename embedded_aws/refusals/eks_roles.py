"""What EKS refuses about the roles that clusters and nodes work with.

What a role is allowed is looked at when something is made, never when a role loses it: that harms.
"""

from collections.abc import Callable, Mapping
from urllib.parse import unquote

from embedded_aws.refusals.eks_looks import IMPOSSIBLE
from embedded_aws.refusals.refusal import Look, Refusal, View
from embedded_aws.requests import Members

#: Source: https://docs.aws.amazon.com/eks/latest/userguide/cluster-iam-role.html and
#: https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html
_OF_CLUSTERS = ("eks.amazonaws.com", "AmazonEKSClusterPolicy")
_OF_NODES = ("ec2.amazonaws.com", "AmazonEKSWorkerNodePolicy")


def _role_name(asked: Members) -> Members:
    return {"RoleName": str(asked.get("roleArn") or asked["nodeRole"]).rpartition("/")[2]}


_ROLE = Look(name="role", service="iam", operation="GetRole", items="[Role]", parameters=_role_name)
_POLICIES = Look(
    name="policies of the role",
    service="iam",
    operation="ListAttachedRolePolicies",
    items="AttachedPolicies",
    parameters=_role_name,
)


def _unknown_role(view: View) -> Mapping[str, object] | None:
    return None if view.seen[_ROLE.name] else {"name": _role_name(view.asked)["RoleName"]}


def _not_trusting(service: str) -> Callable[[View], Mapping[str, object] | None]:
    def finds(view: View) -> Mapping[str, object] | None:
        role = view.one(_ROLE.name)
        trusts = service in unquote(str(role.get("AssumeRolePolicyDocument")))
        return None if not role or trusts else {"arn": role["Arn"]}

    return finds


def _without(policy: str) -> Callable[[View], Mapping[str, object] | None]:
    def finds(view: View) -> Mapping[str, object] | None:
        attached = {each["PolicyName"] for each in view.seen[_POLICIES.name]}
        return None if policy in attached else {"policy": policy}

    return finds


def _rows(operation: str, service: str, policy: str) -> tuple[Refusal, ...]:
    return (
        Refusal(
            service="eks",
            operations=(operation,),
            when="the role does not exist",
            code=IMPOSSIBLE,
            message="The role with name {name} cannot be found.",
            source="https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/"
            "eks/cluster.go",
            finds=_unknown_role,
            looks=(_ROLE,),
        ),
        Refusal(
            service="eks",
            operations=(operation,),
            when=f"the role does not trust {service}",
            code=IMPOSSIBLE,
            message="Role with arn: {arn}, could not be assumed because the trusted entity is "
            "not correct",
            source="https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/"
            "eks/cluster.go",
            finds=_not_trusting(service),
            looks=(_ROLE,),
        ),
        Refusal(
            service="eks",
            operations=(operation,),
            when=f"{policy} is not attached to the role",
            code=IMPOSSIBLE,
            message="The provided role doesn't have the Amazon EKS Managed Policies associated "
            "with it. Please ensure the following policy is attached: "
            "arn:aws:iam::aws:policy/{policy}",
            source="https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/"
            "eks/cluster.go",
            finds=_without(policy),
            looks=(_POLICIES,),
        ),
    )


REFUSALS = (*_rows("CreateCluster", *_OF_CLUSTERS), *_rows("CreateNodegroup", *_OF_NODES))
