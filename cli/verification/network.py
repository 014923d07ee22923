"""The VPC: subnets, ways out, and what is recorded."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cli.verification.check import Aws, Check, filtered, tags_of
from modules.config import ClusterConfig
from modules.config.derived.network import nat_zones
from modules.config.derived.private_cluster import endpoint_services
from modules.planning.network.subnets import plan_subnets

_PUBLIC_TAG = "kubernetes.io/role/elb"
_PRIVATE_TAG = "kubernetes.io/role/internal-elb"
_ANYWHERE = "0.0.0.0/0"


def check_network(cluster: ClusterConfig, aws: Aws) -> Iterator[Check]:
    """Check the network of a cluster that brings none."""
    if cluster.network.existing is not None:
        return
    ec2 = aws.client("ec2")
    subnet_ids = aws.client("eks").describe_cluster(name=cluster.name)["cluster"][
        "resourcesVpcConfig"
    ]["subnetIds"]
    vpc_id = ec2.describe_subnets(SubnetIds=subnet_ids[:1])["Subnets"][0]["VpcId"]
    vpc = ec2.describe_vpcs(VpcIds=[vpc_id])["Vpcs"][0]
    yield Check(subject="VPC: CIDR block", expected=cluster.network.cidr, actual=vpc["CidrBlock"])
    yield _check_names(ec2, vpc_id)
    yield from _check_subnets(cluster, ec2, vpc_id)
    yield from _check_routes(cluster, ec2, vpc_id)
    yield _check_endpoints(cluster, ec2, vpc_id)
    yield _check_default_security_group(ec2, vpc_id)
    yield _check_flow_logs(cluster, ec2, vpc_id)


def _check_names(ec2: Any, vpc_id: str) -> Check:
    attributes = ("enableDnsSupport", "enableDnsHostnames")
    actual = {}
    for attribute in attributes:
        answer = ec2.describe_vpc_attribute(VpcId=vpc_id, Attribute=attribute)
        actual[attribute] = answer[attribute[0].upper() + attribute[1:]]["Value"]
    return Check(subject="VPC: DNS", expected=dict.fromkeys(attributes, True), actual=actual)


def _check_subnets(cluster: ClusterConfig, ec2: Any, vpc_id: str) -> Iterator[Check]:
    plans = plan_subnets(cluster.network.cidr, cluster.zones, cluster.region_facts.zones)
    expected = {
        _PRIVATE_TAG: {zone: str(plan.private) for zone, plan in plans.items()},
        _PUBLIC_TAG: {}
        if cluster.network.private
        else {zone: str(plan.public) for zone, plan in plans.items()},
    }
    subnets = ec2.describe_subnets(Filters=filtered("vpc-id", vpc_id))["Subnets"]
    for kind, tag in (("private", _PRIVATE_TAG), ("public", _PUBLIC_TAG)):
        actual = {
            subnet["AvailabilityZone"]: subnet["CidrBlock"]
            for subnet in subnets
            if tag in tags_of(subnet)
        }
        yield Check(subject=f"{kind} subnet of each zone", expected=expected[tag], actual=actual)
    yield Check(
        subject="subnets give no public addresses",
        expected=[],
        actual=[subnet["SubnetId"] for subnet in subnets if subnet["MapPublicIpOnLaunch"]],
    )


def _check_routes(cluster: ClusterConfig, ec2: Any, vpc_id: str) -> Iterator[Check]:
    in_vpc = filtered("vpc-id", vpc_id)
    subnets = {
        subnet["SubnetId"]: subnet for subnet in ec2.describe_subnets(Filters=in_vpc)["Subnets"]
    }
    tables = _tables_by_subnet(ec2, vpc_id)
    gateway_zones = _nat_zones(ec2, vpc_id, subnets)
    private, public = {}, {}
    for subnet_id, table in tables.items():
        zone = subnets[subnet_id]["AvailabilityZone"]
        way_out = _default_route(table)
        if _PUBLIC_TAG in tags_of(subnets[subnet_id]):
            public[zone] = way_out.get("GatewayId", "").startswith("igw-")
        elif way_out:
            private[zone] = gateway_zones.get(way_out.get("NatGatewayId", ""), "elsewhere")
    yield Check(
        subject="zone whose NAT gateway each private subnet uses",
        expected=nat_zones(cluster),
        actual=private,
    )
    yield Check(
        subject="public subnets reach the internet gateway",
        expected={} if cluster.network.private else dict.fromkeys(cluster.zones, True),
        actual=public,
    )
    routed = {
        table
        for endpoint in ec2.describe_vpc_endpoints(Filters=in_vpc)["VpcEndpoints"]
        # The emulator answers with those of every VPC.
        if endpoint["VpcId"] == vpc_id and endpoint["VpcEndpointType"] == "Gateway"
        for table in endpoint["RouteTableIds"]
    }
    yield Check(
        subject="S3 gateway endpoint in every route table",
        expected={table["RouteTableId"] for table in tables.values()},
        actual=routed,
    )


def _check_endpoints(cluster: ClusterConfig, ec2: Any, vpc_id: str) -> Check:
    prefix = f"com.amazonaws.{cluster.region}."
    return Check(
        subject="services reached through endpoints, by their usual names",
        expected=dict.fromkeys(endpoint_services(cluster), True),
        actual={
            endpoint["ServiceName"].removeprefix(prefix): endpoint["PrivateDnsEnabled"]
            for endpoint in ec2.describe_vpc_endpoints()["VpcEndpoints"]
            if endpoint["VpcId"] == vpc_id and endpoint["VpcEndpointType"] == "Interface"
        },
    )


def _tables_by_subnet(ec2: Any, vpc_id: str) -> Mapping[str, Mapping[str, Any]]:
    tables = ec2.describe_route_tables(Filters=filtered("vpc-id", vpc_id))["RouteTables"]
    return {
        association["SubnetId"]: table
        for table in tables
        for association in table["Associations"]
        if "SubnetId" in association
    }


def _nat_zones(
    ec2: Any, vpc_id: str, subnets: Mapping[str, Mapping[str, Any]]
) -> Mapping[str, str]:
    gateways = ec2.describe_nat_gateways(Filters=filtered("vpc-id", vpc_id))["NatGateways"]
    return {
        gateway["NatGatewayId"]: subnets[gateway["SubnetId"]]["AvailabilityZone"]
        for gateway in gateways
        if gateway["State"] == "available"
    }


def _default_route(table: Mapping[str, Any]) -> Mapping[str, str]:
    routes: Sequence[Mapping[str, str]] = table["Routes"]
    to_anywhere = (route for route in routes if route.get("DestinationCidrBlock") == _ANYWHERE)
    return next(to_anywhere, {})


def _check_default_security_group(ec2: Any, vpc_id: str) -> Check:
    groups = ec2.describe_security_groups(Filters=filtered("vpc-id", vpc_id))["SecurityGroups"]
    default = next(group for group in groups if group["GroupName"] == "default")
    return Check(
        subject="default security group lets nothing through",
        expected=[],
        actual=[*default["IpPermissions"], *default["IpPermissionsEgress"]],
    )


def _check_flow_logs(cluster: ClusterConfig, ec2: Any, vpc_id: str) -> Check:
    wanted = cluster.network.flow_logs
    flow_logs = ec2.describe_flow_logs(Filters=filtered("resource-id", vpc_id))["FlowLogs"]
    return Check(
        subject="flow logs",
        expected=[] if wanted == "none" else [wanted.upper()],
        actual=[flow_log["TrafficType"] for flow_log in flow_logs],
    )
