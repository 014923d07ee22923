"""What node groups ask of the subnets, and what those have."""

from collections.abc import Mapping, Sequence
from ipaddress import IPv4Network

from modules.catalog.workloads import WORKLOADS
from modules.config.derived.add_ons import installed_add_ons
from modules.config.derived.nodes import nodes_of
from modules.config.derived.private_cluster import endpoint_services
from modules.config.derived.updates import starts_new_nodes_first
from modules.config.sections.cluster import ClusterSections
from modules.config.sections.node_group import NodeGroupConfig
from modules.planning.network.address_budget import Demand, UpdatePace, addresses_for_nodes
from modules.planning.network.subnets import plan_subnets
from modules.planning.nodes.add_on_pods import is_for
from modules.planning.nodes.node import Node


def subnets_of(cluster: ClusterSections, cidr: str) -> Mapping[str, IPv4Network]:
    """Give the subnets of nodes, by zone; none in a VPC that exists already.

    Args:
        cluster: The cluster.
        cidr: Block of the VPC, which need not be the file's.
    """
    zones = [zone for zone in cluster.zones if zone in cluster.region_facts.zones]
    if cluster.network.existing is not None:
        return {}
    plans = plan_subnets(cidr, zones, cluster.region_facts.zones)
    return {zone: plan.private for zone, plan in plans.items()}


def free_addresses(cluster: ClusterSections, cidr: str) -> Mapping[str, int]:
    """Give the addresses that nodes can have of each subnet, by zone.

    Args:
        cluster: The cluster.
        cidr: Block of the VPC, which need not be the file's.
    """
    endpoints = len(endpoint_services(cluster))
    return {
        zone: addresses_for_nodes(block, endpoints=endpoints)
        for zone, block in subnets_of(cluster, cidr).items()
    }


def demands_of(cluster: ClusterSections) -> Mapping[str, Demand]:
    """Give what each node group asks for, with the pods it will have at least."""
    return {
        name: demand_of(cluster, name, node, pods=fewest_pods(cluster, node))
        for name, node in nodes_of(cluster).items()
    }


def demand_of(cluster: ClusterSections, name: str, node: Node, *, pods: int) -> Demand:
    """Give what one node group asks for.

    Args:
        cluster: The cluster.
        name: Name of the group.
        node: What its nodes are.
        pods: Pods on each that need an address.
    """
    group = cluster.node_groups[name]
    most = node.pod_addresses
    held = node.addresses_held(pods=pods if most is None else min(pods, most))
    return Demand(
        group=name,
        zones=zones_of(cluster, group),
        most_nodes=group.scaling.max,
        update=UpdatePace(
            starts_new_ones_first=starts_new_nodes_first(group),
            max_unavailable=group.update.max_unavailable,
            max_unavailable_percentage=group.update.max_unavailable_percentage,
        ),
        # Where AWS does not say how many addresses an interface has, nodes need their own.
        addresses_per_node=held or sum(i.has_ip for i in node.interfaces) or 1,
    )


def fewest_pods(cluster: ClusterSections, node: Node) -> int:
    """Count the pods that need an address on every node: of add-ons, and one per accelerator."""
    facts = node.makings.types[0]
    of_add_ons = sum(
        workload.kind == "daemon set" and not workload.on_host_network and is_for(workload, facts)
        for add_on in installed_add_ons(cluster)
        for workload in WORKLOADS.get(add_on, ())
    )
    return of_add_ons + max(1, facts.accelerator_count)


def zones_of(cluster: ClusterSections, group: NodeGroupConfig) -> Sequence[str]:
    """Give the zones of a group's subnets."""
    return cluster.zones if group.availability_zone is None else [group.availability_zone]
