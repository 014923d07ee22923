"""Policies that AWS keeps for EKS."""

from typing import Final

#: Policies of a cluster's own role.
#: Source: https://docs.aws.amazon.com/eks/latest/userguide/cluster-iam-role.html
CLUSTER_ROLE_POLICIES: Final = ("AmazonEKSClusterPolicy",)

#: Policies of a node's role. Older instructions also attach AmazonEKS_CNI_Policy, which the VPC CNI
#: now has in a role of its own, and AmazonEC2ContainerRegistryReadOnly, which may list and describe
#: every repository where a node only pulls.
#: Source: https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html
NODE_ROLE_POLICIES: Final = ("AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly")

#: What a node's role needs beside, where people get on nodes by Session Manager.
#: Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html
SESSION_MANAGER_POLICY: Final = "AmazonSSMManagedInstanceCore"

#: EKS access policies of administrators, and of those who may look at what is in namespaces, but
#: for secrets: not at nodes, volumes, storage classes and other things outside of namespaces.
#: Source: https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html
ADMIN_ACCESS_POLICY: Final = "AmazonEKSClusterAdminPolicy"
VIEWER_ACCESS_POLICY: Final = "AmazonEKSViewPolicy"

#: Kubernetes group of viewers, to which docs/access.md binds what the policy leaves out. EKS takes
#: no group whose name begins with ``system:``, ``eks:``, ``aws:``, ``amazon:`` or ``iam:``.
#: Source: https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html
VIEWERS_GROUP: Final = "trainyard:viewers"

#: Kubernetes group of everybody in access.entries, which has no rights of its own. An entry keeps
#: the groups it had when Terraform is told none, so that there must always be one.
ENTRIES_GROUP: Final = "trainyard:entries"
