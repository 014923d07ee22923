"""What EKS refuses."""

from collections.abc import Callable
from typing import Any

from tests.embedded_aws.refusals.scenario import Scenario
from tests.embedded_aws.world import ROLE, World

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


def create_group(**members: Any) -> Callable[[World], object]:
    return lambda world: world.create_group(**members)


def resize(**members: Any) -> Callable[[World], object]:
    """Change the settings of the node group."""
    return lambda world: world.eks.update_nodegroup_config(**world.group, **members)


def roll(**members: Any) -> Callable[[World], object]:
    """Roll the nodes of the group."""
    return lambda world: world.eks.update_nodegroup_version(**world.group, **members)


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


def taints(count: int) -> list[dict[str, str]]:
    return [{"key": f"t{index}", "effect": "NO_SCHEDULE"} for index in range(count)]


def with_template(**members: Any) -> Callable[[World], object]:
    """Make a node group of a launch template and of something that does not go with it."""

    def act(world: World) -> None:
        world.create_group(launchTemplate={"id": world.template_id}, **members)

    return act


SCENARIOS = (
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
        operation="CreateNodegroup",
        says="NodeGroup already exists with name*",
        act=lambda world: [world.create_group() for _ in range(2)],
    ),
    Scenario(
        operation="CreateNodegroup",
        says="nodegroupName can't be longer than 63 characters!",
        act=create_group(nodegroupName="n" * 64),
    ),
    Scenario(
        operation="CreateNodegroup",
        says="minSize can't be greater than desiredSize",
        act=create_group(scalingConfig={"minSize": 2, "desiredSize": 1, "maxSize": 3}),
    ),
    Scenario(
        operation="CreateNodegroup",
        says="desiredSize can't be greater than maxSize",
        act=create_group(scalingConfig={"minSize": 1, "desiredSize": 4, "maxSize": 3}),
    ),
    Scenario(
        operation="UpdateNodegroupConfig",
        says="Minimum capacity * can't be greater than desired size *",
        act=resize(scalingConfig={"minSize": 3}),
        told="capacity 3 can't be greater than desired size 2",
    ),
    Scenario(
        operation="UpdateNodegroupConfig",
        says="desiredSize can't be greater than maxSize",
        act=resize(scalingConfig={"desiredSize": 9}),
    ),
    Scenario(
        operation="CreateNodegroup",
        says="max-unavailable must be within the range 1 and max size of the node group",
        act=create_group(updateConfig={"maxUnavailable": 5}),
    ),
    Scenario(
        operation="UpdateNodegroupConfig",
        says="max-unavailable must be within the range 1 and max size of the node group",
        act=resize(updateConfig={"maxUnavailable": 5}),
    ),
    Scenario(
        operation="CreateNodegroup",
        says="Node group can't have more than 50 taints",
        act=create_group(taints=taints(51)),
    ),
    Scenario(
        operation="UpdateNodegroupConfig",
        says="Node group can't have more than 50 taints",
        act=resize(taints={"addOrUpdateTaints": taints(51)}),
    ),
    Scenario(
        operation="CreateNodegroup",
        says="Nodegroup version * can't be newer than cluster version *",
        act=create_group(version="1.36"),
    ),
    Scenario(
        operation="UpdateNodegroupVersion",
        says="Nodegroup version * can't be newer than cluster version *",
        act=roll(version="1.36"),
    ),
    Scenario(
        operation="UpdateNodegroupVersion",
        says="Nodegroup version can't be changed from * to *",
        act=roll(version="1.34"),
        told="from 1.35 to 1.34",
    ),
    Scenario(
        operation="CreateNodegroup",
        says="Requested release version * is not valid for kubernetes version *.",
        act=create_group(releaseVersion="1.34.2-20261012"),
    ),
    Scenario(
        operation="UpdateNodegroupVersion",
        says="Requested release version * is not valid for kubernetes version *.",
        act=roll(releaseVersion="1.36.0-20261012"),
    ),
    Scenario(
        operation="CreateNodegroup",
        says="Either provide launch template ID or launch template name in the request.",
        act=create_group(launchTemplate={"id": "lt-1", "name": "nodes"}),
    ),
    Scenario(
        operation="UpdateNodegroupVersion",
        says="Either provide launch template ID or launch template name in the request.",
        act=roll(launchTemplate={"version": "1"}),
    ),
    Scenario(
        operation="UpdateNodegroupVersion",
        says="You can't change the launch template of a node group, only its version",
        act=lambda world: roll(launchTemplate={"id": world.template("other", {})})(world),
    ),
    Scenario(
        operation="CreateNodegroup",
        says="Disk size must be specified within the launch template.",
        act=with_template(diskSize=50),
    ),
    Scenario(
        operation="CreateNodegroup",
        says="Remote access configuration cannot be specified with a launch template.",
        act=with_template(remoteAccess={"ec2SshKey": "mine"}),
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
