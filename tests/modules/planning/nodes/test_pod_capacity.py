"""How many pods a node has addresses for."""

import pytest

from modules.catalog.instance_types import instance_type_facts
from modules.planning.nodes.network_interfaces import interface_layout
from modules.planning.nodes.pod_capacity import max_pods


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        # Two interfaces on the first card, one of them without IP: 49 addresses for pods.
        ("p5.48xlarge", 49 + 2),
        ("trn2.48xlarge", 49 + 2),
        # Four interfaces, one without IP.
        ("p5en.48xlarge", 3 * 49 + 2),
        ("p6-b200.48xlarge", 3 * 49 + 2),
        ("g6.8xlarge", 7 * 29 + 2),
    ],
)
def test_an_interface_without_ip_takes_the_place_of_one_with_addresses(
    name: str, limit: int
) -> None:
    facts = instance_type_facts(name)
    interfaces = interface_layout(facts, "efa_only")
    assert max_pods(facts, interfaces, prefix_delegation=False) == limit


@pytest.mark.parametrize(
    "name",
    [
        # Fifteen interfaces: EKS's limit of 250 pods is below what either count gives.
        "p4d.24xlarge",
        # The first card has no EFA.
        "p6-b300.48xlarge",
        # EFA and IP share an interface.
        "hpc6id.32xlarge",
        # AWS does not say how many addresses it has.
        "p6e-gb200.36xlarge",
    ],
)
def test_the_node_is_left_alone_where_it_is_right_by_itself(name: str) -> None:
    facts = instance_type_facts(name)
    interfaces = interface_layout(facts, "efa_only")
    assert max_pods(facts, interfaces, prefix_delegation=False) is None


def test_a_plain_node_is_left_alone() -> None:
    assert max_pods(instance_type_facts("m7i.large"), [], prefix_delegation=False) is None


@pytest.mark.parametrize(("name", "limit"), [("m7i.large", 110), ("m7i.16xlarge", None)])
def test_prefixes_reach_the_limits_of_managed_node_groups(name: str, limit: int | None) -> None:
    assert max_pods(instance_type_facts(name), [], prefix_delegation=True) == limit


def test_prefixes_make_room_beside_efa() -> None:
    facts = instance_type_facts("p5.48xlarge")
    interfaces = interface_layout(facts, "efa_only")
    assert max_pods(facts, interfaces, prefix_delegation=True) == 250
