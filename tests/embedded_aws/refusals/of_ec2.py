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


def route_table(world: World) -> str:
    return str(world.ec2.create_route_table(VpcId=world.vpc_id)["RouteTable"]["RouteTableId"])


def route(world: World) -> dict[str, str]:
    gateway = internet_gateway(world)
    return {
        "RouteTableId": route_table(world),
        "DestinationCidrBlock": "0.0.0.0/0",
        "GatewayId": gateway,
    }


def create_route_twice(world: World) -> None:
    asked = route(world)
    world.ec2.create_route(**asked)
    world.ec2.create_route(**asked)


def to_deleted_nat_gateway(world: World) -> dict[str, str]:
    made = world.ec2.create_nat_gateway(SubnetId=world.subnet_ids[0], ConnectivityType="private")
    gateway = str(made["NatGateway"]["NatGatewayId"])
    world.ec2.delete_nat_gateway(NatGatewayId=gateway)
    return {"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": gateway}


def replace_with_deleted_nat_gateway(world: World) -> None:
    asked = route(world)
    world.ec2.create_route(**asked)
    gone = to_deleted_nat_gateway(world)
    world.ec2.replace_route(RouteTableId=asked["RouteTableId"], **gone)


def associate_twice(world: World) -> None:
    for _ in range(2):
        world.ec2.associate_route_table(
            RouteTableId=route_table(world), SubnetId=world.subnet_ids[0]
        )


def delete_attached_interface(world: World) -> None:
    made = world.ec2.create_network_interface(SubnetId=world.subnet_ids[0])
    interface = made["NetworkInterface"]["NetworkInterfaceId"]
    world.ec2.attach_network_interface(
        NetworkInterfaceId=interface, InstanceId="i-1", DeviceIndex=1
    )
    world.ec2.delete_network_interface(NetworkInterfaceId=interface)


def flow_logs_twice(world: World) -> None:
    for _ in range(2):
        world.ec2.create_flow_logs(
            ResourceIds=[world.vpc_id],
            ResourceType="VPC",
            TrafficType="ALL",
            LogGroupName="flow",
            DeliverLogsPermissionArn="arn:aws:iam::111122223333:role/any",
        )


def endpoint_twice(world: World) -> None:
    for _ in range(2):
        world.ec2.create_vpc_endpoint(
            VpcId=world.vpc_id,
            ServiceName="com.amazonaws.us-west-2.ec2",
            VpcEndpointType="Interface",
            PrivateDnsEnabled=True,
        )


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
    Scenario(
        operation="CreateSubnet",
        says="The CIDR '*' conflicts with another subnet",
        act=lambda world: [world.subnet("a", 7) for _ in range(2)],
        told="10.0.7.0/24",
    ),
    Scenario(
        operation="CreateSubnet",
        says="The CIDR '*' is invalid.",
        act=lambda world: world.ec2.create_subnet(VpcId=world.vpc_id, CidrBlock="10.9.0.0/24"),
    ),
    Scenario(
        operation="CreateRoute",
        says="The route identified by * already exists.",
        act=create_route_twice,
        told="0.0.0.0/0",
    ),
    Scenario(
        operation="DeleteRoute",
        says="no route with destination-cidr-block * in route table *",
        act=lambda world: world.ec2.delete_route(
            RouteTableId=route_table(world), DestinationCidrBlock="0.0.0.0/0"
        ),
    ),
    Scenario(
        operation="ReplaceRoute",
        says="There is no route defined for '*' in the route table. Use CreateRoute instead.",
        act=lambda world: world.ec2.replace_route(**route(world)),
    ),
    Scenario(
        operation="CreateRoute",
        says="The natGateway ID '*' does not exist",
        act=lambda world: world.ec2.create_route(
            RouteTableId=route_table(world), **to_deleted_nat_gateway(world)
        ),
    ),
    Scenario(
        operation="ReplaceRoute",
        says="The natGateway ID '*' does not exist",
        act=replace_with_deleted_nat_gateway,
    ),
    Scenario(
        operation="AssociateRouteTable",
        says="the specified association for route table * conflicts with an existing association",
        act=associate_twice,
    ),
    Scenario(
        operation="DeleteNetworkInterface",
        says="Network interface '*' is currently in use.",
        act=delete_attached_interface,
    ),
    Scenario(
        operation="CreateFlowLogs",
        says="There is an existing Flow Log with the same configuration and log destination.",
        act=flow_logs_twice,
    ),
    Scenario(
        operation="CreateVpcEndpoint",
        says="private-dns-enabled cannot be set because there is already a conflicting DNS domain "
        "for * in the VPC *",
        act=endpoint_twice,
    ),
    Scenario(
        operation="CreateSecurityGroup",
        says="The security group*",
        act=lambda world: [
            world.ec2.create_security_group(GroupName="g", Description="g", VpcId=world.vpc_id)
            for _ in range(2)
        ],
    ),
    Scenario(
        operation="CreatePlacementGroup",
        says="The placement group*",
        act=lambda world: world.ec2.create_placement_group(GroupName=world.placement_group),
    ),
    Scenario(
        operation="CreateLaunchTemplate",
        says="Launch template name already in use*",
        act=lambda world: [
            world.template("twice", {"InstanceType": "m7i.large"}) for _ in range(2)
        ],
    ),
)
