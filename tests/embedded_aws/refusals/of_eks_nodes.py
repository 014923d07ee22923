"""What EKS refuses about node groups."""

import math
from collections.abc import Callable
from typing import Any

from embedded_aws.conditions import Conditions
from tests.embedded_aws.refusals.scenario import Scenario
from tests.embedded_aws.world import NODE_POLICY, ROLE, World


def create_group(**members: Any) -> Callable[[World], object]:
    return lambda world: world.create_group(**members)


def resize(**members: Any) -> Callable[[World], object]:
    """Change the settings of the node group."""
    return lambda world: world.eks.update_nodegroup_config(**world.group, **members)


def roll(**members: Any) -> Callable[[World], object]:
    """Roll the nodes of the group."""
    return lambda world: world.eks.update_nodegroup_version(**world.group, **members)


def taints(count: int) -> list[dict[str, str]]:
    return [{"key": f"t{index}", "effect": "NO_SCHEDULE"} for index in range(count)]


def with_template(**members: Any) -> Callable[[World], object]:
    """Make a node group of a launch template and of something that does not go with it."""

    def act(world: World) -> None:
        world.create_group(launchTemplate={"id": world.template_id}, **members)

    return act


def of_template(data: dict[str, Any], **members: Any) -> Callable[[World], object]:
    """Make a node group of a launch template that says something."""

    def act(world: World) -> None:
        named = {"id": world.template("other", data)}
        world.create_group(launchTemplate=named, **members)

    return act


def roll_to(data: dict[str, Any]) -> Callable[[World], object]:
    """Roll the nodes to a version of the launch template that says something."""
    return lambda world: world.roll(data)


def updating(act: Callable[[World], object]) -> Callable[[World], object]:
    """Do something while nodes are rolled."""

    def during(world: World) -> None:
        group = world.group
        world.emulator.set_conditions(Conditions(update_seconds=math.inf))
        world.eks.update_nodegroup_version(**group, force=True)
        act(world)

    return during


def roll_in_a_placement_group_of_several_zones(world: World) -> None:
    named = {"id": world.template_id, "version": "1"}
    world.create_group(subnets=world.subnet_ids, launchTemplate=named)
    world.eks.update_nodegroup_version(
        clusterName="demo", nodegroupName="training", launchTemplate=named
    )


NOT_ACTIVE = "Nodegroup cannot be updated as it is currently not in Active State"
UNKNOWN_GROUP = {"SecurityGroupIds": ["sg-1"]}
UNKNOWN_RACKS = {"Placement": {"GroupName": "elsewhere"}}

SCENARIOS = (
    Scenario(
        operation="UpdateNodegroupConfig",
        says=NOT_ACTIVE,
        act=updating(resize(scalingConfig={"maxSize": 9})),
    ),
    Scenario(operation="UpdateNodegroupVersion", says=NOT_ACTIVE, act=updating(roll())),
    Scenario(
        operation="DeleteNodegroup",
        says="Nodegroup cannot be deleted as it currently has an update in progress",
        act=updating(lambda world: world.eks.delete_nodegroup(**world.group)),
    ),
    Scenario(
        operation="CreateNodegroup",
        says="The specified launch template * with version * does not exist",
        act=create_group(launchTemplate={"id": "lt-1", "version": "3"}),
        told="lt-1 with version 3",
    ),
    Scenario(
        operation="UpdateNodegroupVersion",
        says="The specified launch template * with version * does not exist",
        act=lambda world: roll(launchTemplate={"id": world.template_id, "version": "9"})(world),
    ),
    Scenario(
        operation="CreateNodegroup",
        says="Launch template can't include *",
        act=of_template({"NetworkInterfaces": [{"DeviceIndex": 0, "SubnetId": "subnet-1"}]}),
        told="SubnetId",
    ),
    Scenario(
        operation="UpdateNodegroupVersion",
        says="Launch template can't include *",
        act=roll_to({"IamInstanceProfile": {"Name": "mine"}}),
        told="IamInstanceProfile",
    ),
    Scenario(
        operation="CreateNodegroup",
        says="Instance types can't be in both the launch template and the request",
        act=of_template({"InstanceType": "m7i.large"}, instanceTypes=["m7i.large"]),
    ),
    Scenario(
        operation="CreateNodegroup",
        says="CAPACITY_BLOCK needs a launch template with an instance type and market type "
        "capacity-block",
        act=of_template({"InstanceType": "p5.48xlarge"}, capacityType="CAPACITY_BLOCK"),
    ),
    Scenario(
        operation="CreateNodegroup",
        says="The security group '*' does not exist",
        act=of_template(UNKNOWN_GROUP),
    ),
    Scenario(
        operation="UpdateNodegroupVersion",
        says="The security group '*' does not exist",
        act=roll_to(UNKNOWN_GROUP),
    ),
    Scenario(
        operation="CreateNodegroup",
        says="The Placement Group '*' is unknown.",
        act=of_template(UNKNOWN_RACKS),
    ),
    Scenario(
        operation="UpdateNodegroupVersion",
        says="The Placement Group '*' is unknown.",
        act=roll_to(UNKNOWN_RACKS),
        told="'elsewhere'",
    ),
    Scenario(
        operation="UpdateNodegroupVersion",
        says="Instances in the * Placement Group must be launched in the * Availability Zone. "
        "Specify the * Availability Zone and try again.",
        act=roll_in_a_placement_group_of_several_zones,
        told="in the racks Placement Group",
    ),
    Scenario(
        operation="CreateNodegroup",
        says="The role with name * cannot be found.",
        act=create_group(nodeRole=ROLE),
    ),
    Scenario(
        operation="CreateNodegroup",
        says="Role with arn: *, could not be assumed because the trusted entity is not correct",
        act=lambda world: world.create_group(
            nodeRole=world.role("wrong", "eks.amazonaws.com", NODE_POLICY)
        ),
    ),
    Scenario(
        operation="CreateNodegroup",
        says="The provided role doesn't have the Amazon EKS Managed Policies associated with it. "
        "Please ensure the following policy is attached: arn:aws:iam::aws:policy/*",
        act=lambda world: world.create_group(nodeRole=world.role("bare", "ec2.amazonaws.com")),
        told="/AmazonEKSWorkerNodePolicy",
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
        operation="CreateNodegroup",
        says="Nodegroup version * is too old for cluster version *",
        act=create_group(version="1.31"),
        told="1.31 is too old for cluster version 1.35",
    ),
    Scenario(
        operation="CreateNodegroup",
        says="The subnet ID '*' does not exist",
        act=create_group(subnets=["subnet-1"]),
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
)
