"""Whether the subnets have addresses for all nodes there may be at once."""

from ipaddress import IPv4Network

import pytest

from modules.planning.network.address_budget import (
    Demand,
    UpdatePace,
    addresses_for_nodes,
    shortages,
)

ONE_BY_ONE = UpdatePace(
    starts_new_ones_first=True, max_unavailable=1, max_unavailable_percentage=None
)


def demand(
    *, nodes: int = 10, zones: str = "a", each: int = 17, update: UpdatePace = ONE_BY_ONE
) -> Demand:
    return Demand(
        group="training",
        zones=[*zones],
        most_nodes=nodes,
        update=update,
        addresses_per_node=each,
    )


def pace(*, nodes: int | None = None, percent: int | None = None, first: bool = True) -> UpdatePace:
    return UpdatePace(
        starts_new_ones_first=first, max_unavailable=nodes, max_unavailable_percentage=percent
    )


@pytest.mark.parametrize(
    ("zones", "update", "surge"),
    [
        # The examples of EKS's guide: five zones, and one, or more than ten, at a time.
        ("abcde", pace(nodes=1), 10),
        ("abcde", pace(nodes=20), 20),
        ("a", pace(nodes=1), 2),
        ("a", pace(percent=10), 5),
        ("a", pace(percent=1), 2),
        # EKS takes no more at a time.
        ("a", pace(nodes=100), 100),
        ("a", pace(nodes=5, first=False), 0),
    ],
)
def test_an_update_adds_what_eks_says(zones: str, update: UpdatePace, surge: int) -> None:
    assert demand(nodes=50, zones=zones, update=update).surge == surge


def test_no_more_than_a_hundred_nodes_are_added_whatever_the_share() -> None:
    assert demand(nodes=1000, update=pace(percent=50)).surge == 100


@pytest.mark.parametrize(
    ("nodes", "zones", "in_a_zone"), [(10, "a", 12), (10, "abc", 6), (1, "ab", 3), (400, "a", 402)]
)
def test_zones_share_the_nodes_evenly(nodes: int, zones: str, in_a_zone: int) -> None:
    made = demand(nodes=nodes, zones=zones)
    assert made.nodes_in_a_zone == in_a_zone
    assert made.addresses_in_a_zone == in_a_zone * 17


@pytest.mark.parametrize(
    ("block", "endpoints", "free"),
    [("10.0.0.0/22", 0, 1013), ("10.0.0.0/22", 7, 1006), ("10.0.0.0/28", 9, 0)],
)
def test_the_control_plane_and_endpoints_are_taken_off(
    block: str, endpoints: int, free: int
) -> None:
    assert addresses_for_nodes(IPv4Network(block), endpoints=endpoints) == free


def test_groups_share_a_subnet() -> None:
    both = [demand(nodes=10), demand(nodes=20, zones="ab")]
    [found] = shortages(both, {"a": 407, "b": 500})
    # 12 nodes, and half of 24.
    assert (found.zone, found.free, found.needed) == ("a", 407, 408)
    assert [each.most_nodes for each in found.demands] == [10, 20]
    assert shortages(both, {"a": 408, "b": 500}) == []


def test_a_zone_of_which_nothing_is_known_is_large_enough() -> None:
    assert shortages([demand(nodes=10000)], {"b": 10}) == []
