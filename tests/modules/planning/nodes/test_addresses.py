"""How many addresses of its subnet a node holds."""

from typing import TypeAlias

import pytest

from modules.catalog.instance_types import instance_type_facts, instance_types
from modules.planning.nodes.addresses import addresses_held, pod_addresses
from modules.planning.nodes.cni import CniSettings, cni_settings
from modules.planning.nodes.network_interfaces import EfaLayout, interface_layout

Row: TypeAlias = tuple[str, int, int, int, int, int, int]


def held(name: str, efa: EfaLayout | None, cni: CniSettings, *, pods: int) -> int | None:
    facts = instance_type_facts(name)
    interfaces = [] if efa is None else interface_layout(facts, efa)
    return addresses_held(facts, interfaces, cni, pods=pods)


#: The table of aws/amazon-vpc-cni-k8s, docs/eni-and-ip-target.md: warm interfaces, warm and least
#: addresses, pods, and then interfaces and addresses for pods. A t3.small has 3 interfaces with 4
#: addresses, a p3dn.24xlarge 15 with 50.
ENI_TABLE = [
    ("t3.small", 1, 0, 0, 0, 1, 3),
    ("t3.small", 1, 0, 0, 5, 3, 9),
    ("t3.small", 1, 0, 0, 9, 3, 9),
    ("t3.small", 1, 1, 1, 0, 1, 1),
    ("t3.small", 1, 1, 1, 5, 2, 6),
    ("t3.small", 1, 1, 1, 9, 3, 9),
    ("t3.small", 1, 2, 5, 0, 2, 5),
    ("t3.small", 1, 2, 5, 5, 3, 7),
    ("t3.small", 1, 2, 5, 9, 3, 9),
    ("p3dn.24xlarge", 1, 0, 0, 0, 1, 49),
    ("p3dn.24xlarge", 1, 0, 0, 3, 2, 98),
    ("p3dn.24xlarge", 1, 0, 0, 95, 3, 147),
    ("p3dn.24xlarge", 1, 5, 10, 0, 1, 10),
    ("p3dn.24xlarge", 1, 5, 10, 7, 1, 12),
    ("p3dn.24xlarge", 1, 5, 10, 15, 1, 20),
    ("p3dn.24xlarge", 1, 5, 10, 45, 2, 50),
]
#: The table of docs/prefix-and-ip-target.md: warm prefixes, warm and least addresses, pods, and
#: then interfaces and prefixes. Rows where it contradicts its own text are left out.
PREFIX_TABLE = [
    ("t3.small", 1, 0, 0, 0, 1, 1),
    ("t3.small", 1, 0, 0, 5, 1, 2),
    ("t3.small", 1, 0, 0, 16, 1, 2),
    ("t3.small", 1, 0, 0, 17, 1, 3),
    ("t3.small", 1, 0, 0, 58, 2, 5),
    ("t3.small", 1, 1, 1, 0, 1, 1),
    ("t3.small", 1, 1, 1, 5, 1, 1),
    ("t3.small", 1, 1, 1, 17, 1, 2),
    ("t3.small", 1, 1, 1, 58, 2, 4),
    ("t3.small", 1, 7, 20, 5, 1, 2),
    ("t3.small", 1, 7, 20, 17, 1, 2),
    ("t3.small", 1, 7, 20, 58, 2, 5),
    ("p3dn.24xlarge", 1, 5, 10, 0, 1, 1),
    ("p3dn.24xlarge", 1, 5, 10, 7, 1, 1),
    ("p3dn.24xlarge", 1, 5, 10, 15, 1, 2),
]


@pytest.mark.parametrize("row", ENI_TABLE)
def test_addresses_are_those_of_the_cnis_own_table(row: Row) -> None:
    name, warm_interfaces, warm, least, pods, interfaces, addresses = row
    cni = CniSettings(warm_interfaces=warm_interfaces, warm_addresses=warm, minimum_addresses=least)
    assert held(name, None, cni, pods=pods) == interfaces + addresses


@pytest.mark.parametrize("row", PREFIX_TABLE)
def test_prefixes_are_those_of_the_cnis_own_table(row: Row) -> None:
    name, warm_prefixes, warm, least, pods, interfaces, prefixes = row
    cni = CniSettings(
        prefix_delegation=True,
        warm_prefixes=warm_prefixes,
        warm_addresses=warm,
        minimum_addresses=least,
    )
    assert held(name, None, cni, pods=pods) == interfaces + 16 * prefixes


@pytest.mark.parametrize(
    ("name", "efa", "cni", "expected"),
    [
        # One interface with all its addresses: the only place on the card that EFA leaves.
        ("p5.48xlarge", "efa_only", CniSettings(), 50),
        # Thirty-one further interfaces with an address each, and a second one on the first card.
        ("p5.48xlarge", "classic", CniSettings(), 31 + 100),
        ("p5.48xlarge", "max_ip", CniSettings(), 7 + 50),
        ("p5en.48xlarge", "efa_only", CniSettings(), 100),
        ("p6-b200.48xlarge", "efa_only", CniSettings(), 100),
        ("p5.48xlarge", "efa_only", CniSettings(warm_addresses=4, minimum_addresses=16), 17),
        ("p5.48xlarge", "classic", CniSettings(warm_addresses=4, minimum_addresses=16), 31 + 17),
        # Pods have theirs elsewhere.
        ("p5.48xlarge", "efa_only", CniSettings(custom_networking=True), 1),
        ("p5.48xlarge", "classic", CniSettings(custom_networking=True), 32),
        # Each further card with an address keeps an interface of them.
        ("p5.48xlarge", "classic", CniSettings(multi_nic=True), 100 + 31 * 50),
        ("p5.48xlarge", "efa_only", CniSettings(multi_nic=True), 50),
        ("p6e-gb200.36xlarge", "efa_only", CniSettings(), None),
        ("p6e-gb200.36xlarge", "efa_only", CniSettings(custom_networking=True), 1),
    ],
)
def test_efa_that_has_ip_takes_an_address_on_every_card(
    name: str, efa: EfaLayout, cni: CniSettings, expected: int | None
) -> None:
    assert held(name, efa, cni, pods=9) == expected


@pytest.mark.parametrize(
    "cni",
    [
        CniSettings(),
        CniSettings(warm_addresses=4, minimum_addresses=16),
        CniSettings(prefix_delegation=True),
    ],
)
def test_a_node_holds_an_address_for_itself_and_each_pod_and_never_fewer_for_more_pods(
    cni: CniSettings,
) -> None:
    for facts in instance_types().values():
        most = pod_addresses(facts, [], cni)
        if most is None:
            continue
        before = 0
        for pods in (*range(0, most, most // 5 + 1), most):
            count = addresses_held(facts, [], cni, pods=pods)
            assert count is not None
            assert max(before, 1 + pods) <= count, facts.name
            assert count <= most + facts.network_cards[0].interfaces, facts.name
            before = count


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, CniSettings()),
        ({"ENABLE_PREFIX_DELEGATION": "true"}, CniSettings(prefix_delegation=True)),
        ({"ENABLE_PREFIX_DELEGATION": "yes"}, CniSettings()),
        ({"AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG": "1"}, CniSettings(custom_networking=True)),
        ({"ENABLE_MULTI_NIC": "T"}, CniSettings(multi_nic=True)),
        (
            {"WARM_ENI_TARGET": "0", "MAX_ENI": "2"},
            CniSettings(warm_interfaces=0, most_interfaces=2),
        ),
        (
            {"WARM_IP_TARGET": "4", "MINIMUM_IP_TARGET": "16"},
            CniSettings(warm_addresses=4, minimum_addresses=16),
        ),
        ({"WARM_IP_TARGET": "-3", "WARM_PREFIX_TARGET": "many", "MAX_ENI": "0"}, CniSettings()),
    ],
)
def test_the_environment_is_read_as_the_cni_reads_it(
    environment: dict[str, str], expected: CniSettings
) -> None:
    assert cni_settings(environment) == expected
