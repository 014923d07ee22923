"""Whether a VPC that exists will do: the VPC and its subnets by the emulator, the rest by stubs."""

from collections.abc import Mapping
from typing import Any

import pytest

from cli.preflight.asking import ask_all
from embedded_aws.clients import EmbeddedAws
from embedded_aws.emulator import Emulator
from modules.config.derived.private_cluster import services_called
from tests.cli.preflight.stubs import ACCOUNT, StubbedAccount, question_about, subject_of, told

GUEST = subject_of("guest")
EXISTING = GUEST.cluster.network.existing
assert EXISTING is not None
VPC = EXISTING.vpc_id
PRIVATE = EXISTING.private_subnets
FIRST, SECOND, THIRD = PRIVATE.values()
REGION = "eu-central-1"


def asked(emulator: Emulator, title: str, existing: Mapping[str, Any]) -> str:
    """Ask the emulator about a VPC that is there, or not."""
    subject = subject_of("guest", {"network": {"existing": existing}})
    aws = EmbeddedAws(endpoint=emulator.url, account_id=ACCOUNT, region=REGION)
    (answer,) = ask_all([question_about(subject, title)], aws, timeout_seconds=60)
    return f"{answer.finding.verdict.value}: {answer.finding.text}"


@pytest.fixture(scope="module")
def made(emulator: Emulator) -> Mapping[str, Any]:
    """A VPC with subnets, and no DNS host names, as VPCs are made."""
    ec2 = EmbeddedAws(endpoint=emulator.url, account_id=ACCOUNT, region=REGION).client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnets = {
        f"{REGION}{letter}": ec2.create_subnet(
            VpcId=vpc, CidrBlock=f"10.0.{number}.0/24", AvailabilityZone=f"{REGION}{letter}"
        )["Subnet"]["SubnetId"]
        for number, letter in enumerate("abc")
    }
    return {"vpc_id": vpc, "private_subnets": subnets}


def test_a_vpc_without_dns_host_names_fails_until_they_are_on(
    emulator: Emulator, made: Mapping[str, Any]
) -> None:
    ec2 = EmbeddedAws(endpoint=emulator.url, account_id=ACCOUNT, region=REGION).client("ec2")
    ec2.modify_vpc_attribute(VpcId=made["vpc_id"], EnableDnsHostnames={"Value": False})
    assert asked(emulator, "VPC", made) == (
        "failed: switch on what the private endpoint needs: aws ec2 modify-vpc-attribute --vpc-id "
        f"{made['vpc_id']} --enable-dns-hostnames --region {REGION}"
    )
    ec2.modify_vpc_attribute(VpcId=made["vpc_id"], EnableDnsHostnames={"Value": True})
    assert asked(emulator, "VPC", made) == ("passed: 10.0.0.0/16, with DNS support and host names")


def test_a_vpc_that_is_not_there_fails(emulator: Emulator, made: Mapping[str, Any]) -> None:
    other = {**made, "vpc_id": "vpc-0123456789abcdef0"}
    assert asked(emulator, "VPC", other) == f"failed: there is no vpc-0123456789abcdef0 in {REGION}"


def test_a_vpc_that_overlaps_the_services_fails() -> None:
    vpc = {
        "VpcId": VPC,
        "CidrBlockAssociationSet": [
            {"CidrBlock": "172.20.128.0/17", "CidrBlockState": {"State": "associated"}},
            {"CidrBlock": "172.20.0.0/17", "CidrBlockState": {"State": "disassociated"}},
        ],
    }
    account = StubbedAccount(REGION).answers("ec2", "describe_vpcs", {"Vpcs": [vpc]})
    for member in ("EnableDnsSupport", "EnableDnsHostnames"):
        account.answers("ec2", "describe_vpc_attribute", {member: {"Value": True}})
    assert told(GUEST, "VPC", account) == (
        "failed: 172.20.128.0/17, which the VPC has, overlaps network.service_cidr 172.20.0.0/16; "
        "write another"
    )


def test_subnets_are_there_and_where_the_file_says(
    emulator: Emulator, made: Mapping[str, Any]
) -> None:
    a, b, c = made["private_subnets"].values()
    assert asked(emulator, "subnets", made) == (
        f"passed: {a} in {REGION}a, {b} in {REGION}b, {c} in {REGION}c"
    )
    swapped = {
        "vpc_id": "vpc-0123456789abcdef0",
        "private_subnets": {f"{REGION}a": a, f"{REGION}b": "subnet-0123456789abcdef0"},
    }
    assert asked(emulator, "subnets", swapped) == (
        f"failed: {a} is in {made['vpc_id']}, not in vpc-0123456789abcdef0; there is no "
        "subnet-0123456789abcdef0"
    )
    moved = {**made, "private_subnets": {f"{REGION}a": a, f"{REGION}b": c}}
    assert asked(emulator, "subnets", moved) == f"failed: {c} is in {REGION}c, not in {REGION}b"


def subnets(*free: int) -> StubbedAccount:
    described = [
        {"SubnetId": id_, "AvailableIpAddressCount": count}
        for id_, count in zip(PRIVATE.values(), free, strict=True)
    ]
    return StubbedAccount(REGION).answers("ec2", "describe_subnets", {"Subnets": described})


ADDRESSES = "free addresses of subnets"


def interfaces(*found: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"NetworkInterfaces": list(found)}


def test_subnets_with_room_for_the_most_nodes_pass() -> None:
    account = subnets(1000, 1000, 1000).answers("ec2", "describe_network_interfaces", interfaces())
    assert told(GUEST, ADDRESSES, account) == (
        f"passed: {FIRST} has 994 for nodes, {SECOND} has 994 for nodes, {THIRD} has 994 for nodes"
    )


def test_a_subnet_without_room_fails_with_who_wants_it() -> None:
    account = subnets(1000, 40, 1000).answers("ec2", "describe_network_interfaces", interfaces())
    found = told(GUEST, ADDRESSES, account)
    assert found.startswith(f"failed: {SECOND} in {REGION}b has 34 free for nodes, which at their ")
    assert "training " in found
    assert "system " in found
    assert found.endswith("; lower scaling.max, or name a larger subnet")


def test_addresses_of_nodes_that_run_already_are_not_wanted_twice() -> None:
    ours = {
        "SubnetId": SECOND,
        "TagSet": [{"Key": "trainyard/cluster", "Value": "guest"}],
        "PrivateIpAddresses": [{"PrivateIpAddress": "10.0.0.7"}] * 50,
    }
    of_the_cni = {
        "SubnetId": SECOND,
        "TagSet": [{"Key": "cluster.k8s.amazonaws.com/name", "Value": "guest"}],
        "PrivateIpAddresses": [{"PrivateIpAddress": "10.0.0.8"}],
        "Ipv4Prefixes": [{"Ipv4Prefix": "10.0.1.0/28"}] * 40,
    }
    of_others = {**ours, "TagSet": []}
    account = subnets(1000, 40, 1000).answers(
        "ec2", "describe_network_interfaces", interfaces(ours, of_the_cni, of_others)
    )
    assert f"{SECOND} has {40 + 50 + 1 + 640 - 6} for nodes" in told(GUEST, ADDRESSES, account)


WAY_OUT = "way out of private subnets"


def table(route: Mapping[str, str], *subnet_ids: str) -> Mapping[str, Any]:
    of_subnets = [{"SubnetId": id_} for id_ in subnet_ids]
    associations: list[Mapping[str, Any]] = [*of_subnets] or [{"Main": True}]
    return {
        "Associations": associations,
        "Routes": [
            {"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active"},
            *([{"DestinationCidrBlock": "0.0.0.0/0", "State": "active", **route}] if route else []),
        ],
    }


def routed(*tables: Mapping[str, Any], public: bool = False) -> StubbedAccount:
    described: list[Mapping[str, Any]] = [
        {"SubnetId": id_, "MapPublicIpOnLaunch": public} for id_ in PRIVATE.values()
    ]
    return (
        StubbedAccount(REGION)
        .answers("ec2", "describe_subnets", {"Subnets": described})
        .answers("ec2", "describe_route_tables", {"RouteTables": list(tables)})
    )


NAT = {"NatGatewayId": "nat-1"}
TRANSIT = {"TransitGatewayId": "tgw-1"}
INTERNET = {"GatewayId": "igw-1"}
ENDPOINTS = (*services_called(GUEST.cluster), "s3")


def endpoints(*services: str) -> Mapping[str, Any]:
    return {
        "VpcEndpoints": [
            {"ServiceName": f"com.amazonaws.{REGION}.{service}", "State": "available"}
            for service in services
        ]
    }


def test_subnets_with_a_way_out_pass() -> None:
    account = routed(table(NAT, FIRST), table(TRANSIT))
    assert told(GUEST, WAY_OUT, account) == (
        f"passed: {FIRST} by nat-1, {SECOND} by tgw-1, {THIRD} by tgw-1"
    )


def test_an_internet_gateway_will_do_for_nodes_with_public_addresses() -> None:
    assert told(GUEST, WAY_OUT, routed(table(INTERNET), public=True)).startswith(
        f"passed: {FIRST} by igw-1"
    )


def test_endpoints_will_do_in_place_of_a_way_out() -> None:
    account = routed(table(NAT, SECOND, THIRD), table({})).answers(
        "ec2", "describe_vpc_endpoints", endpoints(*ENDPOINTS)
    )
    assert told(GUEST, WAY_OUT, account) == (
        f"passed: {FIRST} by endpoints, {SECOND} by nat-1, {THIRD} by nat-1"
    )


@pytest.mark.parametrize(
    ("route", "seen"),
    [
        ({}, "has no route to 0.0.0.0/0"),
        ({**NAT, "State": "blackhole"}, "has no route to 0.0.0.0/0"),
        (INTERNET, "leads to igw-1, which takes nothing from nodes without public addresses"),
    ],
)
def test_a_subnet_without_a_way_out_fails(route: Mapping[str, str], seen: str) -> None:
    account = routed(table(NAT, SECOND, THIRD), table(route)).answers(
        "ec2", "describe_vpc_endpoints", endpoints(*ENDPOINTS[1:])
    )
    assert told(GUEST, WAY_OUT, account) == (
        f"failed: {FIRST} {seen}, and the VPC has no endpoints of {ENDPOINTS[0]}; route it to a "
        "NAT gateway or the like, or make the endpoints, or nodes will not join"
    )


def test_where_no_route_table_is_shown_nobody_knows() -> None:
    assert told(GUEST, WAY_OUT, routed()) == (
        f"unknown: {VPC} shows this account no route tables, if it is there"
    )


def test_an_endpoint_that_is_not_available_is_none() -> None:
    pending = endpoints(*ENDPOINTS)
    pending["VpcEndpoints"][-1]["State"] = "pending"
    account = routed(table({})).answers("ec2", "describe_vpc_endpoints", pending)
    assert "no endpoints of s3;" in told(GUEST, WAY_OUT, account)
