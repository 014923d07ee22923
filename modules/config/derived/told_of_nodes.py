"""What a cluster tells of its node groups, to people and to whoever places jobs."""

from collections.abc import Mapping

from modules.config.derived.addresses import demand_of, fewest_pods, zones_of
from modules.config.derived.nodes import nodes_of
from modules.config.sections.cluster import ClusterSections
from modules.planning.nodes.node import Node


def told_of_node_groups(cluster: ClusterSections) -> Mapping[str, Mapping[str, object]]:
    """Describe each node group and its nodes, keyed by its name.

    Names and shapes are a contract with whoever reads the output ``node_groups``.
    """
    return {name: _told(cluster, name, node) for name, node in nodes_of(cluster).items()}


def _told(cluster: ClusterSections, name: str, node: Node) -> Mapping[str, object]:
    group = cluster.node_groups[name]
    demand = demand_of(cluster, name, node, pods=fewest_pods(cluster, node))
    return {
        "instance_types": list(group.instance_types),
        "capacity": group.capacity.type,
        "zones": list(zones_of(cluster, group)),
        "nodes": {
            "min": group.scaling.min,
            "desired": group.scaling.desired,
            "max": group.scaling.max,
        },
        "resources": dict(node.left_for_pods),
        "pods": node.limit.pods,
        "addresses": {"of_a_node": demand.addresses_per_node, "for_pods": node.pod_addresses},
        "labels": dict(node.labels),
        "taints": [
            {"key": taint.key, "value": taint.value, "effect": taint.effect}
            for taint in sorted(node.taints, key=str)
        ],
    }
