"""What else would give a node what it lacks."""

from collections.abc import Sequence
from dataclasses import replace

from modules.planning.nodes.addresses import pod_addresses
from modules.planning.nodes.network_interfaces import EfaLayout, NoSuchLayoutError, interface_layout
from modules.planning.nodes.node import Node, NodeMakings


def ways_to_more_pods(node: Node, pods: int) -> Sequence[str]:
    """Say which settings give addresses to a number of pods, as they are written in the file.

    Args:
        node: The node as it is.
        pods: Pods that need an address.
    """
    makings = node.makings
    with_prefixes = replace(makings, cni=replace(makings.cni, prefix_delegation=True))
    ways = []
    if not makings.cni.prefix_delegation and _fit(with_prefixes, pods):
        ways.append("network: {prefix_delegation: true}")
    if makings.interfaces and _fit(_with_layout(makings, "classic"), pods):
        ways.append("efa: {layout: classic}")
    if makings.interfaces and not ways and _fit(replace(makings, interfaces=[]), pods):
        ways.append("efa: false")
    return ways


def _with_layout(makings: NodeMakings, layout: EfaLayout) -> NodeMakings:
    try:
        return replace(makings, interfaces=interface_layout(makings.types[0], layout))
    except NoSuchLayoutError:
        return makings


def _fit(makings: NodeMakings, pods: int) -> bool:
    each = [pod_addresses(facts, makings.interfaces, makings.cni) for facts in makings.types]
    return all(addresses is not None and addresses >= pods for addresses in each)
