"""How many pods a node has addresses for."""

from collections.abc import Sequence

from modules.catalog.instance_types import InstanceTypeFacts
from modules.planning.nodes.network_interfaces import NetworkInterface

#: Pods on the host's network need no address; nodeadm counts two of them.
_PODS_WITHOUT_ADDRESS = 2
_ADDRESSES_OF_A_PREFIX = 16
_FEW_VCPUS = 30
_MOST_PODS_WITH_FEW_VCPUS = 110
_MOST_PODS = 250


def max_pods(
    facts: InstanceTypeFacts,
    interfaces: Sequence[NetworkInterface],
    *,
    prefix_delegation: bool,
) -> int | None:
    """Give the kubelet's limit where the node would get it wrong by itself, else None.

    A node counts the interfaces its first network card could have, each with one address of its own
    and the others for pods. That is too many where an ``efa-only`` interface takes one of the
    places, and far too few where interfaces have prefixes in place of addresses. The VPC CNI gives
    pods addresses of the first card alone.

    Sources: nodeadm (awslabs/amazon-eks-ami, nodeadm/internal/util/ec2.go), ipamd of the VPC CNI
    (aws/amazon-vpc-cni-k8s), and for the limits of managed node groups
    https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html

    Args:
        facts: The instance type.
        interfaces: Interfaces of the launch template; none for the usual single one.
        prefix_delegation: Whether the VPC CNI takes prefixes of 16 addresses.
    """
    if facts.ipv4_per_interface is None:
        return None
    places = facts.network_cards[0].interfaces
    without_ip = sum(i.network_card_index == 0 and not i.has_ip for i in interfaces)
    addresses = facts.ipv4_per_interface - 1
    believed = _limited(facts, places * addresses)
    right = _limited(
        facts,
        (places - without_ip) * addresses * (_ADDRESSES_OF_A_PREFIX if prefix_delegation else 1),
    )
    return None if right == believed else right


def _limited(facts: InstanceTypeFacts, addresses: int) -> int:
    most = _MOST_PODS_WITH_FEW_VCPUS if facts.vcpus < _FEW_VCPUS else _MOST_PODS
    return min(addresses + _PODS_WITHOUT_ADDRESS, most)
