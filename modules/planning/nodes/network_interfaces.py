"""Which network interfaces an instance with Elastic Fabric Adapters is launched with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from modules.catalog.instance_types import InstanceTypeFacts, NetworkCard
from modules.planning.nodes.decided import Decided, Reason

EfaLayout = Literal["efa_only", "classic", "max_ip"]
#: As EC2 names them: ``interface`` has an IP address, ``efa-only`` has EFA, ``efa`` has both.
InterfaceType = Literal["interface", "efa", "efa-only"]

#: From this many network cards with EFA on, an instance with accelerators is one for multi-node
#: training, and gets EFA without being asked.
_CARDS_OF_MULTI_NODE_TRAINING = 2
_GUIDE = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/efa-acc-inst-types.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkInterface:
    """A network interface of an instance.

    Attributes:
        network_card_index: The card it is on.
        device_index: Its place on that card; below the card's number of interfaces.
        interface_type: What it carries.
    """

    network_card_index: int
    device_index: int
    interface_type: InterfaceType

    @property
    def carries_efa(self) -> bool:
        """Whether it is an Elastic Fabric Adapter."""
        return self.interface_type != "interface"

    @property
    def has_ip(self) -> bool:
        """Whether it takes an address of the subnet."""
        return self.interface_type != "efa-only"


class NoSuchLayoutError(ValueError):
    """An instance type cannot be launched with a layout; the message says why and what to do."""


def has_efa_by_default(facts: InstanceTypeFacts) -> bool:
    """Say whether nodes of a type have EFA unless their file says otherwise."""
    return efa_by_default(facts).value


def efa_by_default(facts: InstanceTypeFacts) -> Decided[bool]:
    """Decide whether nodes of a type have EFA unless their file says otherwise."""
    cards = len(facts.efa_cards)
    keys = ("efa", "instance_types")
    if not cards:
        return Decided(False, Reason(text=f"{facts.name} has no EFA", keys=keys))  # noqa: FBT003
    if facts.accelerator == "none":
        text = "without accelerators, EFA must be asked for"
        return Decided(False, Reason(text=text, keys=keys))  # noqa: FBT003
    enough = cards >= _CARDS_OF_MULTI_NODE_TRAINING
    text = (
        f"accelerators, and EFA on {cards} network cards: bought for training on many nodes"
        if enough
        else "with EFA on one network card it must be asked for, since it ties to one zone"
    )
    return Decided(enough, Reason(text=text, keys=keys))


def interface_layout(facts: InstanceTypeFacts, layout: EfaLayout) -> Sequence[NetworkInterface]:
    """Lay out the interfaces of an instance type that has EFA.

    ``efa_only`` takes one address of the subnet: the primary interface is a plain one, and every
    card that should have EFA has an interface without IP. ``classic`` is AWS's older advice, with
    an address on every card. ``max_ip`` is ``efa_only`` with further plain interfaces, for more IP
    bandwidth.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/node-efa.html and
    https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/efa-acc-inst-types.html

    Raises:
        NoSuchLayoutError: The type has no EFA, or not in this layout.
    """
    return decided_layout(facts, layout).value


def decided_layout(
    facts: InstanceTypeFacts, layout: EfaLayout
) -> Decided[Sequence[NetworkInterface]]:
    """Lay out the interfaces of an instance type that has EFA, and say why so.

    Raises:
        NoSuchLayoutError: The type has no EFA, or not in this layout.
    """
    if not facts.efa_cards:
        message = f"{facts.name} has no EFA; write efa: false, or name a type that has it"
        raise NoSuchLayoutError(message)
    if _has_one_interface_per_card(facts):
        made = _one_interface_per_card(facts, layout)
        return Decided(made, _because("a card takes one interface, so it has both EFA and IP"))
    if layout == "classic":
        return Decided(_classic(facts), _because("layout classic: an address on every card"))
    if layout == "max_ip":
        text = "layout max_ip: further interfaces for more IP bandwidth"
        return Decided(_with_more_ip(facts), _because(text))
    text = "layout efa_only: EFA apart from IP takes one address of the subnet"
    return Decided(_efa_only(facts), _because(text))


def _because(text: str) -> Reason:
    return Reason(text=text, keys=("efa",), source=_GUIDE)


def _has_one_interface_per_card(facts: InstanceTypeFacts) -> bool:
    return 0 in facts.efa_cards and facts.network_cards[0].interfaces == 1


def _one_interface_per_card(
    facts: InstanceTypeFacts, layout: EfaLayout
) -> Sequence[NetworkInterface]:
    """Put EFA and IP on the same interface, where a card takes no second one."""
    if layout == "max_ip":
        message = f"{facts.name} has one interface per card, all with IP; write layout: efa_only"
        raise NoSuchLayoutError(message)
    return [_interface(card, 0, "efa") for card in facts.efa_cards]


def _efa_only(facts: InstanceTypeFacts) -> Sequence[NetworkInterface]:
    # The primary interface must be on card 0 and must have an IP address.
    return [
        _interface(0, 0, "interface"),
        *(_interface(card, 1 if card == 0 else 0, "efa-only") for card in facts.efa_cards),
    ]


def _classic(facts: InstanceTypeFacts) -> Sequence[NetworkInterface]:
    if 0 not in facts.efa_cards:
        message = (
            f"the first network card of {facts.name} takes no EFA, which layout classic puts "
            "there; write layout: efa_only"
        )
        raise NoSuchLayoutError(message)
    return [
        _interface(card, _second_device(facts.network_cards[card]) if card else 0, "efa")
        for card in facts.efa_cards
    ]


def _second_device(card: NetworkCard) -> int:
    return min(1, card.interfaces - 1)


def _with_more_ip(facts: InstanceTypeFacts) -> Sequence[NetworkInterface]:
    if len(facts.network_cards) == 1:
        return [_interface(0, 0, "efa")]
    if not facts.more_ip_cards:
        message = f"AWS documents no layout of {facts.name} with more IP; write layout: efa_only"
        raise NoSuchLayoutError(message)
    further = [_interface(card, 1, "interface") for card in facts.more_ip_cards]
    return sorted([*_efa_only(facts), *further], key=_place)


def _interface(card: int, device: int, interface_type: InterfaceType) -> NetworkInterface:
    return NetworkInterface(
        network_card_index=card, device_index=device, interface_type=interface_type
    )


def _place(interface: NetworkInterface) -> tuple[int, int]:
    return interface.network_card_index, interface.device_index
