"""Rules of how many pods nodes take, and where those get their addresses."""

from collections.abc import Iterator, Sequence

from modules.catalog.workloads import WORKLOADS
from modules.config.derived.add_ons import (
    cni_of,
    configuration_asked,
    environment_of,
    installed_add_ons,
)
from modules.config.derived.kubelet import pods_asked, pods_in_user_data
from modules.config.derived.nodes import nodes_of
from modules.config.problems import Path, Problem
from modules.config.sections.cluster import ClusterSections
from modules.planning.nodes.alternatives import ways_to_more_pods
from modules.planning.nodes.cni import cni_settings
from modules.planning.nodes.node import Node

_CNI: Path = ("add_ons", "vpc-cni", "configuration", "env")
_PREFIXES = "ENABLE_PREFIX_DELEGATION"


def _prefixes_are_said_once(cluster: ClusterSections) -> Iterator[Problem]:
    """Refuse two answers to one question; one of them alone is enough."""
    asked = environment_of(configuration_asked(cluster, "vpc-cni"))
    network = cluster.network
    if _PREFIXES not in asked or "prefix_delegation" not in network.model_fields_set:
        return
    if cni_settings(asked).prefix_delegation != network.prefix_delegation:
        yield Problem(
            (*_CNI, _PREFIXES),
            f"{_PREFIXES} is {asked[_PREFIXES]!r}, but network.prefix_delegation is "
            f"{str(network.prefix_delegation).lower()}; remove one of them",
            also=(("network", "prefix_delegation"),),
        )


def _prefixes_are_kept_free(cluster: ClusterSections) -> Iterator[Problem]:
    cni = cni_of(cluster)
    if cni.prefix_delegation and not cni.counts_addresses and cni.warm_prefixes == 0:
        yield Problem(
            (*_CNI, "WARM_PREFIX_TARGET"),
            "the VPC CNI must keep a prefix free, or pods wait for each of them; write "
            'WARM_PREFIX_TARGET: "1"',
        )


def _pods_have_addresses(cluster: ClusterSections) -> Iterator[Problem]:
    without = _pods_on_the_host(cluster)
    for name, node in nodes_of(cluster).items():
        group = cluster.node_groups[name]
        in_user_data = pods_in_user_data(group)
        asked = pods_asked(group) if in_user_data is None else in_user_data
        addresses = node.pod_addresses
        if addresses == 0:
            yield _no_addresses(name, node)
        elif asked is not None and addresses is not None and asked > addresses + without:
            most = addresses + without
            yield Problem(
                ("node_groups", name, "max_pods" if in_user_data is None else "user_data"),
                f"{asked} pods do not fit on {node.makings.types[0].name}: it has addresses for "
                f"{addresses}, and the {without} of add-ons that share the node's need none; "
                f"{_or([f'write {most} or fewer', *ways_to_more_pods(node, asked - without)])}",
                also=(_CNI,),
            )


def _no_addresses(name: str, node: Node) -> Problem:
    ways = [*ways_to_more_pods(node, 1), "change what add_ons.vpc-cni is told"]
    return Problem(
        ("node_groups", name, "instance_types"),
        f"{node.makings.types[0].name} has no addresses for pods: of the interfaces on its first "
        f"network card, {' and '.join(_who_takes_interfaces(node))}; {_or(ways)}",
        also=(_CNI, ("node_groups", name, "efa")),
    )


def _who_takes_interfaces(node: Node) -> Iterator[str]:
    cni = node.makings.cni
    if cni.custom_networking:
        yield "custom networking leaves out the primary one"
    if any(i.network_card_index == 0 and not i.has_ip for i in node.interfaces):
        yield "EFA takes one"
    if cni.most_interfaces is not None:
        yield f"MAX_ENI allows {cni.most_interfaces}"


def _pods_on_the_host(cluster: ClusterSections) -> int:
    """Count the pods of add-ons on each node that share its addresses."""
    return sum(
        workload.on_host_network and workload.kind == "daemon set"
        for name in installed_add_ons(cluster)
        for workload in WORKLOADS.get(name, ())
    )


def _addresses_can_be_added(cluster: ClusterSections) -> Iterator[Problem]:
    cni = cni_of(cluster)
    if cni.minimum_addresses and not cni.warm_addresses:
        yield Problem(
            (*_CNI, "MINIMUM_IP_TARGET"),
            "without WARM_IP_TARGET a node gets no further addresses, and pods past "
            f'{cni.minimum_addresses} wait for ever; write WARM_IP_TARGET: "1" or more beside it',
        )


def _or(ways: Sequence[str]) -> str:
    return ", or ".join(ways)


RULES = (
    _prefixes_are_said_once,
    _prefixes_are_kept_free,
    _pods_have_addresses,
)
WARNINGS = (_addresses_can_be_added,)
