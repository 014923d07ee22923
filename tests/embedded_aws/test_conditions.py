"""Updates that take their time, capacity that ends, keys that are gone: what nodes make of it."""

import math
from typing import Any

import pytest
from botocore.exceptions import ClientError

from embedded_aws.conditions import Conditions, Reservation
from tests.embedded_aws.world import World

BLOCK = "cr-0123456789abcdef0"
HELD = Conditions(update_seconds=math.inf)
#: Launch template data that uses nothing of the account's own.
PLAIN = {"MetadataOptions": {"HttpTokens": "required"}}
IN_BLOCK = {
    "CapacityReservationSpecification": {
        "CapacityReservationTarget": {"CapacityReservationId": BLOCK}
    }
}


def group(world: World) -> dict[str, Any]:
    named = {"clusterName": "demo", "nodegroupName": "training"}
    return dict(world.eks.describe_nodegroup(**named)["nodegroup"])


def update(world: World, begun: dict[str, Any]) -> dict[str, Any]:
    described = world.eks.describe_update(
        name="demo", nodegroupName="training", updateId=begun["id"]
    )
    return dict(described["update"])


def full_block(instances: int, *, has_begun: bool = True) -> Conditions:
    block = Reservation(reservation_id=BLOCK, instances=instances, has_begun=has_begun)
    return Conditions(reservations=(block,))


def in_block(world: World, **members: Any) -> None:
    """Make a node group whose two nodes are in the block."""
    template = world.template("in-block", IN_BLOCK)
    world.create_group(launchTemplate={"id": template, "version": "1"}, **members)


def roll_in_block(world: World) -> dict[str, Any]:
    template = group(world)["launchTemplate"]
    made = world.ec2.create_launch_template_version(
        LaunchTemplateId=template["id"], LaunchTemplateData={**IN_BLOCK, **PLAIN}
    )
    version = str(made["LaunchTemplateVersion"]["VersionNumber"])
    begun = world.eks.update_nodegroup_version(
        clusterName="demo",
        nodegroupName="training",
        launchTemplate={"id": template["id"], "version": version},
    )
    return dict(begun["update"])


def test_what_old_nodes_use_is_let_go_when_an_update_has_ended(world: World) -> None:
    assert world.group
    world.emulator.set_conditions(HELD)
    begun = world.roll(PLAIN)
    assert update(world, begun)["status"] == "InProgress"
    assert group(world)["status"] == "UPDATING"
    assert group(world)["launchTemplate"]["version"] == "1"
    with pytest.raises(ClientError, match=r"InvalidPlacementGroup\.InUse"):
        world.ec2.delete_placement_group(GroupName=world.placement_group)
    with pytest.raises(ClientError, match="DependencyViolation"):
        world.ec2.delete_security_group(GroupId=world.security_group_id)

    world.emulator.set_conditions(Conditions())
    assert update(world, begun)["status"] == "Successful"
    assert group(world)["status"] == "ACTIVE"
    assert group(world)["launchTemplate"]["version"] == "2"
    world.ec2.delete_placement_group(GroupName=world.placement_group)
    world.ec2.delete_security_group(GroupId=world.security_group_id)


def test_an_update_of_a_cluster_takes_as_long_as_is_asked_for(world: World) -> None:
    cluster = world.cluster
    world.emulator.set_conditions(HELD)
    world.eks.update_cluster_version(name=cluster, version="1.36")
    described = world.eks.describe_cluster(name=cluster)["cluster"]
    assert (described["status"], described["version"]) == ("UPDATING", "1.35")
    world.emulator.set_conditions(Conditions())
    described = world.eks.describe_cluster(name=cluster)["cluster"]
    assert (described["status"], described["version"]) == ("ACTIVE", "1.36")


def test_a_group_that_is_gone_holds_nothing(world: World) -> None:
    world.eks.delete_nodegroup(**world.group)
    world.ec2.delete_placement_group(GroupName=world.placement_group)
    world.ec2.delete_security_group(GroupId=world.security_group_id)
    world.eks.delete_cluster(name=world.cluster)
    for subnet_id in world.subnet_ids:
        world.ec2.delete_subnet(SubnetId=subnet_id)
    world.ec2.delete_vpc(VpcId=world.vpc_id)
    vpcs = world.ec2.describe_vpcs()["Vpcs"]
    assert world.vpc_id not in {vpc["VpcId"] for vpc in vpcs}


def test_a_group_without_nodes_holds_nothing(world: World) -> None:
    world.eks.update_nodegroup_config(**world.group, scalingConfig={"minSize": 0, "desiredSize": 0})
    world.ec2.delete_placement_group(GroupName=world.placement_group)
    world.ec2.delete_security_group(GroupId=world.security_group_id)
    groups = world.ec2.describe_security_groups()["SecurityGroups"]
    assert world.security_group_id not in {group["GroupId"] for group in groups}


def test_a_full_reservation_fails_an_update_that_starts_new_nodes_first(world: World) -> None:
    in_block(world)
    world.emulator.set_conditions(full_block(2))
    ended = update(world, roll_in_block(world))
    assert ended["status"] == "Failed"
    [error] = ended["errors"]
    assert error["errorCode"] == "AsgInstanceLaunchFailures"
    assert "ReservationCapacityExceeded" in error["errorMessage"]
    assert group(world)["status"] == "ACTIVE"
    assert group(world)["launchTemplate"]["version"] == "1"


@pytest.mark.parametrize(
    ("free", "strategy"), [(0, "MINIMAL"), (1, "DEFAULT")], ids=["minimal", "room for one"]
)
def test_an_update_succeeds_where_its_nodes_fit(world: World, free: int, strategy: str) -> None:
    in_block(world, updateConfig={"maxUnavailable": 1, "updateStrategy": strategy})
    world.emulator.set_conditions(full_block(2 + free))
    assert update(world, roll_in_block(world))["status"] == "Successful"
    assert group(world)["launchTemplate"]["version"] == "2"


@pytest.mark.parametrize(
    ("conditions", "says"),
    [
        (full_block(1), "ReservationCapacityExceeded"),
        (full_block(9, has_begun=False), "InvalidCapacityReservationState.PendingActivation"),
    ],
    ids=["full", "not begun"],
)
def test_a_group_whose_nodes_do_not_start_is_not_created(
    world: World, conditions: Conditions, says: str
) -> None:
    world.emulator.set_conditions(conditions)
    in_block(world)
    assert group(world)["status"] == "CREATE_FAILED"
    [issue] = group(world)["health"]["issues"]
    assert issue["code"] == "AsgInstanceLaunchFailures"
    assert says in issue["message"]


def test_a_group_without_nodes_is_created_before_its_block_begins(world: World) -> None:
    world.emulator.set_conditions(full_block(9, has_begun=False))
    in_block(world, scalingConfig={"minSize": 0, "desiredSize": 0, "maxSize": 4})
    assert group(world)["status"] == "ACTIVE"


def test_nodes_of_other_groups_fill_a_reservation(world: World) -> None:
    in_block(world)
    world.emulator.set_conditions(full_block(3))
    world.create_group(nodegroupName="second", launchTemplate={"name": "in-block", "version": "1"})
    second = world.eks.describe_nodegroup(clusterName="demo", nodegroupName="second")["nodegroup"]
    assert second["status"] == "CREATE_FAILED"


def test_a_group_that_cannot_grow_is_degraded_until_it_can(world: World) -> None:
    in_block(world)
    world.emulator.set_conditions(full_block(3))
    larger = {"clusterName": "demo", "nodegroupName": "training"}
    world.eks.update_nodegroup_config(**larger, scalingConfig={"desiredSize": 4})
    assert group(world)["status"] == "DEGRADED"
    assert group(world)["health"]["issues"][0]["code"] == "AsgInstanceLaunchFailures"
    world.eks.update_nodegroup_config(**larger, scalingConfig={"desiredSize": 3})
    assert group(world)["status"] == "ACTIVE"
    assert group(world)["health"]["issues"] == []


def test_nodes_do_not_start_with_a_key_that_will_be_deleted(world: World) -> None:
    assert world.group
    world.kms.schedule_key_deletion(KeyId=world.key_arn)
    ended = update(world, world.roll(world.all_used()))
    assert ended["status"] == "Failed"
    assert "Client.InvalidKMSKey.InvalidState" in ended["errors"][0]["errorMessage"]
    world.kms.cancel_key_deletion(KeyId=world.key_arn)
    world.kms.enable_key(KeyId=world.key_arn)
    assert update(world, world.roll(world.all_used()))["status"] == "Successful"


def test_the_size_that_an_autoscaler_sets_is_the_groups(world: World) -> None:
    made = world.create_group()
    name = made["resources"]["autoScalingGroups"][0]["name"]
    world.autoscaling.set_desired_capacity(AutoScalingGroupName=name, DesiredCapacity=3)
    assert group(world)["scalingConfig"] == {"minSize": 1, "desiredSize": 3, "maxSize": 4}
    with pytest.raises(ClientError, match=r"Minimum capacity 4 can't be .* size 3"):
        world.eks.update_nodegroup_config(
            clusterName="demo", nodegroupName="training", scalingConfig={"minSize": 4}
        )


def test_a_control_plane_takes_other_subnets_of_its_zones(world: World) -> None:
    cluster = world.cluster
    others = [world.subnet(zone, 10 + index) for index, zone in enumerate("abc")]
    world.eks.update_cluster_config(name=cluster, resourcesVpcConfig={"subnetIds": others})
    network = world.eks.describe_cluster(name=cluster)["cluster"]["resourcesVpcConfig"]
    assert network["subnetIds"] == others
    for subnet_id in world.subnet_ids:
        world.ec2.delete_subnet(SubnetId=subnet_id)
    with pytest.raises(ClientError, match="DependencyViolation"):
        world.ec2.delete_subnet(SubnetId=others[0])


def test_a_cluster_gets_a_key_for_its_secrets_once(world: World) -> None:
    secrets = {"resources": ["secrets"], "provider": {"keyArn": world.key_arn}}
    world.eks.associate_encryption_config(clusterName=world.cluster, encryptionConfig=[secrets])
    described = world.eks.describe_cluster(name=world.cluster)["cluster"]
    assert described["encryptionConfig"] == [secrets]
