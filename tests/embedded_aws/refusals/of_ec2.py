"""What EC2 refuses."""

from tests.embedded_aws.refusals.scenario import Scenario
from tests.embedded_aws.world import World


def delete_security_group_of_nodes(world: World) -> None:
    assert world.group
    world.ec2.delete_security_group(GroupId=world.security_group_id)


def delete_subnet_of_control_plane(world: World) -> None:
    assert world.cluster
    world.ec2.delete_subnet(SubnetId=world.subnet_ids[2])


def delete_placement_group_of_nodes(world: World) -> None:
    assert world.group
    world.ec2.delete_placement_group(GroupName=world.placement_group)


def delete_associated_route_table(world: World) -> None:
    table = world.ec2.create_route_table(VpcId=world.vpc_id)["RouteTable"]["RouteTableId"]
    world.ec2.associate_route_table(RouteTableId=table, SubnetId=world.subnet_ids[0])
    world.ec2.delete_route_table(RouteTableId=table)


def internet_gateway(world: World) -> str:
    gateway = world.ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    world.ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=world.vpc_id)
    return str(gateway)


def address_of_nat_gateway(world: World) -> str:
    allocation_id = world.ec2.allocate_address(Domain="vpc")["AllocationId"]
    world.ec2.create_nat_gateway(SubnetId=world.subnet_ids[0], AllocationId=allocation_id)
    return str(allocation_id)


def detach_under_nat_gateway(world: World) -> None:
    gateway = internet_gateway(world)
    address_of_nat_gateway(world)
    world.ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=world.vpc_id)


def delete_vpc_with_route_table(world: World) -> None:
    world.ec2.create_route_table(VpcId=world.vpc_id)
    world.ec2.delete_vpc(VpcId=world.vpc_id)


SCENARIOS = (
    Scenario(
        operation="DeletePlacementGroup",
        says="The placement group '*' is in use and may not be deleted.",
        act=delete_placement_group_of_nodes,
        told="'racks'",
    ),
    Scenario(
        operation="DeleteSecurityGroup",
        says="resource * has a dependent object",
        act=delete_security_group_of_nodes,
    ),
    Scenario(
        operation="DeleteSubnet",
        says="The subnet '*' has dependencies and cannot be deleted.",
        act=delete_subnet_of_control_plane,
    ),
    Scenario(
        operation="DeleteRouteTable",
        says="The routeTable '*' has dependencies and cannot be deleted.",
        act=delete_associated_route_table,
    ),
    Scenario(
        operation="DetachInternetGateway",
        says="Network * has some mapped public address(es). "
        "Please unmap those public address(es) before detaching the gateway.",
        act=detach_under_nat_gateway,
    ),
    Scenario(
        operation="DeleteInternetGateway",
        says="The internetGateway '*' has dependencies and cannot be deleted.",
        act=lambda world: world.ec2.delete_internet_gateway(
            InternetGatewayId=internet_gateway(world)
        ),
    ),
    Scenario(
        operation="DeleteVpc",
        says="The vpc '*' has dependencies and cannot be deleted.",
        act=delete_vpc_with_route_table,
    ),
    Scenario(
        operation="ReleaseAddress",
        says="You do not have permission to access the specified resource.",
        act=lambda world: world.ec2.release_address(AllocationId=address_of_nat_gateway(world)),
    ),
)
