"""What EC2 refuses because it is there already, or because what it needs is not."""

import ipaddress
from collections.abc import Callable, Mapping

from embedded_aws.refusals.refusal import Look, Refusal, View, by_the_emulator
from embedded_aws.requests import Members

_API = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_{}.html"
_ERRORS = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html"
_GONE = {"deleted", "deleting", "failed"}


def _look(name: str, operation: str, parameters: Callable[[Members], Members | None]) -> Look:
    items = f"{operation.removeprefix('Describe')}"
    return Look(name=name, service="ec2", operation=operation, items=items, parameters=parameters)


def _of_subnet(asked: Members) -> Members | None:
    subnet_id = asked.get("SubnetId")
    name = "association.subnet-id"
    return {"Filters": [{"Name": name, "Values": [subnet_id]}]} if subnet_id else None


_SUBNETS = _look(
    "subnets of the VPC",
    "DescribeSubnets",
    lambda asked: {"Filters": [{"Name": "vpc-id", "Values": [asked["VpcId"]]}]},
)
_VPC = _look("VPC", "DescribeVpcs", lambda asked: {"VpcIds": [asked["VpcId"]]})
_TABLE = _look(
    "route table", "DescribeRouteTables", lambda asked: {"RouteTableIds": [asked["RouteTableId"]]}
)
_TABLES = _look("route tables of the subnet", "DescribeRouteTables", _of_subnet)
_NAT = _look(
    "NAT gateway",
    "DescribeNatGateways",
    lambda asked: {"NatGatewayIds": [asked["NatGatewayId"]]} if asked.get("NatGatewayId") else None,
)
_INTERFACE = _look(
    "network interface",
    "DescribeNetworkInterfaces",
    lambda asked: {"NetworkInterfaceIds": [asked["NetworkInterfaceId"]]},
)
_FLOW_LOGS = _look("flow logs", "DescribeFlowLogs", lambda _: {})
_ENDPOINTS = _look("VPC endpoints", "DescribeVpcEndpoints", lambda _: {})


def _overlapping_subnet(view: View) -> Mapping[str, object] | None:
    block = view.asked["CidrBlock"]
    asked = ipaddress.ip_network(block)
    taken = [ipaddress.ip_network(each["CidrBlock"]) for each in view.seen[_SUBNETS.name]]
    return {"block": block} if any(asked.overlaps(each) for each in taken) else None


def _subnet_outside(view: View) -> Mapping[str, object] | None:
    whole, block = view.one(_VPC.name).get("CidrBlock"), view.asked["CidrBlock"]
    if whole is None:
        return None
    inside = ipaddress.IPv4Network(block).subnet_of(ipaddress.IPv4Network(whole))
    return None if inside else {"block": block}


def _has_route(view: View) -> bool:
    destination = view.asked.get("DestinationCidrBlock")
    routes = view.one(_TABLE.name).get("Routes", ())
    return any(each.get("DestinationCidrBlock") == destination for each in routes)


def _route_exists(view: View) -> Mapping[str, object] | None:
    return {"block": view.asked.get("DestinationCidrBlock")} if _has_route(view) else None


def _route_missing(view: View) -> Mapping[str, object] | None:
    table = view.asked["RouteTableId"]
    if _has_route(view) or not view.seen[_TABLE.name]:
        return None
    return {"block": view.asked.get("DestinationCidrBlock"), "id": table}


def _gateway_is_gone(view: View) -> Mapping[str, object] | None:
    gateway_id = view.asked.get("NatGatewayId")
    gone = view.one(_NAT.name).get("State", "deleted") in _GONE if gateway_id else False
    return {"id": gateway_id} if gone else None


def _subnet_has_a_table(view: View) -> Mapping[str, object] | None:
    subnet_id = view.asked.get("SubnetId")
    taken = any(
        subnet_id == each.get("SubnetId")
        for table in view.seen[_TABLES.name]
        for each in table.get("Associations", ())
    )
    return {"id": view.asked["RouteTableId"]} if subnet_id and taken else None


def _attached_interface(view: View) -> Mapping[str, object] | None:
    attached = view.one(_INTERFACE.name).get("Status") == "in-use"
    return {"id": view.asked["NetworkInterfaceId"]} if attached else None


def _flow_log_exists(view: View) -> Mapping[str, object] | None:
    asked = view.asked
    same = any(
        each.get("ResourceId") in asked["ResourceIds"]
        and each.get("TrafficType", "ALL") == asked.get("TrafficType", "ALL")
        and _destination(each) == _destination(asked)
        for each in view.seen[_FLOW_LOGS.name]
    )
    return {} if same else None


def _destination(log: Members) -> str:
    arn = str(log.get("LogDestination", "")).removesuffix(":*")
    return arn.rpartition(":log-group:")[2] or str(log.get("LogGroupName", ""))


def _private_name_is_taken(view: View) -> Mapping[str, object] | None:
    asked = view.asked
    if asked.get("VpcEndpointType") != "Interface" or not asked.get("PrivateDnsEnabled"):
        return None
    taken = any(
        each["VpcId"] == asked["VpcId"]
        and each["ServiceName"] == asked["ServiceName"]
        and each.get("PrivateDnsEnabled")
        for each in view.seen[_ENDPOINTS.name]
    )
    return {"service": asked["ServiceName"], "vpc": asked["VpcId"]} if taken else None


def _known(operation: str, when: str, code: str, message: str) -> Refusal:
    return by_the_emulator(
        operation, when, service="ec2", code=code, message=message, source=_ERRORS, status=400
    )


REFUSALS = (
    _known(
        "CreateSecurityGroup",
        "the VPC has a group of the name",
        "InvalidGroup.Duplicate",
        "The security group",
    ),
    _known(
        "CreatePlacementGroup",
        "a group of the name exists",
        "InvalidPlacementGroup.Duplicate",
        "The placement group",
    ),
    _known(
        "CreateLaunchTemplate",
        "a template of the name exists",
        "InvalidLaunchTemplateName.AlreadyExistsException",
        "Launch template name already in use",
    ),
    Refusal(
        service="ec2",
        operations=("CreateSubnet",),
        when="it overlaps a subnet of the VPC",
        code="InvalidSubnet.Conflict",
        message="The CIDR '{block}' conflicts with another subnet",
        source=_ERRORS,
        finds=_overlapping_subnet,
        looks=(_SUBNETS,),
    ),
    Refusal(
        service="ec2",
        operations=("CreateSubnet",),
        when="it is not within the VPC's block",
        code="InvalidSubnet.Range",
        message="The CIDR '{block}' is invalid.",
        source=_ERRORS,
        finds=_subnet_outside,
        looks=(_VPC,),
    ),
    Refusal(
        service="ec2",
        operations=("CreateRoute",),
        when="the table has a route to the same block",
        code="RouteAlreadyExists",
        message="The route identified by {block} already exists.",
        source=_ERRORS,
        finds=_route_exists,
        looks=(_TABLE,),
    ),
    Refusal(
        service="ec2",
        operations=("DeleteRoute",),
        when="the table has no route to the block",
        code="InvalidRoute.NotFound",
        message="no route with destination-cidr-block {block} in route table {id}",
        source=_ERRORS,
        finds=_route_missing,
        looks=(_TABLE,),
    ),
    Refusal(
        service="ec2",
        operations=("ReplaceRoute",),
        when="the table has no route to the block",
        code="InvalidParameterValue",
        message="There is no route defined for '{block}' in the route table. "
        "Use CreateRoute instead.",
        source=_API.format("ReplaceRoute"),
        finds=_route_missing,
        looks=(_TABLE,),
    ),
    Refusal(
        service="ec2",
        operations=("CreateRoute", "ReplaceRoute"),
        when="the NAT gateway is deleted",
        code="InvalidNatGatewayID.NotFound",
        message="The natGateway ID '{id}' does not exist",
        source=_ERRORS,
        finds=_gateway_is_gone,
        looks=(_NAT,),
    ),
    Refusal(
        service="ec2",
        operations=("AssociateRouteTable",),
        when="the subnet is associated with a table",
        code="Resource.AlreadyAssociated",
        message="the specified association for route table {id} conflicts with an existing "
        "association",
        source=_ERRORS,
        finds=_subnet_has_a_table,
        looks=(_TABLES,),
    ),
    Refusal(
        service="ec2",
        operations=("DeleteNetworkInterface",),
        when="it is attached to an instance",
        code="InvalidNetworkInterface.InUse",
        message="Network interface '{id}' is currently in use.",
        source=_ERRORS,
        finds=_attached_interface,
        looks=(_INTERFACE,),
    ),
    Refusal(
        service="ec2",
        operations=("CreateFlowLogs",),
        when="the VPC has one of the same traffic to the same place",
        code="FlowLogAlreadyExists",
        message="There is an existing Flow Log with the same configuration and log destination.",
        source=_ERRORS,
        finds=_flow_log_exists,
        looks=(_FLOW_LOGS,),
    ),
    Refusal(
        service="ec2",
        operations=("CreateVpcEndpoint",),
        when="an endpoint of the VPC has the private name of the service",
        code="InvalidParameter",
        message="private-dns-enabled cannot be set because there is already a conflicting DNS "
        "domain for {service} in the VPC {vpc}",
        source="https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html",
        finds=_private_name_is_taken,
        looks=(_ENDPOINTS,),
    ),
)
