"""On which node groups an add-on's pods run."""

from collections.abc import Sequence

from modules.catalog.workloads import WORKLOADS, Workload
from modules.config.derived.add_ons import add_on_configuration, installed_add_ons
from modules.config.derived.taints import taints_of
from modules.config.sections.cluster import ClusterSections
from modules.planning.nodes.add_on_pods import kept_away_by


def deployments(cluster: ClusterSections) -> Sequence[Workload]:
    """List the deployments of a cluster's add-ons, as far as they are known."""
    return [
        workload
        for name in sorted(installed_add_ons(cluster))
        for workload in WORKLOADS.get(name, ())
        if workload.kind == "deployment"
    ]


def groups_that_run(cluster: ClusterSections, workload: Workload) -> Sequence[str]:
    """Name the node groups whose taints a workload tolerates."""
    configuration = add_on_configuration(cluster, workload.add_on)
    return [
        name
        for name, group in cluster.node_groups.items()
        if not kept_away_by(workload, configuration, taints_of(group))
    ]


def groups_to_wait_for(cluster: ClusterSections, add_on: str) -> Sequence[str]:
    """Name the node groups without which an add-on would not become healthy.

    Of an add-on of which nothing is known, those are the groups that take any pod.
    """
    needed = [w for w in deployments(cluster) if w.add_on == add_on]
    running = [set(groups_that_run(cluster, workload)) for workload in needed]
    every = list(cluster.node_groups)
    if running:
        return [name for name in every if all(name in names for names in running)]
    untainted = [
        name
        for name, group in cluster.node_groups.items()
        if not any(taint.keeps_away for taint in taints_of(group))
    ]
    return untainted or every
