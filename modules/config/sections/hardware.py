"""The ``hardware`` section of a node group: a way out for instance types newer than the catalog."""

from typing import Literal

from pydantic import Field

from modules.catalog.instance_types import InstanceStore, InstanceTypeFacts, network_cards
from modules.config.sections.model import Section
from modules.config.sections.strings import AcceleratorModel

_MIB_PER_GIB = 1024


class AcceleratorConfig(Section):
    """The accelerators of an instance."""

    kind: Literal["nvidia", "neuron"] = Field(examples=["nvidia"])
    """Kind, which decides the AMI."""

    model: AcceleratorModel = Field(examples=["H100"])
    """Model, for the label of the nodes."""

    count: int = Field(ge=1, examples=[8])
    """How many of them an instance has."""


class NetworkCardsConfig(Section):
    """Network cards that are alike and follow each other."""

    count: int = Field(ge=1, examples=[32])
    """How many of them."""

    interfaces: int = Field(ge=1, examples=[2])
    """Most network interfaces on each."""

    ena: bool = True
    """Whether they take interfaces with IP addresses."""

    efa: bool = False
    """Whether they take EFA."""


class InstanceStoreConfig(Section):
    """The NVMe instance store of an instance."""

    disks: int = Field(ge=1, examples=[8])
    """Number of disks."""

    disk_size_gb: int = Field(ge=1, examples=[3800])
    """Size of each in GB."""


class HardwareConfig(Section):
    """What an instance type is that the catalog does not know yet, or is wrong about.

    All of it is what ``aws ec2 describe-instance-types`` answers.
    """

    architecture: Literal["x86_64", "arm64"] = Field(examples=["x86_64"])
    """Processor architecture."""

    vcpus: int = Field(ge=1, examples=[192])
    """Virtual processors."""

    memory_gib: int = Field(ge=1, examples=[2048])
    """Memory in GiB."""

    accelerator: AcceleratorConfig | None = None
    """Accelerators, if any."""

    network_cards: list[NetworkCardsConfig] = Field(
        min_length=1, examples=[[{"count": 32, "interfaces": 2, "efa": True}]]
    )
    """Network cards, the first one first."""

    ipv4_per_interface: int = Field(ge=2, examples=[50])
    """Most IPv4 addresses of an interface."""

    instance_store: InstanceStoreConfig | None = None
    """NVMe instance store, if any."""

    def facts(self, name: str) -> InstanceTypeFacts:
        """Give the facts of the instance type, as the catalog would have them."""
        cards = network_cards(
            {
                "count": alike.count,
                "interfaces": alike.interfaces,
                "types": [kind for kind in ("ena", "efa") if getattr(alike, kind)],
            }
            for alike in self.network_cards
        )
        with_efa = tuple(index for index, card in enumerate(cards) if card.takes_efa)
        store = self.instance_store
        return InstanceTypeFacts(
            name=name,
            architecture=self.architecture,
            accelerator="none" if self.accelerator is None else self.accelerator.kind,
            accelerator_model=None if self.accelerator is None else self.accelerator.model,
            accelerator_memory_mib=None,
            accelerator_count=0 if self.accelerator is None else self.accelerator.count,
            vcpus=self.vcpus,
            memory_mib=self.memory_gib * _MIB_PER_GIB,
            network_cards=cards,
            efa_interfaces=len(with_efa),
            efa_cards=with_efa,
            more_ip_cards=tuple(
                index
                for index in with_efa
                if index > 0 and cards[index].interfaces > 1 and cards[index].takes_ena
            ),
            ipv4_per_interface=self.ipv4_per_interface,
            instance_store=(
                None
                if store is None
                else InstanceStore(disks=store.disks, disk_size_gb=store.disk_size_gb)
            ),
            usage_classes=frozenset({"on-demand", "spot", "capacity-block"}),
            placement_strategies=frozenset({"cluster", "partition", "spread"}),
            source="the cluster file",
        )
