"""On which node groups an add-on's pods run."""

from collections.abc import Sequence

from modules.catalog.workloads import WORKLOADS, Workload
from modules.config.derived.add_ons import add_on_configuration, installed_add_ons
from modules.config.derived.taints import taints_of
from modules.config.sections.cluster import ClusterSections
from modules.config.sections.node_group import NodeGroupConfig
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
    """Name the node groups to wait for, so that an add-on finds nodes to run on.

    Those that run it and are surest to start: an add-on need not wait for all that could run it,
    of which one may find no capacity, or stand empty. Of an add-on of which nothing is known, the
    groups that take any pod are meant.
    """
    able = _groups_able_to_run(cluster, add_on)
    doubts = {name: _doubts(cluster.node_groups[name]) for name in able}
    # A set to Terraform: the order in the file must not show up in what is written.
    return sorted(name for name in able if doubts[name] == min(doubts.values()))


def _doubts(group: NodeGroupConfig) -> tuple[bool, bool, bool, bool]:
    """Say what makes it unsure that a group has nodes once it is made, gravest first."""
    return (
        group.scaling.desired == 0,
        group.capacity.has_an_end,
        group.capacity.type == "spot",
        group.hardware_facts[0].accelerator != "none",
    )


def _groups_able_to_run(cluster: ClusterSections, add_on: str) -> Sequence[str]:
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
