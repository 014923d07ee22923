"""The VPC."""

from dataclasses import replace

import pytest
from constructs import Construct

from modules.network.network import Network, NetworkProps
from modules.planning.network.nat import NatGateways, plan_nat_gateways
from modules.planning.network.subnets import plan_subnets
from tests.synthesis import Json, resources, synthesize

REGION_ZONES = ["us-west-2a", "us-west-2b", "us-west-2c", "us-west-2d"]
ZONES = REGION_ZONES[:3]
CIDR = "10.100.0.0/16"


def network(nat_gateways: NatGateways = "single", zones: list[str] = ZONES) -> Json:
    props = NetworkProps(
        name="demo",
        region="us-west-2",
        cidr=CIDR,
        subnets=plan_subnets(CIDR, zones, REGION_ZONES),
        nat_zones=plan_nat_gateways(nat_gateways, zones),
    )
    return synthesize(lambda scope: Network(scope, "network", props))


@pytest.fixture(scope="module")
def single() -> Json:
    return network()


def test_the_vpc_resolves_names(single: Json) -> None:
    vpc = resources(single, "aws_vpc")["network"]
    assert (vpc["cidr_block"], vpc["enable_dns_support"], vpc["enable_dns_hostnames"]) == (
        CIDR,
        True,
        True,
    )


def test_every_zone_has_a_public_and_a_private_subnet(single: Json) -> None:
    subnets = resources(single, "aws_subnet")
    assert {name: subnet["availability_zone"] for name, subnet in subnets.items()} == {
        f"{kind}_{zone}": zone for zone in ZONES for kind in ("private", "public")
    }


def test_no_subnet_gives_out_public_addresses(single: Json) -> None:
    assert {s["map_public_ip_on_launch"] for s in resources(single, "aws_subnet").values()} == {
        False
    }


@pytest.mark.parametrize(("kind", "role"), [("public", "elb"), ("private", "internal-elb")])
def test_subnets_say_which_load_balancers_they_take(single: Json, kind: str, role: str) -> None:
    tags = resources(single, "aws_subnet")[f"{kind}_us-west-2a"]["tags"]
    assert tags == {"Name": f"demo-{kind}-us-west-2a", f"kubernetes.io/role/{role}": "1"}


def test_the_default_security_group_has_no_rules(single: Json) -> None:
    group = resources(single, "aws_default_security_group")["network"]
    assert "ingress" not in group
    assert "egress" not in group


def test_public_subnets_go_out_through_the_internet_gateway(single: Json) -> None:
    for zone in ZONES:
        route = resources(single, "aws_route")[f"public_{zone}"]
        assert route["gateway_id"] == "${aws_internet_gateway.network.id}"
        assert route["destination_cidr_block"] == "0.0.0.0/0"


@pytest.mark.parametrize(
    ("nat_gateways", "used_by_zone"),
    [
        ("none", {}),
        ("single", dict.fromkeys(ZONES, "us-west-2a")),
        ("per_zone", {zone: zone for zone in ZONES}),
    ],
)
def test_private_subnets_go_out_through_the_nat_gateway_planned_for_them(
    nat_gateways: NatGateways, used_by_zone: dict[str, str]
) -> None:
    document = network(nat_gateways)
    routes = resources(document, "aws_route")
    assert {
        name: route["nat_gateway_id"] for name, route in routes.items() if "private" in name
    } == {
        f"private_{zone}": f"${{aws_nat_gateway.nat_{nat}.id}}"
        for zone, nat in used_by_zone.items()
    }
    assert set(resources(document, "aws_nat_gateway")) == {
        f"nat_{zone}" for zone in used_by_zone.values()
    }


def test_a_nat_gateway_waits_for_its_way_out(single: Json) -> None:
    gateway = resources(single, "aws_nat_gateway")["nat_us-west-2a"]
    assert "aws_route.public_us-west-2a" in gateway["depends_on"]
    assert gateway["subnet_id"] == "${aws_subnet.public_us-west-2a.id}"


def test_every_route_table_reaches_s3_without_nat(single: Json) -> None:
    endpoint = resources(single, "aws_vpc_endpoint")["s3"]
    assert endpoint["service_name"] == "com.amazonaws.us-west-2.s3"
    assert endpoint["vpc_endpoint_type"] == "Gateway"
    tables = resources(single, "aws_route_table")
    assert sorted(endpoint["route_table_ids"]) == sorted(
        f"${{aws_route_table.{name}.id}}" for name in tables
    )


def test_a_new_zone_changes_nothing_but_the_s3_endpoint(single: Json) -> None:
    wider = network(zones=REGION_ZONES)
    before, after = single["resource"], wider["resource"]
    changed = {
        f"{type_}.{name}"
        for type_, named in before.items()
        for name, resource in named.items()
        if after[type_].get(name) != resource
    }
    assert changed == {"aws_vpc_endpoint.s3"}


def test_two_networks_in_one_stack_are_refused_rather_than_merged() -> None:
    props = NetworkProps(
        name="demo",
        region="us-west-2",
        cidr=CIDR,
        subnets=plan_subnets(CIDR, ZONES, REGION_ZONES),
        nat_zones={},
    )

    def two(scope: Construct) -> None:
        Network(scope, "first", props)
        Network(scope, "second", replace(props, name="other"))

    with pytest.raises(Exception, match="would both be Subnet 'public_us-west-2a'; rename one"):
        synthesize(two)
