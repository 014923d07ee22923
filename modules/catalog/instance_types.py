"""EC2 instance types."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from modules.catalog.instance_floors import FamilyFacts, family_facts
from modules.catalog.nearest import UnknownNameError

Architecture = Literal["x86_64", "arm64"]
#: ``other`` stands for devices that EKS has no AMI for.
Accelerator = Literal["none", "nvidia", "neuron", "other"]

_FILE = Path(__file__).parent / "instance_types.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkCard:
    """A network card of an instance.

    Attributes:
        interfaces: Most network interfaces of any kind on it; the last has one device index less.
        takes_ena: Whether it takes interfaces with IP addresses.
        takes_efa: Whether it takes Elastic Fabric Adapters, of which it takes one.
    """

    interfaces: int
    takes_ena: bool
    takes_efa: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceStore:
    """The NVMe disks of an instance that are empty whenever it starts.

    Attributes:
        disks: Number of disks.
        disk_size_gb: Size of each, in GB.
    """

    disks: int
    disk_size_gb: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceTypeFacts:
    """What an instance type is.

    Attributes:
        name: Name, for example ``p5.48xlarge``.
        architecture: Processor architecture, which the AMI must share.
        accelerator: Kind of accelerator, which decides the AMI.
        accelerator_model: Model as AWS names it, for example ``H100``; None without one.
        accelerator_memory_mib: Memory of each accelerator in MiB; None where AWS does not say.
        accelerator_count: Accelerators in one instance.
        accelerator_cores: Cores of each, as Neuron counts them; None for GPUs.
        vcpus: Virtual processors.
        memory_mib: Memory in MiB.
        network_cards: Network cards, by their index.
        efa_interfaces: Most Elastic Fabric Adapters.
        efa_cards: Cards that get one, of those that take one.
        more_ip_cards: Cards that get a further IP address where more IP bandwidth is wanted.
        ipv4_per_interface: Most IPv4 addresses of an interface; None where AWS does not say.
        instance_store: NVMe instance store, or None.
        usage_classes: How it is sold: ``on-demand``, ``spot``, ``capacity-block``.
        placement_strategies: Strategies of placement groups it may be in.
        source: Where the facts are from: ``ec2`` for AWS's answer to DescribeInstanceTypes.
        family: What is known of its family: floors of Kubernetes, AMIs and plugins, and where and
            how it is sold. Where it is offered, `modules.catalog.offerings` says.
    """

    name: str
    architecture: Architecture
    accelerator: Accelerator
    accelerator_model: str | None
    accelerator_memory_mib: int | None
    accelerator_count: int
    accelerator_cores: int | None = None
    vcpus: int
    memory_mib: int
    network_cards: tuple[NetworkCard, ...]
    efa_interfaces: int
    efa_cards: tuple[int, ...]
    more_ip_cards: tuple[int, ...]
    ipv4_per_interface: int | None
    instance_store: InstanceStore | None
    usage_classes: frozenset[str]
    placement_strategies: frozenset[str]
    source: str
    family: FamilyFacts = field(default_factory=FamilyFacts, hash=False)


@cache
def instance_type_facts(name: str) -> InstanceTypeFacts:
    """Give the facts of an instance type.

    Raises:
        UnknownNameError: The catalog has no such type.
    """
    rows = _rows()
    if name not in rows:
        raise UnknownNameError("instance type", name, rows)
    return _facts(rows[name])


@cache
def instance_types() -> Mapping[str, InstanceTypeFacts]:
    """Give every instance type, keyed by name.

    Source: AWS's answer to DescribeInstanceTypes, named in the first line of the data file, and
    what that lacks, with its source in the row.
    """
    return MappingProxyType({name: instance_type_facts(name) for name in _rows()})


def source_of(facts: InstanceTypeFacts) -> str:
    """Say where the facts of an instance type are from, and of when."""
    document = _document()
    answers = f"{document['source']}, {document['answered']}"
    # A row may name what else it is from, after that.
    return (
        facts.source.replace("ec2", answers, 1) if facts.source.startswith("ec2") else facts.source
    )


def _rows() -> Mapping[str, Mapping[str, Any]]:
    rows: Mapping[str, Mapping[str, Any]] = _document()["rows"]
    return rows


@cache
def _document() -> Mapping[str, Any]:
    document = json.loads(_FILE.read_text(encoding="utf-8"))
    return {**document, "rows": {row["name"]: row for row in document["rows"]}}


def _facts(row: Mapping[str, Any]) -> InstanceTypeFacts:
    store = row["instance_store"]
    converted = {
        "network_cards": network_cards(row["network_cards"]),
        "efa_cards": tuple(row["efa_cards"]),
        "more_ip_cards": tuple(row["more_ip_cards"]),
        "instance_store": None if store is None else InstanceStore(**store),
        "usage_classes": frozenset(row["usage_classes"]),
        "placement_strategies": frozenset(row["placement_strategies"]),
        "family": family_facts(row["name"]),
    }
    return InstanceTypeFacts(**{**row, **converted})


def network_cards(alike: Iterable[Mapping[str, Any]]) -> tuple[NetworkCard, ...]:
    """Give each of the cards that stand together where they are alike."""
    return tuple(
        NetworkCard(
            interfaces=cards["interfaces"],
            takes_ena="ena" in cards["types"],
            takes_efa="efa" in cards["types"],
        )
        for cards in alike
        for _ in range(cards["count"])
    )
