"""What EKS refuses about clusters, add-ons and access."""

import math
from collections.abc import Callable
from typing import Any

from embedded_aws.conditions import Conditions
from tests.embedded_aws.refusals.scenario import Scenario
from tests.embedded_aws.world import CLUSTER_POLICY, ROLE, World

ACCOUNT = "arn:aws:iam::111122223333"
ADMIN = f"{ACCOUNT}:role/Admin"


def grant(*principals: str) -> Callable[[World], object]:
    """Give principals an access entry."""
    return lambda world: [
        world.eks.create_access_entry(clusterName=world.cluster, principalArn=principal)
        for principal in principals
    ]


def create_cluster(**members: Any) -> Callable[[World], object]:
    return lambda world: world.create_cluster(**members)


def configure(**network: Any) -> Callable[[World], object]:
    """Change the network settings of the cluster."""
    return lambda world: world.eks.update_cluster_config(
        name=world.cluster, resourcesVpcConfig=network
    )


def leave_nodes_behind(world: World) -> None:
    """Upgrade the control plane past what its nodes bear."""
    world.create_cluster(version="1.34")
    world.eks.create_nodegroup(
        clusterName="demo",
        nodegroupName="training",
        nodeRole=world.node_role,
        subnets=world.subnet_ids,
    )
    for minor in (35, 36, 37, 38):
        world.eks.update_cluster_version(name="demo", version=f"1.{minor}")


def delete_cluster_with_group(world: World) -> None:
    world.eks.delete_cluster(name=world.group["clusterName"])


def subnets_of_two_vpcs(world: World) -> list[str]:
    other = world.ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    subnet = world.ec2.create_subnet(
        VpcId=other, AvailabilityZone=f"{world.aws.region}a", CidrBlock="10.1.0.0/24"
    )["Subnet"]["SubnetId"]
    return [*world.subnet_ids, str(subnet)]


def other_key(world: World) -> None:
    secrets = {"resources": ["secrets"], "provider": {"keyArn": world.key_arn}}
    world.create_cluster(encryptionConfig=[secrets])
    world.eks.associate_encryption_config(clusterName="demo", encryptionConfig=[secrets])


def update_kube_proxy(world: World) -> None:
    add_on = {"clusterName": world.cluster, "addonName": "kube-proxy"}
    world.eks.create_addon(**add_on, addonVersion="v1.35.0-eksbuild.1")
    world.eks.update_addon(**add_on, addonVersion="v1.36.0-eksbuild.1")


def updating(act: Callable[[World], object]) -> Callable[[World], object]:
    """Do something while an update of the cluster is in progress."""

    def during(world: World) -> None:
        cluster = world.cluster
        world.emulator.set_conditions(Conditions(update_seconds=math.inf))
        world.eks.update_cluster_version(name=cluster, version="1.36")
        act(world)

    return during


BUSY = "Cannot update or delete because cluster * currently has an update in progress"
DURING = {
    "DeleteCluster": lambda world: world.eks.delete_cluster(name="demo"),
    "UpdateClusterVersion": lambda world: world.eks.update_cluster_version(
        name="demo", version="1.36"
    ),
    "UpdateClusterConfig": configure(endpointPublicAccess=True),
    "AssociateEncryptionConfig": lambda world: world.eks.associate_encryption_config(
        clusterName="demo",
        encryptionConfig=[{"resources": ["secrets"], "provider": {"keyArn": world.key_arn}}],
    ),
}

SCENARIOS = (
    *(
        Scenario(operation=operation, says=BUSY, act=updating(act), told="cluster demo ")
        for operation, act in DURING.items()
    ),
    Scenario(
        operation="CreateCluster",
        says="The role with name * cannot be found.",
        act=create_cluster(roleArn=ROLE),
        told="name any ",
    ),
    Scenario(
        operation="CreateCluster",
        says="Role with arn: *, could not be assumed because the trusted entity is not correct",
        act=lambda world: world.create_cluster(
            roleArn=world.role("wrong", "ec2.amazonaws.com", CLUSTER_POLICY)
        ),
    ),
    Scenario(
        operation="CreateCluster",
        says="The provided role doesn't have the Amazon EKS Managed Policies associated with it. "
        "Please ensure the following policy is attached: arn:aws:iam::aws:policy/*",
        act=lambda world: world.create_cluster(roleArn=world.role("bare", "eks.amazonaws.com")),
        told="/AmazonEKSClusterPolicy",
    ),
    Scenario(
        operation="CreateAccessEntry",
        says="The specified access entry resource is already in use on this cluster.",
        act=grant(ADMIN, ADMIN),
    ),
    Scenario(
        operation="CreateAccessEntry",
        says="The principalArn parameter format is not valid",
        act=grant("arn:aws:sts::111122223333:assumed-role/Admin/me"),
    ),
    Scenario(
        operation="CreateAccessEntry",
        says="The specified principalArn is invalid: invalid principal.",
        act=grant(f"{ACCOUNT}:role/AWSReservedSSO_Admin_1f9f"),
    ),
    Scenario(
        operation="CreateAccessEntry",
        says="The caller is not allowed to modify access entries with a principalArn value of "
        "a Service Linked Role",
        act=grant(f"{ACCOUNT}:role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS"),
    ),
    Scenario(
        operation="CreateCluster",
        says="Cluster already exists with name*",
        act=lambda world: [world.create_cluster() for _ in range(2)],
    ),
    Scenario(
        operation="CreateCluster",
        says="The subnet ID '*' does not exist",
        act=create_cluster(resourcesVpcConfig={"subnetIds": ["subnet-1"]}),
        told="subnet-1",
    ),
    Scenario(
        operation="UpdateClusterConfig",
        says="The subnet ID '*' does not exist",
        act=configure(subnetIds=["subnet-1"]),
    ),
    Scenario(
        operation="CreateCluster",
        says="Subnets specified must be in at least two different AZs",
        act=lambda world: world.create_cluster(
            resourcesVpcConfig={"subnetIds": world.subnet_ids[:1]}
        ),
    ),
    Scenario(
        operation="UpdateClusterConfig",
        says="Subnets specified must be in at least two different AZs",
        act=lambda world: configure(subnetIds=world.subnet_ids[:1])(world),
    ),
    Scenario(
        operation="CreateCluster",
        says="The following CIDRs are invalid in publicAccessCidrs: [[]*]",
        act=create_cluster(resourcesVpcConfig={"publicAccessCidrs": ["1.2.3.0/24", "10.0.0.0/8"]}),
        told=": [10.0.0.0/8]",
    ),
    Scenario(
        operation="UpdateClusterConfig",
        says="The following CIDRs are invalid in publicAccessCidrs: [[]*]",
        act=configure(publicAccessCidrs=["192.168.7.0/24"]),
    ),
    Scenario(
        operation="UpdateClusterConfig",
        says="Only one type of cluster update can be specified",
        act=lambda world: configure(subnetIds=world.subnet_ids, endpointPublicAccess=True)(world),
    ),
    Scenario(
        operation="CreateCluster",
        says="Subnets specified must be in the same VPC",
        act=lambda world: world.create_cluster(
            resourcesVpcConfig={"subnetIds": subnets_of_two_vpcs(world)}
        ),
    ),
    Scenario(
        operation="UpdateClusterConfig",
        says="Subnets specified must be in the same VPC",
        act=lambda world: configure(subnetIds=subnets_of_two_vpcs(world))(world),
    ),
    Scenario(
        operation="UpdateClusterConfig",
        says="Subnets specified must be in the availability zones *, not *",
        act=lambda world: configure(subnetIds=world.subnet_ids[:2])(world),
    ),
    Scenario(
        operation="UpdateClusterVersion",
        says="Unsupported Kubernetes minor version update from * to *",
        act=lambda world: world.eks.update_cluster_version(name=world.cluster, version="1.37"),
        told="from 1.35 to 1.37",
    ),
    Scenario(
        operation="UpdateClusterVersion",
        says="Unsupported Kubernetes minor version update from * to *",
        act=lambda world: world.eks.update_cluster_version(name=world.cluster, version="1.34"),
        told="from 1.35 to 1.34",
    ),
    Scenario(
        operation="UpdateClusterVersion",
        says="* must be updated before updating the cluster to version *",
        act=leave_nodes_behind,
        told="node group demo/training must be updated before",
    ),
    Scenario(
        operation="DeleteCluster",
        says="Cluster has nodegroups attached",
        act=delete_cluster_with_group,
    ),
    Scenario(
        operation="DeleteCluster",
        says="Cluster has deletion protection enabled",
        act=lambda world: [
            world.create_cluster(deletionProtection=True),
            world.eks.delete_cluster(name="demo"),
        ],
    ),
    Scenario(
        operation="AssociateEncryptionConfig",
        says="Encryption is already enabled on the cluster",
        act=other_key,
    ),
    Scenario(
        operation="CreateAddon",
        says="Addon version specified is not supported",
        act=lambda world: world.eks.create_addon(
            clusterName=world.cluster, addonName="kube-proxy", addonVersion="v1.34.0-eksbuild.1"
        ),
    ),
    Scenario(
        operation="UpdateAddon",
        says="Addon version specified is not supported",
        act=update_kube_proxy,
    ),
    Scenario(
        operation="CreatePodIdentityAssociation",
        says="Association already exists*",
        act=lambda world: [
            world.eks.create_pod_identity_association(
                clusterName=world.cluster, namespace="a", serviceAccount="b", roleArn=ROLE
            )
            for _ in range(2)
        ],
    ),
)
