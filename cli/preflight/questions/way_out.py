"""Whether nodes in subnets that exist already reach the AWS services that they call."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from cli.preflight.answers import Finding, Question, unknown, verdict_on
from cli.preflight.questions.network import subnets_by_id
from cli.preflight.subject import Subject
from cli.verification.check import Aws, filtered
from modules.config import ExistingNetworkConfig
from modules.config.derived.private_cluster import services_called

_EVERYWHERE = "0.0.0.0/0"
_INTERNET_GATEWAY = "igw-"
#: Members of a route that say where it leads; a route has one.
_TARGETS = (
    "NatGatewayId",
    "TransitGatewayId",
    "GatewayId",
    "NetworkInterfaceId",
    "InstanceId",
    "VpcPeeringConnectionId",
    "CoreNetworkArn",
    "LocalGatewayId",
    "CarrierGatewayId",
)


def way_out_questions(subject: Subject) -> Iterator[Question]:
    """Ask for the routes of the nodes' subnets, and for endpoints where there is no way out."""
    existing = subject.cluster.network.existing
    if existing is not None:
        yield Question(
            title="way out of private subnets",
            actions=(
                "ec2:DescribeSubnets",
                "ec2:DescribeRouteTables",
                "ec2:DescribeVpcEndpoints",
            ),
            ask=partial(_lead_out, subject, existing),
        )


def _lead_out(subject: Subject, existing: ExistingNetworkConfig, aws: Aws) -> Finding:
    ids = [*existing.private_subnets.values()]
    public = {
        id_ for id_, s in subnets_by_id(aws, ids).items() if s.get("MapPublicIpOnLaunch", False)
    }
    tables = aws.client("ec2").get_paginator("describe_route_tables")
    found = [
        table
        for page in tables.paginate(Filters=filtered("vpc-id", existing.vpc_id))
        for table in page["RouteTables"]
    ]
    if not found:
        return unknown(f"{existing.vpc_id} shows this account no route tables, if it is there")
    ways = {id_: _way_out(_table_of(id_, found)) for id_ in ids}
    stuck = {
        id_: way
        for id_, way in ways.items()
        if way is None or (way.startswith(_INTERNET_GATEWAY) and id_ not in public)
    }
    lacking = _services_without_endpoint(subject, existing, aws) if stuck else ()
    problems = [_no_way(id_, way, lacking) for id_, way in stuck.items() if lacking]
    return verdict_on(
        problems,
        ", ".join(f"{id_} by {'endpoints' if id_ in stuck else way}" for id_, way in ways.items()),
    )


def _table_of(subnet_id: str, tables: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Give the route table of a subnet; the VPC's main one where it has none of its own."""
    main: Mapping[str, Any] = {}
    for table in tables:
        for association in table.get("Associations", ()):
            if association.get("SubnetId") == subnet_id:
                return table
            if association.get("Main", False):
                main = table
    return main


def _way_out(table: Mapping[str, Any]) -> str | None:
    """Say where what leaves the VPC goes, or None where it goes nowhere."""
    for route in table.get("Routes", ()):
        if route.get("DestinationCidrBlock") == _EVERYWHERE and route.get("State") == "active":
            return next((str(route[member]) for member in _TARGETS if member in route), None)
    return None


def _services_without_endpoint(
    subject: Subject, existing: ExistingNetworkConfig, aws: Aws
) -> tuple[str, ...]:
    pages = aws.client("ec2").get_paginator("describe_vpc_endpoints")
    there = {
        endpoint["ServiceName"].partition(f".{subject.cluster.region}.")[2]
        for page in pages.paginate(Filters=filtered("vpc-id", existing.vpc_id))
        for endpoint in page["VpcEndpoints"]
        if endpoint["State"].lower() == "available"
    }
    return tuple(
        service for service in (*services_called(subject.cluster), "s3") if service not in there
    )


def _no_way(subnet_id: str, way: str | None, lacking: tuple[str, ...]) -> str:
    seen = (
        f"{subnet_id} has no route to {_EVERYWHERE}"
        if way is None
        else f"{subnet_id} leads to {way}, which takes nothing from nodes without public addresses"
    )
    return (
        f"{seen}, and the VPC has no endpoints of {', '.join(lacking)}; route it to a NAT gateway "
        "or the like, or make the endpoints, or nodes will not join"
    )
