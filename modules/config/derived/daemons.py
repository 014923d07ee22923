"""Which daemon sets of add-ons run on the nodes of a group, and whose tolerations let them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from modules.catalog.tolerations import Toleration
from modules.catalog.workloads import WORKLOADS, Workload
from modules.config.derived.add_ons import (
    add_on_configuration,
    configuration_asked,
    installed_add_ons,
)
from modules.config.derived.nodes import nodes_of
from modules.config.sections.cluster import ClusterSections
from modules.planning.nodes.add_on_pods import is_for, kept_away_by, tolerations_of
from modules.planning.nodes.taints import Taint

Whose = Literal["the add-on", "the file", "Trainyard, which adds what these taints ask for"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Daemon:
    """A daemon set that is meant for the nodes of a group.

    Attributes:
        workload: The daemon set.
        kept_away_by: Taints that keep it away; none if it runs there.
        tolerations: What it tolerates.
        tolerations_of: Whose tolerations it has.
    """

    workload: Workload
    kept_away_by: Sequence[Taint]
    tolerations: Sequence[Toleration]
    tolerations_of: Whose


def daemons_on(cluster: ClusterSections, group: str) -> Sequence[Daemon]:
    """List the daemon sets of add-ons that are meant for the nodes of a group."""
    node = nodes_of(cluster)[group]
    facts = node.makings.types[0]
    return [
        Daemon(
            workload=workload,
            kept_away_by=kept_away_by(
                workload, add_on_configuration(cluster, workload.add_on), node.taints
            ),
            tolerations=tolerations_of(workload, add_on_configuration(cluster, workload.add_on)),
            tolerations_of=_whose(cluster, workload),
        )
        for add_on in sorted(installed_add_ons(cluster))
        for workload in WORKLOADS.get(add_on, ())
        if workload.kind == "daemon set" and is_for(workload, facts)
    ]


def _whose(cluster: ClusterSections, workload: Workload) -> Whose:
    asked = configuration_asked(cluster, workload.add_on)
    by_file = tolerations_of(workload, asked)
    if tolerations_of(workload, add_on_configuration(cluster, workload.add_on)) != by_file:
        return "Trainyard, which adds what these taints ask for"
    return "the add-on" if by_file == tolerations_of(workload, None) else "the file"
