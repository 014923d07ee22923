"""What follows from a node group's section as a whole."""

from collections.abc import Mapping

from modules.config.sections.node_group import NodeGroupConfig
from modules.planning.nodes.autoscaler_tags import autoscaler_tags, node_resources
from modules.planning.nodes.pod_capacity import max_pods
from modules.planning.nodes.user_data import (
    NodeSettings,
    UserDataPart,
    al2023_user_data,
    bottlerocket_user_data,
)


def user_data(group: NodeGroupConfig, *, prefix_delegation: bool) -> str | None:
    """Write the user data of a group's nodes; None where nothing is to say.

    Args:
        group: The node group.
        prefix_delegation: Whether the cluster's VPC CNI takes prefixes of addresses.
    """
    settings = NodeSettings(
        raid0=group.uses_instance_store,
        max_pods=_max_pods(group, prefix_delegation=prefix_delegation),
        huge_pages_2mib=group.huge_pages_2mib,
        neuron=group.hardware_facts[0].accelerator == "neuron",
    )
    if group.ami.operating_system == "bottlerocket":
        return bottlerocket_user_data(settings, further=group.bottlerocket_settings)
    parts = [UserDataPart(content_type=p.content_type, content=p.content) for p in group.user_data]
    return al2023_user_data(settings, kubelet=group.kubelet, parts=parts)


def _max_pods(group: NodeGroupConfig, *, prefix_delegation: bool) -> int | None:
    if group.max_pods is not None:
        return group.max_pods
    interfaces = group.interfaces
    limits = [
        max_pods(facts, interfaces, prefix_delegation=prefix_delegation)
        for facts in group.hardware_facts
    ]
    # One limit for the group: of types that differ, the one with the fewest addresses decides.
    return min((limit for limit in limits if limit is not None), default=None)


def tags_for_autoscaler(group: NodeGroupConfig) -> Mapping[str, str]:
    """Give the tags of the Auto Scaling group of nodes that an autoscaler starts from zero."""
    return autoscaler_tags(
        labels=group.all_labels,
        taints=[(taint.key, taint.value, taint.effect) for taint in group.all_taints],
        resources=node_resources(
            group.hardware_facts,
            efa_interfaces=sum(interface.carries_efa for interface in group.interfaces),
            huge_pages_2mib=group.huge_pages_2mib,
            volume_size_gib=group.volume.size_gib,
            raid0=group.uses_instance_store,
        ),
    )
