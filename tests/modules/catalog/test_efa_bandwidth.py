"""What Elastic Fabric Adapters carry."""

from modules.catalog.efa_bandwidth import EFA_BANDWIDTH_GBPS
from modules.catalog.instance_types import instance_types


def test_every_row_is_of_a_type_with_efa_and_accelerators() -> None:
    facts = instance_types()
    without = {n for n in EFA_BANDWIDTH_GBPS if not facts[n].efa_interfaces}
    assert without == set()
    assert {n for n in EFA_BANDWIDTH_GBPS if facts[n].accelerator == "none"} == set()


def test_every_type_with_several_cards_for_training_has_a_row() -> None:
    several = {
        name
        for name, facts in instance_types().items()
        if facts.accelerator != "none" and len(facts.efa_cards) > 1
    }
    assert several - EFA_BANDWIDTH_GBPS.keys() == set()
