"""What follows from a node group's section as a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from modules.config.derived.add_ons import cni_of
from modules.config.derived.kubelet import pods_asked, pods_in_user_data, reservations_asked
from modules.config.derived.taints import taints_asked
from modules.config.sections.cluster import ClusterSections
from modules.config.sections.node_group import NodeGroupConfig
from modules.planning.nodes.cni import CniSettings
from modules.planning.nodes.conventions import ACCELERATOR_RESOURCES
from modules.planning.nodes.decided import Decided
from modules.planning.nodes.network_interfaces import NetworkInterface, decided_layout
from modules.planning.nodes.node import Node, NodeMakings, describe
from modules.planning.nodes.resources import Storage
from modules.planning.nodes.user_data import (
    NodeSettings,
    UserDataPart,
    al2023_parts,
    al2023_user_data,
    bottlerocket_reason,
    bottlerocket_user_data,
)


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """A cluster that is equal to itself alone: it has no hash, and never changes."""

    cluster: ClusterSections

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.cluster is other.cluster

    def __hash__(self) -> int:
        return id(self.cluster)


def nodes_of(cluster: ClusterSections) -> Mapping[str, Node]:
    """Give what a node of each group is, keyed by the group's name."""
    return _nodes_of(_Same(cluster))


@lru_cache(maxsize=1)  # One rule after the other asks for the same.
def _nodes_of(same: _Same) -> Mapping[str, Node]:
    cni = cni_of(same.cluster)
    groups = same.cluster.node_groups
    return MappingProxyType({name: node_of(group, cni) for name, group in groups.items()})


def node_of(group: NodeGroupConfig, cni: CniSettings) -> Node:
    """Give what a node of a group is.

    Args:
        group: The node group.
        cni: What the cluster's VPC CNI is told.
    """
    return describe(
        NodeMakings(
            types=group.hardware_facts,
            ami=group.ami,
            interfaces=interfaces_of(group),
            storage=Storage(
                volume_size_gib=group.volume.size_gib, on_instance_store=group.uses_instance_store
            ),
            cni=cni,
            labels=group.labels,
            taints=taints_asked(group),
            most_pods=pods_asked(group),
            most_pods_in_user_data=pods_in_user_data(group),
            huge_pages_2mib=group.huge_pages_2mib,
            reservations=reservations_asked(group),
        )
    )


def interfaces_of(group: NodeGroupConfig) -> Sequence[NetworkInterface]:
    """Give the network interfaces of the nodes; none where EC2's single one is right."""
    return decided_interfaces(group).value


def decided_interfaces(group: NodeGroupConfig) -> Decided[Sequence[NetworkInterface]]:
    """Give the network interfaces of the nodes, and why so."""
    layout = group.efa_decided
    if layout.value is None:
        return Decided([], layout.because)
    return decided_layout(group.hardware_facts[0], layout.value)


def user_data(group: NodeGroupConfig, node: Node) -> str | None:
    """Write the user data of a group's nodes; None where nothing is to say.

    Args:
        group: The node group.
        node: What its nodes are.
    """
    settings = _settings(group, node)
    if group.ami.operating_system == "bottlerocket":
        return bottlerocket_user_data(settings, further=group.bottlerocket_settings)
    return al2023_user_data(settings, kubelet=group.kubelet, parts=_parts(group))


def user_data_parts(group: NodeGroupConfig, node: Node) -> Sequence[Decided[UserDataPart]]:
    """Give the parts of `user_data`, and why each is there; Bottlerocket has one at most."""
    settings = _settings(group, node)
    if group.ami.operating_system != "bottlerocket":
        return al2023_parts(settings, kubelet=group.kubelet, parts=_parts(group))
    text = bottlerocket_user_data(settings, further=group.bottlerocket_settings)
    if text is None:
        return []
    part = UserDataPart(content_type="application/toml", content=text)
    return [Decided(part, bottlerocket_reason(settings, further=group.bottlerocket_settings))]


def _settings(group: NodeGroupConfig, node: Node) -> NodeSettings:
    return NodeSettings(
        raid0=group.uses_instance_store,
        max_pods=node.limit.told,
        huge_pages_2mib=group.huge_pages_2mib,
        neuron=ACCELERATOR_RESOURCES["neuron"] in node.devices,
    )


def _parts(group: NodeGroupConfig) -> Sequence[UserDataPart]:
    return [UserDataPart(content_type=p.content_type, content=p.content) for p in group.user_data]
