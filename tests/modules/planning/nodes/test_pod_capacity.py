"""How many pods a node takes, and what it is told of that."""

import pytest

from modules.catalog.instance_types import instance_types
from modules.planning.nodes.addresses import pod_addresses
from modules.planning.nodes.cni import CniSettings
from modules.planning.nodes.network_interfaces import interface_layout
from modules.planning.nodes.pod_capacity import most_pods, pod_limit, pods_believed
from tests.modules.planning.nodes.described import described

SINGLE = CniSettings()
PREFIXES = CniSettings(prefix_delegation=True)


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
    node = described(name, efa="efa_only")
    assert (node.limit.pods, node.limit.told) == (limit, limit)


@pytest.mark.parametrize(
    ("name", "pods"),
    [
        # Fifteen interfaces: EKS's limit of 250 pods is below what either count gives.
        ("p4d.24xlarge", 250),
        # The first card has no EFA.
        ("p6-b300.48xlarge", 198),
        # EFA and IP share an interface.
        ("hpc6id.32xlarge", 51),
        # AWS does not say how many addresses it has.
        ("p6e-gb200.36xlarge", None),
    ],
)
def test_the_node_is_left_alone_where_it_is_right_by_itself(name: str, pods: int | None) -> None:
    limit = described(name, efa="efa_only").limit
    assert (limit.pods, limit.told) == (pods, None)


def test_a_plain_node_is_left_alone() -> None:
    limit = described("m7i.large").limit
    assert (limit.pods, limit.told) == (29, None)


@pytest.mark.parametrize(
    ("name", "pods", "told"), [("m7i.large", 110, 110), ("m7i.16xlarge", 250, None)]
)
def test_prefixes_reach_the_limits_of_managed_node_groups(
    name: str, pods: int, told: int | None
) -> None:
    limit = described(name, cni={"prefix_delegation": True}).limit
    assert (limit.pods, limit.told) == (pods, told)


def test_prefixes_make_room_beside_efa() -> None:
    assert (
        described("p5.48xlarge", efa="efa_only", cni={"prefix_delegation": True}).limit.told == 250
    )


def test_what_is_asked_for_is_told_even_where_it_is_right() -> None:
    limit = described("m7i.large", most_pods=29).limit
    assert (limit.pods, limit.told) == (29, 29)


@pytest.mark.parametrize(
    ("name", "efa", "addresses"),
    [
        # The one interface with addresses is the primary one, which pods get nothing of.
        ("p5.48xlarge", "efa_only", 0),
        ("p5.48xlarge", "classic", 49),
        ("p5en.48xlarge", "efa_only", 2 * 49),
        ("m7i.large", None, 2 * 9),
    ],
)
def test_custom_networking_leaves_the_primary_interface_out(
    name: str, efa: str | None, addresses: int
) -> None:
    node = described(name, efa=efa, cni={"custom_networking": True})  # type: ignore[arg-type]
    assert node.pod_addresses == addresses
    assert node.limit.pods == addresses + 2


def test_fewer_interfaces_can_be_asked_for() -> None:
    assert described("m7i.large", cni={"most_interfaces": 1}).pod_addresses == 9
    assert described("m7i.large", cni={"most_interfaces": 40}).pod_addresses == 27


def test_of_types_that_differ_the_one_with_the_fewest_addresses_decides() -> None:
    limit = described("g6e.8xlarge", "g6e.16xlarge", efa="efa_only").limit
    assert limit.told == 205
    # The larger one alone is wrong by itself; the smaller one must not be told its number.
    assert described("m7i.16xlarge", "m7i.large", cni={"custom_networking": True}).limit.told == 20


@pytest.mark.parametrize("cni", [SINGLE, PREFIXES, CniSettings(custom_networking=True)])
def test_no_node_takes_more_pods_than_have_addresses_or_eks_allows(cni: CniSettings) -> None:
    for facts in instance_types().values():
        layouts = ([], interface_layout(facts, "efa_only")) if facts.efa_cards else ([],)
        for interfaces in layouts:
            limit = pod_limit([facts], interfaces, cni, asked=None)
            addresses = pod_addresses(facts, interfaces, cni)
            if addresses is None:
                assert (limit.pods, facts.ipv4_per_interface) == (None, None), facts.name
                continue
            assert limit.pods == min(addresses + 2, most_pods(facts)), facts.name
            # Left alone, it believes in what is right.
            told = pods_believed(facts) if limit.told is None else limit.told
            assert told == limit.pods, facts.name
