"""The subnet plan."""

from ipaddress import IPv4Network
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.planning.network.subnets import MOST_ZONES, plan_subnets

SIX_ZONES = [f"us-east-1{letter}" for letter in "abcdef"]
VPC_BLOCKS = ["10.100.0.0/16", "10.0.0.0/18", "192.168.16.0/20"]

some_zones = st.sets(st.sampled_from(SIX_ZONES), min_size=1)


@pytest.mark.parametrize("cidr", VPC_BLOCKS)
def test_blocks_are_disjoint_and_inside_the_vpc(cidr: str) -> None:
    plans = plan_subnets(cidr, SIX_ZONES, SIX_ZONES).values()
    blocks = [block for plan in plans for block in (plan.private, plan.public)]
    assert len(blocks) == 2 * MOST_ZONES
    assert all(block.subnet_of(IPv4Network(cidr)) for block in blocks)
    assert not [pair for pair in combinations(blocks, 2) if pair[0].overlaps(pair[1])]


@given(zones=some_zones)
def test_a_zone_has_the_same_blocks_whichever_others_are_used(zones: set[str]) -> None:
    everywhere = plan_subnets("10.100.0.0/16", SIX_ZONES, SIX_ZONES)
    plan = plan_subnets("10.100.0.0/16", zones, SIX_ZONES)
    assert plan == {zone: everywhere[zone] for zone in sorted(zones)}


def test_the_blocks_of_a_three_zone_vpc_are_these() -> None:
    plan = plan_subnets("10.100.0.0/16", SIX_ZONES[:3], SIX_ZONES)
    assert {zone: (str(blocks.private), str(blocks.public)) for zone, blocks in plan.items()} == {
        "us-east-1a": ("10.100.0.0/18", "10.100.248.0/24"),
        "us-east-1b": ("10.100.64.0/18", "10.100.249.0/24"),
        "us-east-1c": ("10.100.128.0/18", "10.100.250.0/24"),
    }


def test_nodes_get_nearly_all_of_the_addresses_in_use() -> None:
    plans = plan_subnets("10.100.0.0/16", SIX_ZONES[:3], SIX_ZONES).values()
    private = sum(plan.private.num_addresses for plan in plans)
    public = sum(plan.public.num_addresses for plan in plans)
    assert private / (private + public) > 0.98


@pytest.mark.parametrize("cidr", VPC_BLOCKS)
def test_no_block_is_smaller_than_aws_allows(cidr: str) -> None:
    plans = plan_subnets(cidr, SIX_ZONES, SIX_ZONES).values()
    assert max(block.prefixlen for plan in plans for block in (plan.private, plan.public)) <= 28


@given(order=st.permutations(SIX_ZONES[:4]))
def test_zones_come_sorted_in_whatever_order_they_are_given(order: list[str]) -> None:
    assert list(plan_subnets("10.0.0.0/16", order, SIX_ZONES)) == SIX_ZONES[:4]
