"""What EC2 refuses: nothing that an interface, an instance, a rule or a route hangs on may go.

It allows more than one would think: a launch template whose node group lives on, a NAT gateway that
routes still lead to. What comes of that stands in `embedded_aws.harms`.
"""

from collections.abc import Callable, Mapping

from embedded_aws.refusals.refusal import Look, Refusal, View
from embedded_aws.requests import Members

_API = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_{}.html"
_ERRORS = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html"
_DEPENDED_ON = "DependencyViolation"


def _all(_: Members) -> Members:
    return {}


def _of_vpc(asked: Members) -> Members:
    return {"Filters": [{"Name": "vpc-id", "Values": [asked["VpcId"]]}]}


def _by_id(member: str) -> Callable[[Members], Members]:
    return lambda asked: {f"{member}s": [asked[member]]}


_SECURITY_GROUPS = Look(
    name="security groups",
    service="ec2",
    operation="DescribeSecurityGroups",
    items="SecurityGroups",
    parameters=_all,
)
_INTERFACES = Look(
    name="network interfaces",
    service="ec2",
    operation="DescribeNetworkInterfaces",
    items="NetworkInterfaces",
    parameters=_all,
)
_ROUTE_TABLE = Look(
    name="route table",
    service="ec2",
    operation="DescribeRouteTables",
    items="RouteTables",
    parameters=_by_id("RouteTableId"),
)
_GATEWAY = Look(
    name="internet gateway",
    service="ec2",
    operation="DescribeInternetGateways",
    items="InternetGateways",
    parameters=_by_id("InternetGatewayId"),
)
_SUBNETS_OF_VPC = Look(
    name="subnets of the VPC",
    service="ec2",
    operation="DescribeSubnets",
    items="Subnets",
    parameters=_of_vpc,
)
_ROUTE_TABLES_OF_VPC = Look(
    name="route tables of the VPC",
    service="ec2",
    operation="DescribeRouteTables",
    items="RouteTables",
    parameters=_of_vpc,
)
_ENDPOINTS = Look(
    name="VPC endpoints",
    service="ec2",
    operation="DescribeVpcEndpoints",
    items="VpcEndpoints",
    parameters=_all,
)


def _placement_group_with_instances(view: View) -> Mapping[str, object] | None:
    name = view.asked["GroupName"]
    held = any(name in each.placement_groups for each in view.holdings)
    return {"name": name} if held else None


def _security_group_in_use(view: View) -> Mapping[str, object] | None:
    group_id = view.asked.get("GroupId")
    held = any(group_id in each.security_group_ids for each in view.holdings)
    interfaces = view.seen[_INTERFACES.name]
    attached = any(group_id == each["GroupId"] for one in interfaces for each in one["Groups"])
    others = [one for one in view.seen[_SECURITY_GROUPS.name] if one["GroupId"] != group_id]
    referenced = any(group_id in _referenced(one) for one in others)
    return {"id": group_id} if held or attached or referenced else None


def _referenced(group: Members) -> set[str]:
    """Give the groups that the rules of a group refer to."""
    rules = [*group.get("IpPermissions", ()), *group.get("IpPermissionsEgress", ())]
    return {pair["GroupId"] for rule in rules for pair in rule.get("UserIdGroupPairs", ())}


def _subnet_in_use(view: View) -> Mapping[str, object] | None:
    subnet_id = view.asked["SubnetId"]
    held = any(subnet_id in each.subnet_ids for each in view.holdings)
    attached = any(subnet_id == one["SubnetId"] for one in view.seen[_INTERFACES.name])
    return {"id": subnet_id} if held or attached else None


def _route_table_in_use(view: View) -> Mapping[str, object] | None:
    associations = view.one(_ROUTE_TABLE.name).get("Associations")
    return {"id": view.asked["RouteTableId"]} if associations else None


def _vpc_with_public_addresses(view: View) -> Mapping[str, object] | None:
    vpc_id = view.asked["VpcId"]
    public = {
        one["SubnetId"] for one in view.seen[_SUBNETS_OF_VPC.name] if one.get("MapPublicIpOnLaunch")
    }
    mapped = any(
        vpc_id in each.vpc_ids
        and (each.allocation_ids or (each.instances and public & each.subnet_ids))
        for each in view.holdings
    )
    return {"id": vpc_id} if mapped else None


def _attached_gateway(view: View) -> Mapping[str, object] | None:
    attachments = view.one(_GATEWAY.name).get("Attachments")
    return {"id": view.asked["InternetGatewayId"]} if attachments else None


def _vpc_in_use(view: View) -> Mapping[str, object] | None:
    vpc_id = view.asked["VpcId"]
    tables = [
        table
        for table in view.seen[_ROUTE_TABLES_OF_VPC.name]
        if not any(each.get("Main") for each in table.get("Associations", ()))
    ]
    endpoints = [one for one in view.seen[_ENDPOINTS.name] if one["VpcId"] == vpc_id]
    held = any(vpc_id in each.vpc_ids for each in view.holdings)
    return {"id": vpc_id} if tables or endpoints or held else None


def _address_in_use(view: View) -> Mapping[str, object] | None:
    allocation_id = view.asked.get("AllocationId")
    held = any(allocation_id in each.allocation_ids for each in view.holdings)
    return {"id": allocation_id} if held else None


REFUSALS = (
    Refusal(
        service="ec2",
        operations=("DeletePlacementGroup",),
        when="instances run in it",
        code="InvalidPlacementGroup.InUse",
        message="The placement group '{name}' is in use and may not be deleted.",
        source=_ERRORS,
        finds=_placement_group_with_instances,
    ),
    Refusal(
        service="ec2",
        operations=("DeleteSecurityGroup",),
        when="a network interface has it, or a rule of another group refers to it",
        code=_DEPENDED_ON,
        message="resource {id} has a dependent object",
        source=_API.format("DeleteSecurityGroup"),
        finds=_security_group_in_use,
        looks=(_SECURITY_GROUPS, _INTERFACES),
    ),
    Refusal(
        service="ec2",
        operations=("DeleteSubnet",),
        when="a network interface is in it: of a node, control plane, endpoint or NAT gateway",
        code=_DEPENDED_ON,
        message="The subnet '{id}' has dependencies and cannot be deleted.",
        source=_API.format("DeleteSubnet"),
        finds=_subnet_in_use,
        looks=(_INTERFACES,),
    ),
    Refusal(
        service="ec2",
        operations=("DeleteRouteTable",),
        when="a subnet is associated with it, or it is the main one",
        code=_DEPENDED_ON,
        message="The routeTable '{id}' has dependencies and cannot be deleted.",
        source=_API.format("DeleteRouteTable"),
        finds=_route_table_in_use,
        looks=(_ROUTE_TABLE,),
    ),
    Refusal(
        service="ec2",
        operations=("DetachInternetGateway",),
        when="public addresses are mapped in the VPC: of NAT gateways, or nodes in public subnets",
        code=_DEPENDED_ON,
        message="Network {id} has some mapped public address(es). "
        "Please unmap those public address(es) before detaching the gateway.",
        source="https://github.com/hashicorp/terraform/issues/497",
        finds=_vpc_with_public_addresses,
        looks=(_SUBNETS_OF_VPC,),
    ),
    Refusal(
        service="ec2",
        operations=("DeleteInternetGateway",),
        when="it is attached to a VPC",
        code=_DEPENDED_ON,
        message="The internetGateway '{id}' has dependencies and cannot be deleted.",
        source=_API.format("DeleteInternetGateway"),
        finds=_attached_gateway,
        looks=(_GATEWAY,),
    ),
    Refusal(
        service="ec2",
        operations=("DeleteVpc",),
        when="it has subnets, security groups, an internet gateway, route tables, VPC endpoints or "
        "interfaces besides those it was made with",
        code=_DEPENDED_ON,
        message="The vpc '{id}' has dependencies and cannot be deleted.",
        source=_API.format("DeleteVpc"),
        # Of the first three the emulator knows.
        finds=_vpc_in_use,
        looks=(_ROUTE_TABLES_OF_VPC, _ENDPOINTS),
    ),
    Refusal(
        service="ec2",
        operations=("ReleaseAddress",),
        when="a NAT gateway has it",
        # Not InvalidIPAddress.InUse, as for an instance's: the gateway's owner is AWS.
        code="AuthFailure",
        message="You do not have permission to access the specified resource.",
        source="https://github.com/eformat/sno-for-100/issues/5",
        finds=_address_in_use,
    ),
)
