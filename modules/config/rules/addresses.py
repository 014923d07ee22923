"""Rules of the addresses that nodes take of their subnets."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from ipaddress import IPv4Network

from modules.config.derived.addresses import (
    demand_of,
    demands_of,
    fewest_pods,
    free_addresses,
    subnets_of,
)
from modules.config.derived.nodes import nodes_of
from modules.config.problems import Problem
from modules.config.sections.cluster import ClusterSections
from modules.planning.network.address_budget import Demand, Shortage, shortages
from modules.planning.nodes.cni import FEW_WARM_ADDRESSES, with_few_warm_addresses
from modules.planning.nodes.network_interfaces import interface_layout
from modules.planning.nodes.node import Node, NodeMakings, describe

_LARGEST_VPC = 16


def _nodes_have_addresses(cluster: ClusterSections) -> Iterator[Problem]:
    demands = demands_of(cluster)
    seen: set[str] = set()
    for shortage in shortages(demands.values(), free_addresses(cluster, cluster.network.cidr)):
        group = shortage.demands[0].group
        if group not in seen:
            seen.add(group)
            yield _too_small(cluster, demands, shortage)


def _too_small(
    cluster: ClusterSections, demands: Mapping[str, Demand], shortage: Shortage
) -> Problem:
    largest = shortage.demands[0]
    block = subnets_of(cluster, cluster.network.cidr)[shortage.zone]
    return Problem(
        ("node_groups", largest.group, "scaling", "max"),
        f"{_nodes(largest)} hold {largest.addresses_per_node} addresses each"
        f"{_with_others(shortage)}, {shortage.needed} in all, and {block}, the subnet of "
        f"{shortage.zone}, has {shortage.free} for nodes; "
        f"{', or '.join(_ways(cluster, demands, shortage))}",
        # It follows from all of them.
        also=(("network",), ("node_groups",), ("add_ons",)),
    )


def _nodes(demand: Demand) -> str:
    there = f"{demand.most_nodes} nodes"
    if demand.surge:
        there += f" and {demand.surge} that an update adds"
    zones = len(demand.zones)
    return there if zones == 1 else f"{there}, over {zones} zones {demand.nodes_in_a_zone} in each,"


def _with_others(shortage: Shortage) -> str:
    others = [demand.group for demand in shortage.demands[1:]]
    return f", beside those of {', '.join(others)}" if others else ""


def _ways(
    cluster: ClusterSections, demands: Mapping[str, Demand], shortage: Shortage
) -> Iterator[str]:
    """Give what would do, the least of each kind; a cluster file can do one of these at least."""
    name = shortage.demands[0].group
    free = free_addresses(cluster, cluster.network.cidr)
    most = _largest_size(demands, name, free)
    if most:
        yield f"write max: {most} or less"
    for written, other in _other_nodes(cluster, name):
        if not shortages({**demands, **other}.values(), free):
            yield written
    zone = _zone_with_room(demands, name, free)
    if zone is not None:
        yield f"write availability_zone: {zone}"
    larger = _larger_block(cluster, demands)
    yield (
        f"build the network with cidr: {larger}"
        if larger is not None
        else "bring a larger network with network: {existing: ...}"
    )


def _largest_size(demands: Mapping[str, Demand], name: str, free: Mapping[str, int]) -> int:
    """Give the largest size of a group that fits, or 0."""
    fits, too_large = 0, demands[name].most_nodes
    while too_large - fits > 1:
        middle = (fits + too_large) // 2
        smaller = {**demands, name: replace(demands[name], most_nodes=middle)}
        if shortages(smaller.values(), free):
            too_large = middle
        else:
            fits = middle
    return fits


def _other_nodes(cluster: ClusterSections, name: str) -> Iterator[tuple[str, Mapping[str, Demand]]]:
    """Give settings with which nodes would hold fewer addresses, and what they would ask for."""
    nodes = nodes_of(cluster)
    makings = nodes[name].makings
    if sum(interface.has_ip for interface in makings.interfaces) > 1:
        thin = replace(makings, interfaces=interface_layout(makings.types[0], "efa_only"))
        yield "efa: {layout: efa_only}", {name: _demand(cluster, name, thin)}
    cni = makings.cni
    if not cni.counts_addresses and not cni.prefix_delegation and not cni.custom_networking:
        few = with_few_warm_addresses(cni)
        every = {other: replace(node.makings, cni=few) for other, node in nodes.items()}
        environment = ", ".join(f'{key}: "{value}"' for key, value in FEW_WARM_ADDRESSES.items())
        yield (
            f"add_ons: {{vpc-cni: {{configuration: {{env: {{{environment}}}}}}}}}",
            {other: _demand(cluster, other, made) for other, made in every.items()},
        )


def _demand(cluster: ClusterSections, name: str, makings: NodeMakings) -> Demand:
    node = describe(makings)
    return demand_of(cluster, name, node, pods=fewest_pods(cluster, node))


def _zone_with_room(
    demands: Mapping[str, Demand], name: str, free: Mapping[str, int]
) -> str | None:
    if len(demands[name].zones) > 1:
        return None
    moved = ((zone, replace(demands[name], zones=[zone])) for zone in free)
    fitting = (z for z, there in moved if not shortages({**demands, name: there}.values(), free))
    return next(fitting, None)


def _larger_block(cluster: ClusterSections, demands: Mapping[str, Demand]) -> str | None:
    block = IPv4Network(cluster.network.cidr)
    for length in range(block.prefixlen - 1, _LARGEST_VPC - 1, -1):
        larger = str(block.supernet(new_prefix=length))
        if not shortages(demands.values(), free_addresses(cluster, larger)):
            return larger
    return None


def _pods_have_addresses_too(cluster: ClusterSections) -> Iterator[Problem]:
    """Warn of groups whose nodes fit, but not with as many pods as they may have."""
    free = free_addresses(cluster, cluster.network.cidr)
    full = {
        name: demand_of(cluster, name, node, pods=_most_pods(node))
        for name, node in nodes_of(cluster).items()
    }
    seen: set[str] = set()
    for shortage in shortages(full.values(), free):
        largest = shortage.demands[0]
        if largest.group not in seen:
            seen.add(largest.group)
            most = _largest_size(full, largest.group, free) or 1
            yield Problem(
                ("node_groups", largest.group, "scaling", "max"),
                f"with all the pods they may have, {_nodes(largest)} hold "
                f"{largest.addresses_per_node} addresses each{_with_others(shortage)}, "
                f"{shortage.needed} in all, and the subnet of {shortage.zone} has {shortage.free} "
                f"for nodes; write max: {most} or less, or max_pods: with as many as there will be",
                also=(("network", "cidr"),),
            )


def _most_pods(node: Node) -> int:
    limits = [limit for limit in (node.limit.pods, node.pod_addresses) if limit is not None]
    return min(limits, default=0)


RULES = (_nodes_have_addresses,)
WARNINGS = (_pods_have_addresses_too,)
