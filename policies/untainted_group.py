"""Somewhere for the cluster's own pods to run."""

from collections.abc import Mapping
from typing import Any

from accelerator_taint import KEEP_AWAY
from terraform_check import ConfigurationCheck
from terraform_graph import Configuration, Resource, strings
from terraform_nodes import has_cluster_tag
from terraform_values import all_of, any_of, blocks, first, is_one_of, is_true, opposite

#: CoreDNS and most of what clusters need tolerates it.
#: Source: https://github.com/aws/containers-roadmap/issues/1930
_FOR_THE_CLUSTER = "CriticalAddonsOnly"


class SomeNodeGroupTakesAnyPod(ConfigurationCheck):
    """With every node tainted, CoreDNS has nowhere to run: the cluster never becomes healthy."""

    def __init__(self) -> None:
        super().__init__(
            name="Of a cluster's node groups, one at least takes any pod or the cluster's own",
            id="CKV_TRAINYARD_6",
            resource_types=["aws_eks_node_group"],
        )

    def judge(self, configuration: Configuration, resource: Resource) -> bool | None:
        cluster = _cluster(configuration, resource)
        if "rooms" not in configuration.notes:
            configuration.notes["rooms"] = _rooms(configuration)
        rooms: dict[str, list[bool | None]] = configuration.notes["rooms"]
        return any_of(rooms[cluster])


def _rooms(configuration: Configuration) -> dict[str, list[bool | None]]:
    """Give for each cluster whether its pods have room, place by place."""
    rooms: dict[str, list[bool | None]] = {}
    for group in configuration.of_type("aws_eks_node_group"):
        place = rooms.setdefault(_cluster(configuration, group), [])
        place.append(takes_cluster_pods(group.conf))
    for profile in configuration.of_type("aws_eks_fargate_profile"):
        rooms.setdefault(_cluster(configuration, profile), []).append(True)
    for cluster in configuration.of_type("aws_eks_cluster"):
        modes = blocks(cluster.conf, "compute_config")
        rooms.setdefault(cluster.address, []).extend(
            is_true(first(mode, "enabled")) for mode in modes
        )
    if any(map(has_cluster_tag, configuration.of_type("aws_autoscaling_group"))):
        # The taints of nodes that EKS does not manage are in their user data.
        for place in rooms.values():
            place.append(None)
    return rooms


def takes_cluster_pods(conf: Mapping[str, Any]) -> bool | None:
    """Whether nothing keeps the cluster's own pods away from a node group."""
    return all_of(
        any_of(
            (
                opposite(is_one_of(first(taint, "effect"), *KEEP_AWAY)),
                is_one_of(first(taint, "key"), _FOR_THE_CLUSTER),
            )
        )
        for taint in blocks(conf, "taint")
    )


def _cluster(configuration: Configuration, resource: Resource) -> str:
    """Give the address of a resource's cluster, or else what it calls it."""
    name = resource.conf.get("cluster_name")
    for referred in configuration.referred(resource, name):
        if referred.type == "aws_eks_cluster":
            return referred.address
    # Text, expressions too: the same variable is the same name.
    called = "".join(strings(name))
    for cluster in configuration.of_type("aws_eks_cluster"):
        if called and called in {cluster.address, *strings(cluster.conf.get("name"))}:
            return cluster.address
    return _block_of(called)


def _block_of(called: str) -> str:
    return called.removeprefix("${").removesuffix("}")


check = SomeNodeGroupTakesAnyPod()
