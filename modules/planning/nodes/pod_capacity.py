"""How many pods a node takes."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from modules.catalog.instance_types import InstanceTypeFacts
from modules.planning.nodes.addresses import pod_addresses
from modules.planning.nodes.cni import CniSettings
from modules.planning.nodes.decided import Reason
from modules.planning.nodes.network_interfaces import NetworkInterface

#: Pods on the host's network need no address; nodeadm counts two of them.
PODS_WITHOUT_ADDRESS = 2
_FEW_VCPUS = 30
_MOST_PODS_WITH_FEW_VCPUS = 110
_MOST_PODS = 250
_LIMITS = "https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class PodLimit:
    """How many pods each node of a group takes.

    Attributes:
        pods: Most pods; None where AWS does not say how many addresses there are.
        told: What nodes are told; None where they work it out rightly by themselves.
        because: Why so many.
    """

    pods: int | None
    told: int | None
    because: Reason = field(default_factory=Reason, compare=False)


def pod_limit(
    types: Sequence[InstanceTypeFacts],
    interfaces: Sequence[NetworkInterface],
    cni: CniSettings,
    *,
    asked: int | None,
) -> PodLimit:
    """Give the limit of a group: what is asked for, or as many pods as have addresses.

    Of types that differ, the one with the fewest addresses decides.

    Args:
        types: Instance types of the group.
        interfaces: Interfaces of the launch template; none for the usual single one.
        cni: What the VPC CNI is told.
        asked: What the file says, or None.
    """
    if asked is not None:
        because = Reason(text="as the file says", keys=("max_pods", "kubelet"))
        return PodLimit(pods=asked, told=asked, because=because)
    right = [pods_with_addresses(facts, interfaces, cni) for facts in types]
    believed = [pods_believed(facts) for facts in types]
    least = min((pods for pods in right if pods is not None), default=None)
    return PodLimit(
        pods=least,
        told=None if right == believed else least,
        because=_because(types, least, told=right != believed),
    )


def _because(types: Sequence[InstanceTypeFacts], pods: int | None, *, told: bool) -> Reason:
    keys = ("max_pods", "instance_types")
    if pods is None:
        return Reason(text="AWS does not say how many addresses there are", keys=keys)
    allowed = any(pods == most_pods(facts) for facts in types)
    text = (
        "the most that EKS allows on nodes of so many vCPU"
        if allowed
        else f"as many as have addresses, and {PODS_WITHOUT_ADDRESS} on the host's network"
    )
    text += "; nodes are told, as they would count another number" if told else ""
    return Reason(text=text, keys=keys, source=_LIMITS if allowed else "")


def pods_believed(facts: InstanceTypeFacts) -> int | None:
    """Give what a node works out by itself, cut at EKS's limit; None where AWS does not say.

    A node counts the interfaces its first network card could have, each with one address of its own
    and the others for pods. That is too many where an ``efa-only`` interface takes one of the
    places, and far too few where interfaces have prefixes in place of addresses.
    """
    pods = pods_nodeadm_counts(facts)
    return None if pods is None else min(pods, most_pods(facts))


def pods_nodeadm_counts(facts: InstanceTypeFacts) -> int | None:
    """Give what nodeadm counts for a type, whatever EKS's limit.

    Source: awslabs/amazon-eks-ami, nodeadm/internal/kubelet/eni_max_pods.go.
    """
    if facts.ipv4_per_interface is None:
        return None
    places = facts.network_cards[0].interfaces
    return places * (facts.ipv4_per_interface - 1) + PODS_WITHOUT_ADDRESS


def pods_with_addresses(
    facts: InstanceTypeFacts, interfaces: Sequence[NetworkInterface], cni: CniSettings
) -> int | None:
    """Give how many pods a node has addresses for, cut at EKS's limit; None if AWS does not say."""
    addresses = pod_addresses(facts, interfaces, cni)
    if addresses is None:
        return None
    return min(addresses + PODS_WITHOUT_ADDRESS, most_pods(facts))


def most_pods(facts: InstanceTypeFacts) -> int:
    """Give the most pods EKS allows on a node of a managed group.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html
    """
    return _MOST_PODS_WITH_FEW_VCPUS if facts.vcpus < _FEW_VCPUS else _MOST_PODS
