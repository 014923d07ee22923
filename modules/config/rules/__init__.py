"""What must be true of several sections at once, by subject.

Rules look at a whole cluster from outside: sections know nothing of them.
"""

from modules.config.problems import Problem
from modules.config.rules import (
    accounts,
    add_on_pods,
    add_ons,
    addresses,
    buckets,
    decommission,
    left_for_pods,
    lustre,
    names,
    networks,
    nodes,
    offerings,
    pods,
    private_access,
    regions,
    releases,
    service_accounts,
    shared_addresses,
    typed,
    versions,
)
from modules.config.rules.node_group import problem_of
from modules.config.rules.warnings import warnings_for
from modules.config.sections.cluster import ClusterSections

__all__ = ["node_group_problems", "problems_of", "region_problems", "warnings_for"]

_RULES = (
    *versions.RULES,
    *regions.RULES,
    *networks.RULES,
    *nodes.RULES,
    *add_on_pods.RULES,
    *pods.RULES,
    *addresses.RULES,
    *accounts.RULES,
    *private_access.RULES,
    *add_ons.RULES,
    *service_accounts.RULES,
    *buckets.RULES,
    *lustre.RULES,
    *offerings.RULES,
    *releases.RULES,
    *typed.RULES,
    *names.RULES,
    *shared_addresses.RULES,
    *left_for_pods.RULES,
    *decommission.RULES,
)


def region_problems(cluster: ClusterSections) -> tuple[Problem, ...]:
    """List what is wrong with the region itself."""
    problem = regions.problem_of_region(cluster)
    return () if problem is None else (problem,)


def node_group_problems(cluster: ClusterSections) -> tuple[Problem, ...]:
    """List what is wrong with node groups, each looked at alone: the first thing of each."""
    found = ((name, problem_of(group)) for name, group in cluster.node_groups.items())
    return tuple(problem.below("node_groups", name) for name, problem in found if problem)


def problems_of(cluster: ClusterSections) -> tuple[Problem, ...]:
    """List what is wrong with a cluster whose every part is right by itself."""
    return tuple(problem for rule in _RULES for problem in rule(cluster))
