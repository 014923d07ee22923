"""Facts of accelerated instance types, against what AWS answers and what its guides say."""

import gzip
import json
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

import pytest

from modules.catalog.instance_types import InstanceStore, instance_type_facts, instance_types


def answers() -> Mapping[str, Any]:
    """Give AWS's answer to DescribeInstanceTypes, as moto ships it."""
    package = find_spec("moto")
    assert package is not None
    assert package.origin is not None
    path = Path(package.origin).parent / "ec2" / "resources" / "instance_types.json.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return cast(Mapping[str, Any], json.load(file))


ANSWERS = answers()

#: What AWS does not answer, or not rightly: the rest of these rows is compared all the same.
NOT_COMPARED = {
    "p5.48xlarge": {"more_ip_cards"},
    "p5e.48xlarge": {"more_ip_cards"},
    "trn2.3xlarge": {"accelerator_memory_mib"},
    "trn2.48xlarge": {"accelerator_memory_mib"},
    "trn2u.48xlarge": {"accelerators"},
}
#: Rows of which AWS answers nothing at all.
ABSENT = {"p6e-gb200.36xlarge"}


def test_what_cannot_be_compared_is_listed_and_says_where_it_is_from() -> None:
    by_hand = {
        name: facts.source for name, facts in instance_types().items() if facts.source != "ec2"
    }
    assert set(by_hand) == set(NOT_COMPARED) | ABSENT
    assert all("https://" in source for source in by_hand.values())
    assert not ABSENT & set(ANSWERS)


def told(name: str) -> Mapping[str, object]:
    """Give what the catalog tells of a type, as far as AWS answers it."""
    facts = instance_type_facts(name)
    store = facts.instance_store
    return {
        "cards": [(c.interfaces, c.takes_ena, c.takes_efa) for c in facts.network_cards],
        "efa": (facts.efa_interfaces, len(facts.efa_cards)),
        "addresses": facts.ipv4_per_interface,
        "sold": facts.usage_classes,
        "placed": facts.placement_strategies,
        "processors": (facts.vcpus, facts.memory_mib),
        "store": None if store is None else store.disks * store.disk_size_gb,
        "accelerators": (facts.accelerator_count, facts.accelerator_cores),
    }


def answered(name: str) -> Mapping[str, object]:
    """Give what AWS answers of a type, read apart from the program that wrote the catalog."""
    answer = ANSWERS[name]
    network, store = answer["NetworkInfo"], answer.get("InstanceStorageInfo", {})
    efas = network.get("EfaInfo", {}).get("MaximumEfaInterfaces", 0)
    cards = {card["NetworkCardIndex"]: card for card in network["NetworkCards"]}
    is_nvme = store.get("NvmeSupport") == "required"
    return {
        "cards": [
            (
                cards[index]["MaximumNetworkInterfaces"],
                "interface" in cards[index]["InterfaceTypes"],
                {"efa", "efa-only"} <= set(cards[index]["InterfaceTypes"]),
            )
            for index in range(network["MaximumNetworkCards"])
        ],
        "efa": (efas, efas),
        "addresses": network["Ipv4AddressesPerInterface"],
        "sold": set(answer["SupportedUsageClasses"]),
        "placed": set(answer["PlacementGroupInfo"]["SupportedStrategies"]),
        "processors": (answer["VCpuInfo"]["DefaultVCpus"], answer["MemoryInfo"]["SizeInMiB"]),
        "store": store["TotalSizeInGB"] if is_nvme else None,
        "accelerators": devices(answer),
    }


def devices(answer: Mapping[str, Any]) -> tuple[int, int | None]:
    """Count the devices of an answer and the cores of each."""
    gpus = answer.get("GpuInfo", {}).get("Gpus", [])
    neuron = answer.get("NeuronInfo", {}).get("NeuronDevices", [])
    if neuron:
        return sum(each["Count"] for each in neuron), neuron[0]["CoreInfo"]["Count"]
    if gpus:
        return sum(each["Count"] or each["LogicalGpuCount"] for each in gpus), None
    keys = {"FpgaInfo", "MediaAcceleratorInfo", "InferenceAcceleratorInfo"}
    return int(bool(keys & set(answer))), None


def test_every_row_is_what_aws_answers() -> None:
    names = set(instance_types()) - ABSENT
    assert len(names) > 1000
    assert [
        (name, key)
        for name in sorted(names)
        for key, value in told(name).items()
        if value != answered(name)[key] and key not in NOT_COMPARED.get(name, set())
    ] == []


#: Count, model, cards, EFA, interfaces of the first card, addresses of an interface, disks and GB.
#: Source: AWS's EC2 user guide and its pages of accelerated instance types.
GUIDES: dict[str, tuple[int, str | None, int, int, int, int | None, tuple[int, int] | None]] = {
    "p4d.24xlarge": (8, "A100", 4, 4, 15, 50, (8, 1000)),
    "p5.4xlarge": (1, "H100", 1, 1, 4, 30, (1, 3800)),
    "p5.48xlarge": (8, "H100", 32, 32, 2, 50, (8, 3800)),
    "p5e.48xlarge": (8, "H200", 32, 32, 2, 50, (8, 3800)),
    "p5en.48xlarge": (8, "H200", 16, 16, 4, 50, (8, 3800)),
    "p6-b200.48xlarge": (8, "B200", 8, 8, 4, 50, (8, 3800)),
    "p6-b300.48xlarge": (8, "B300", 17, 16, 4, 50, (8, 3800)),
    "p6e-gb200.36xlarge": (4, "GB200", 17, 16, 1, None, (3, 7500)),
    "g6.48xlarge": (8, "L4", 1, 1, 15, 50, (8, 940)),
    "g6e.24xlarge": (4, "L40S", 2, 2, 10, 50, (2, 1900)),
    "g6e.48xlarge": (8, "L40S", 4, 4, 10, 50, (4, 1900)),
    "trn1.2xlarge": (1, "Trainium", 1, 0, 4, 15, (1, 474)),
    "trn1.32xlarge": (16, "Trainium", 8, 8, 5, 50, (4, 1900)),
    "trn1n.32xlarge": (16, "Trainium", 16, 16, 5, 50, (4, 1900)),
    "trn2.48xlarge": (16, "Trainium2", 16, 16, 2, 50, (4, 1900)),
    "trn2u.48xlarge": (16, "Trainium2", 16, 16, 2, 50, (4, 1900)),
    "hpc6a.48xlarge": (0, None, 1, 1, 2, 50, None),
    "hpc6id.32xlarge": (0, None, 2, 2, 1, 50, (4, 3800)),
    "hpc7a.96xlarge": (0, None, 2, 2, 2, 50, None),
}


@pytest.mark.parametrize("name", GUIDES)
def test_rows_are_what_the_guides_say(name: str) -> None:
    facts = instance_type_facts(name)
    count, model, cards, efas, interfaces, addresses, store = GUIDES[name]
    assert (facts.accelerator_count, facts.accelerator_model) == (count, model)
    assert (len(facts.network_cards), facts.efa_interfaces) == (cards, efas)
    assert (facts.network_cards[0].interfaces, facts.ipv4_per_interface) == (interfaces, addresses)
    assert facts.instance_store == (
        None if store is None else InstanceStore(disks=store[0], disk_size_gb=store[1])
    )


def test_capacity_blocks_are_sold_of_these() -> None:
    sold = {
        name for name, facts in instance_types().items() if "capacity-block" in facts.usage_classes
    }
    assert sold == {
        "p4d.24xlarge",
        "p4de.24xlarge",
        "p5.4xlarge",
        "p5.48xlarge",
        "p5e.48xlarge",
        "p5en.48xlarge",
        "p6-b200.48xlarge",
        "p6-b300.48xlarge",
        "p6e-gb200.36xlarge",
        "trn1.32xlarge",
        "trn2.3xlarge",
        "trn2.48xlarge",
        "trn2u.48xlarge",
    }
