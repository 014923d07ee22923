"""The NAT gateway plan."""

from modules.planning.network.nat import plan_nat_gateways

ZONES = ["us-west-2c", "us-west-2a", "us-west-2b"]


def test_without_nat_no_zone_has_a_gateway() -> None:
    assert plan_nat_gateways("none", ZONES) == {}


def test_a_single_gateway_stands_in_the_first_zone_and_serves_all() -> None:
    assert plan_nat_gateways("single", ZONES) == dict.fromkeys(sorted(ZONES), "us-west-2a")


def test_a_named_zone_keeps_the_single_gateway() -> None:
    plan = plan_nat_gateways("single", ZONES, single_nat_zone="us-west-2b")
    assert set(plan.values()) == {"us-west-2b"}


def test_per_zone_each_zone_uses_its_own_gateway() -> None:
    assert plan_nat_gateways("per_zone", ZONES) == {zone: zone for zone in ZONES}
