"""Rules of what nodes have left for pods."""

from collections.abc import Iterator

from modules.config.derived.nodes import nodes_of
from modules.config.problems import Problem
from modules.config.sections.cluster import ClusterSections
from modules.planning.nodes.quantities import amount

#: What every pod needs some of, and what may have taken all of it.
_NEEDED = {
    "memory": "huge pages and what the kubelet keeps back leave",
    "cpu": "what the kubelet keeps back leaves",
    "ephemeral-storage": "what the kubelet keeps back leaves",
}
#: Keys that take something, the likeliest first.
_KEEP_BACK = ("kubelet", "bottlerocket_settings", "huge_pages_2mib")


def _something_is_left(cluster: ClusterSections) -> Iterator[Problem]:
    for name, node in nodes_of(cluster).items():
        for resource, who in _NEEDED.items():
            if amount(node.left_for_pods[resource]) == 0:
                group = cluster.node_groups[name]
                keys = [key for key in _KEEP_BACK if getattr(group, key)]
                yield Problem(
                    ("node_groups", name, keys[0] if keys else "instance_types"),
                    f"{who} pods no {resource} of {node.makings.types[0].name}; keep back less, or "
                    "use a larger type",
                    also=(("node_groups", name),),
                )


RULES = (_something_is_left,)
