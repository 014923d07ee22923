"""What a node may do, any pod may do that reaches its credentials."""

from typing import Any

from terraform_check import ConfigurationCheck
from terraform_graph import Configuration, Resource
from terraform_values import UNKNOWN, all_of, blocks, first, is_unknown_block, texts

#: What nodes need, and Session Manager. Not AmazonEKS_CNI_Policy, which belongs to the service
#: account of the VPC CNI.
#: Source: https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html
_KNOWN = {
    "AmazonEKSWorkerNodePolicy",
    "AmazonEKSWorkerNodeMinimalPolicy",
    "AmazonEC2ContainerRegistryPullOnly",
    "AmazonEC2ContainerRegistryReadOnly",
    "AmazonSSMManagedInstanceCore",
}
_ROLE = "aws_iam_role"
#: Where each way of giving a role policies names the role.
_BY_ROLE = {
    "aws_iam_role_policy_attachment": "role",
    "aws_iam_role_policy": "role",
    "aws_iam_policy_attachment": "roles",
}


class NodeRolesHaveKnownPolicies(ConfigurationCheck):
    """Whatever else a workload needs goes to its service account, by Pod Identity."""

    def __init__(self) -> None:
        super().__init__(
            name="Roles of nodes have the policies nodes need, and no other",
            id="CKV_TRAINYARD_9",
            resource_types=[*_BY_ROLE, "aws_iam_role"],
        )

    def is_about(self, configuration: Configuration, resource: Resource) -> bool | None:
        roles = _node_roles(configuration)
        if resource.type == "aws_iam_role":
            return resource.address in roles and bool(_own_policies(resource))
        named = resource.conf.get(_BY_ROLE[resource.type])
        return any(each.address in roles for each in configuration.named(resource, named, _ROLE))

    def judge(self, configuration: Configuration, resource: Resource) -> bool | None:
        if resource.type == "aws_iam_role":
            return all_of(_own_policies(resource))
        if resource.type == "aws_iam_role_policy":
            # That it is there at all is what is wrong with it.
            asked = [first(resource.conf, argument) for argument in ("count", "for_each")]
            return None if UNKNOWN in asked else False
        return _is_known(first(resource.conf, "policy_arn"))


def _own_policies(role: Resource) -> list[bool | None]:
    """Give for the policies in a role itself whether nodes need them."""
    inline = [_is_inline(block) for block in blocks(role.conf, "inline_policy")]
    return [*map(_is_known, texts(role.conf, "managed_policy_arns")), *inline]


def _is_inline(block: Any) -> bool | None:
    # An empty block says that there is none.
    policy = first(block, "policy")
    return None if is_unknown_block(block) else policy is None or policy == ""


def _is_known(arn: Any) -> bool | None:
    if arn is UNKNOWN:
        return None
    owner, _, name = str(arn).partition(":policy/")
    return owner.endswith(":iam::aws") and name.rpartition("/")[2] in _KNOWN


def _node_roles(configuration: Configuration) -> set[str]:
    """Give the addresses of the roles of nodes."""
    if "node_roles" not in configuration.notes:
        roles = [
            role
            for group in configuration.of_type("aws_eks_node_group")
            for role in configuration.named(group, group.conf.get("node_role_arn"), _ROLE)
        ]
        for template in configuration.of_type("aws_launch_template", "aws_launch_configuration"):
            named = template.conf.get("iam_instance_profile")
            for profile in configuration.named(template, named, "aws_iam_instance_profile"):
                roles += configuration.named(profile, profile.conf.get("role"), _ROLE)
        configuration.notes["node_roles"] = {role.address for role in roles}
    found: set[str] = configuration.notes["node_roles"]
    return found


check = NodeRolesHaveKnownPolicies()
