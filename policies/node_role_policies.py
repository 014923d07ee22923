"""What a node may do, any pod may do that reaches its credentials."""

from terraform_graph import Configuration, ConfigurationCheck, Resource, Verdicts
from terraform_values import first

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


class NodeRolesHaveKnownPolicies(ConfigurationCheck):
    """Whatever else a workload needs goes to its service account, by Pod Identity."""

    def __init__(self) -> None:
        super().__init__(
            name="Roles of nodes have the policies nodes need, and no other",
            id="CKV_TRAINYARD_9",
            resource_types=["aws_iam_role_policy_attachment", "aws_iam_role_policy"],
        )

    def judge(self, configuration: Configuration) -> Verdicts:
        roles = configuration.at(
            address
            for group in configuration.of_type("aws_eks_node_group")
            for address in group.references("node_role_arn")
        )
        addresses = {role.address for role in roles}
        names = {first(role.conf, "name") for role in roles} - {None}
        for policy in configuration.of_type(
            "aws_iam_role_policy_attachment", "aws_iam_role_policy"
        ):
            if policy.references("role") & addresses or first(policy.conf, "role") in names:
                yield policy, _is_known(policy)


def _is_known(policy: Resource) -> bool:
    arn = first(policy.conf, "policy_arn")
    if not isinstance(arn, str):
        return False
    owner, _, name = arn.partition(":policy/")
    return owner.endswith(":iam::aws") and name.rpartition("/")[2] in _KNOWN


check = NodeRolesHaveKnownPolicies()
