"""How many addresses a node has for pods, and how many of the subnet it holds."""

from collections.abc import Sequence

from modules.catalog.instance_types import InstanceTypeFacts
from modules.planning.nodes.cni import CniSettings
from modules.planning.nodes.decided import Decided, Reason
from modules.planning.nodes.network_interfaces import NetworkInterface

ADDRESSES_OF_A_PREFIX = 16
_IPAMD = "https://github.com/aws/amazon-vpc-cni-k8s (pkg/ipamd/ipamd.go)"


def pod_addresses(
    facts: InstanceTypeFacts, interfaces: Sequence[NetworkInterface], cni: CniSettings
) -> int | None:
    """Give how many pods can have an address at once; None where AWS does not say.

    The VPC CNI gives pods addresses of the first network card alone. An ``efa-only`` interface
    there takes the place of one with addresses, and custom networking leaves out the primary one.
    An interface's own address is no pod's.

    Source: ipamd (aws/amazon-vpc-cni-k8s, pkg/ipamd/ipamd.go).

    Args:
        facts: The instance type.
        interfaces: Interfaces of the launch template; none for the usual single one.
        cni: What the VPC CNI is told.
    """
    return decided_pod_addresses(facts, interfaces, cni).value


def decided_pod_addresses(
    facts: InstanceTypeFacts, interfaces: Sequence[NetworkInterface], cni: CniSettings
) -> Decided[int | None]:
    """Give what `pod_addresses` does, and how it is counted."""
    if facts.ipv4_per_interface is None:
        return Decided(None, Reason(text=f"AWS does not say it of {facts.name}"))
    places = max(0, _interfaces_with_addresses(facts, interfaces, cni) - cni.custom_networking)
    each = facts.ipv4_per_interface - 1
    per_place = ADDRESSES_OF_A_PREFIX if cni.prefix_delegation else 1
    interface = "interface" if places == 1 else "interfaces"
    text = f"{places} {interface} of the first network card, {each} addresses on each"
    if cni.prefix_delegation:
        text = text.replace("addresses", f"prefixes of {per_place} addresses")
    if any(i.network_card_index == 0 and not i.has_ip for i in interfaces):
        text += "; an efa-only interface there takes the place of another"
    because = Reason(text=text, keys=("instance_types", "efa"), source=_IPAMD)
    return Decided(places * each * per_place, because)


def addresses_held(
    facts: InstanceTypeFacts,
    interfaces: Sequence[NetworkInterface],
    cni: CniSettings,
    *,
    pods: int,
) -> int | None:
    """Give how many addresses of its subnet a node holds; None where AWS does not say.

    Those are its interfaces' own, those of its pods, and those the VPC CNI keeps free. With custom
    networking pods take theirs from other subnets.

    Args:
        facts: The instance type.
        interfaces: Interfaces of the launch template; none for the usual single one.
        cni: What the VPC CNI is told.
        pods: Pods on it that need an address.
    """
    of_the_launch_template = sum(interface.has_ip for interface in interfaces) or 1
    if cni.custom_networking:
        return of_the_launch_template
    if facts.ipv4_per_interface is None:
        return None
    each = facts.ipv4_per_interface - 1
    places = _interfaces_with_addresses(facts, interfaces, cni)
    first = _held_on_a_card(places, each, cni, pods)
    further = _further_cards(facts, interfaces) if cni.multi_nic else 0
    # The interfaces of the launch template are those on which the first addresses are held.
    return of_the_launch_template - 1 + first + further * (_held_on_a_card(1, each, cni, 0) - 1)


def _held_on_a_card(places: int, each: int, cni: CniSettings, pods: int) -> int:
    """Count the addresses of a card's interfaces, their own among them."""
    per_block = ADDRESSES_OF_A_PREFIX if cni.prefix_delegation else 1
    if cni.counts_addresses:
        blocks = -(-max(cni.minimum_addresses, pods + cni.warm_addresses) // per_block)
    elif cni.prefix_delegation:
        blocks = -(-pods // per_block) + cni.warm_prefixes
    else:
        blocks = (-(-pods // each) + cni.warm_interfaces) * each
    blocks = min(blocks, places * each)
    interfaces = max(1, -(-blocks // each))
    return interfaces + blocks * per_block


def _interfaces_with_addresses(
    facts: InstanceTypeFacts, interfaces: Sequence[NetworkInterface], cni: CniSettings
) -> int:
    without = sum(i.network_card_index == 0 and not i.has_ip for i in interfaces)
    places = facts.network_cards[0].interfaces
    if cni.most_interfaces is not None:
        places = min(places, cni.most_interfaces)
    return max(0, places - without)


def _further_cards(facts: InstanceTypeFacts, interfaces: Sequence[NetworkInterface]) -> int:
    """Count the cards after the first that the VPC CNI looks after if told to.

    Source: aws/amazon-vpc-cni-k8s, README.md (ENABLE_MULTI_NIC): those that have an interface with
    IP. An empty one takes addresses only for pods that ask for them.
    """
    return len({i.network_card_index for i in interfaces if i.network_card_index and i.has_ip})
