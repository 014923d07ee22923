"""Layouts of network interfaces, against what AWS documents and what every card allows."""

from collections import Counter
from collections.abc import Sequence

import pytest

from modules.catalog.instance_types import InstanceTypeFacts, instance_type_facts, instance_types
from modules.planning.nodes.network_interfaces import (
    EfaLayout,
    InterfaceType,
    NetworkInterface,
    NoSuchLayoutError,
    interface_layout,
)

Place = tuple[int, int, InterfaceType]
PRIMARY: Place = (0, 0, "interface")


def places(interfaces: Sequence[NetworkInterface]) -> list[Place]:
    return [(i.network_card_index, i.device_index, i.interface_type) for i in interfaces]


def apart(cards: Sequence[int]) -> list[Place]:
    """EFA without IP: beside the primary interface on the first card, first on the others."""
    return [(card, 1 if card == 0 else 0, "efa-only") for card in cards]


#: From the tables of AWS's EC2 and EKS guides, card by card.
DOCUMENTED: dict[str, list[Place]] = {
    "p4d.24xlarge": [PRIMARY, *apart(range(4))],
    "p4de.24xlarge": [PRIMARY, *apart(range(4))],
    "p5.4xlarge": [PRIMARY, *apart([0])],
    "p5.48xlarge": [PRIMARY, *apart(range(32))],
    "p5e.48xlarge": [PRIMARY, *apart(range(32))],
    "p5en.48xlarge": [PRIMARY, *apart(range(16))],
    "p6-b200.48xlarge": [PRIMARY, *apart(range(8))],
    # 17 cards, and the first takes no EFA.
    "p6-b300.48xlarge": [PRIMARY, *apart(range(1, 17))],
    # Pairs of cards share a port, and pairs of those a GPU.
    "p6e-gb200.36xlarge": [PRIMARY, *apart([1, 5, 9, 13])],
    "g6.8xlarge": [PRIMARY, *apart([0])],
    "g6e.12xlarge": [PRIMARY, *apart([0])],
    "g6e.24xlarge": [PRIMARY, *apart(range(2))],
    "g6e.48xlarge": [PRIMARY, *apart(range(4))],
    "g7.48xlarge": [PRIMARY, *apart(range(2))],
    "g7e.24xlarge": [PRIMARY, *apart(range(2))],
    "g7e.48xlarge": [PRIMARY, *apart(range(4))],
    "trn1.32xlarge": [PRIMARY, *apart(range(8))],
    "trn1n.32xlarge": [PRIMARY, *apart(range(16))],
    "trn2.3xlarge": [PRIMARY, *apart([0])],
    "trn2.48xlarge": [PRIMARY, *apart(range(16))],
    "hpc7a.96xlarge": [PRIMARY, *apart(range(2))],
    # One interface on each card: EFA and IP share it.
    "hpc6id.32xlarge": [(0, 0, "efa"), (1, 0, "efa")],
}


@pytest.mark.parametrize("name", DOCUMENTED)
def test_the_layout_is_the_one_aws_documents(name: str) -> None:
    assert places(interface_layout(instance_type_facts(name), "efa_only")) == DOCUMENTED[name]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("p4d.24xlarge", [(0, 0, "efa"), (1, 1, "efa"), (2, 1, "efa"), (3, 1, "efa")]),
        ("g6.8xlarge", [(0, 0, "efa")]),
        ("hpc6id.32xlarge", [(0, 0, "efa"), (1, 0, "efa")]),
    ],
)
def test_the_older_layout_has_an_address_on_every_card(name: str, expected: list[Place]) -> None:
    assert places(interface_layout(instance_type_facts(name), "classic")) == expected


@pytest.mark.parametrize(
    ("name", "addresses", "efas"),
    [
        ("p5.48xlarge", 8, 32),
        ("p6-b200.48xlarge", 8, 8),
        ("p6-b300.48xlarge", 17, 16),
        ("g6.8xlarge", 1, 1),
        ("trn2.48xlarge", 16, 16),
    ],
)
def test_more_ip_has_as_many_addresses_as_aws_documents(
    name: str, addresses: int, efas: int
) -> None:
    interfaces = interface_layout(instance_type_facts(name), "max_ip")
    assert sum(interface.has_ip for interface in interfaces) == addresses
    assert sum(interface.carries_efa for interface in interfaces) == efas


def test_more_ip_of_p5_is_on_every_fourth_card() -> None:
    interfaces = interface_layout(instance_type_facts("p5.48xlarge"), "max_ip")
    plain = [(c, d) for c, d, kind in places(interfaces) if kind == "interface"]
    assert plain == [(0, 0), *((card, 1) for card in range(4, 32, 4))]


@pytest.mark.parametrize(
    ("name", "layout", "message"),
    [
        ("m7i.large", "efa_only", "m7i.large has no EFA; write efa: false, or name a type"),
        ("p6-b300.48xlarge", "classic", "the first network card of p6-b300.48xlarge takes no EFA"),
        ("p6e-gb200.36xlarge", "classic", "the first network card of p6e-gb200.36xlarge takes no"),
        ("p6e-gb200.36xlarge", "max_ip", "AWS documents no layout of p6e-gb200.36xlarge with more"),
        ("hpc6id.32xlarge", "max_ip", "hpc6id.32xlarge has one interface per card, all with IP"),
    ],
)
def test_a_layout_that_cannot_be_is_refused(name: str, layout: EfaLayout, message: str) -> None:
    with pytest.raises(NoSuchLayoutError) as refused:
        interface_layout(instance_type_facts(name), layout)
    assert str(refused.value).startswith(message)


WITH_EFA = [facts for facts in instance_types().values() if facts.efa_cards]


def test_there_are_many_types_with_efa() -> None:
    assert len(WITH_EFA) > 200


@pytest.mark.parametrize("layout", ["efa_only", "classic", "max_ip"])
def test_every_type_is_laid_out_within_what_its_cards_allow(layout: EfaLayout) -> None:
    laid_out = 0
    for facts in WITH_EFA:
        try:
            interfaces = interface_layout(facts, layout)
        except NoSuchLayoutError:
            continue
        laid_out += 1
        assert_allowed(facts, interfaces)
    assert laid_out > 200


def assert_allowed(facts: InstanceTypeFacts, interfaces: Sequence[NetworkInterface]) -> None:
    where = [(i.network_card_index, i.device_index) for i in interfaces]
    assert where == sorted(set(where)), facts.name
    assert where[0] == (0, 0), facts.name
    assert interfaces[0].has_ip, f"{facts.name}: the primary interface has no IP"
    for interface in interfaces:
        card = facts.network_cards[interface.network_card_index]
        assert interface.device_index < card.interfaces, facts.name
        assert card.takes_efa or not interface.carries_efa, facts.name
        assert card.takes_ena or not interface.has_ip, facts.name
    per_card = Counter(i.network_card_index for i in interfaces if i.carries_efa)
    assert set(per_card) == set(facts.efa_cards), facts.name
    assert max(per_card.values()) == 1, facts.name
    assert len(per_card) <= facts.efa_interfaces, facts.name
