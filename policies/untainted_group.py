"""Somewhere for the cluster's own pods to run."""

from collections.abc import Mapping
from typing import Any

from accelerator_taint import KEEP_AWAY
from terraform_graph import Configuration, ConfigurationCheck, Resource, Verdicts
from terraform_values import blocks, first, is_true

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

    def judge(self, configuration: Configuration) -> Verdicts:
        by_cluster: dict[str, list[Resource]] = {}
        for group in configuration.of_type("aws_eks_node_group"):
            by_cluster.setdefault(_cluster(group), []).append(group)
        elsewhere = {_cluster(made) for made in configuration.of_type("aws_eks_fargate_profile")}
        elsewhere |= {
            cluster.address
            for cluster in configuration.of_type("aws_eks_cluster")
            if any(
                is_true(first(mode, "enabled")) for mode in blocks(cluster.conf, "compute_config")
            )
        }
        for cluster, groups in by_cluster.items():
            somewhere = cluster in elsewhere or any(takes_cluster_pods(g.conf) for g in groups)
            yield from ((group, somewhere) for group in groups)


def takes_cluster_pods(conf: Mapping[str, Any]) -> bool:
    """Whether nothing keeps the cluster's own pods away from a node group."""
    taints = [taint for taint in blocks(conf, "taint") if first(taint, "effect") in KEEP_AWAY]
    return all(first(taint, "key") == _FOR_THE_CLUSTER for taint in taints)


def _cluster(resource: Resource) -> str:
    referred = resource.references("cluster_name")
    return min(referred) if referred else str(first(resource.conf, "cluster_name"))


check = SomeNodeGroupTakesAnyPod()
