"""Rules of where the pods of add-ons run."""

from collections.abc import Iterator, Sequence

from modules.catalog.tolerations import Toleration
from modules.catalog.workloads import WORKLOADS, Workload
from modules.config.derived.add_ons import add_on_configuration, installed_add_ons
from modules.config.derived.placement import deployments, groups_that_run
from modules.config.derived.taints import taints_of
from modules.config.problems import Problem
from modules.config.sections.cluster import ClusterSections
from modules.config.sections.node_group import NodeGroupConfig
from modules.planning.nodes.add_on_pods import at_path, is_for, kept_away_by
from modules.planning.nodes.taints import Taint
from modules.planning.nodes.tolerations import as_written

_UNTAINTED = "such as system: {instance_types: [m7i.large]}"
_FAILS = "the apply would wait 20 minutes and fail"


def _somewhere_to_run(cluster: ClusterSections) -> Iterator[Problem]:
    homeless = [w for w in deployments(cluster) if not groups_that_run(cluster, w)]
    if not homeless:
        return
    told = next((w for w in homeless if w.configured_at is not None), None)
    taint = next(t for g in cluster.node_groups.values() for t in taints_of(g) if t.keeps_away)
    ways = [f"add a group without NoSchedule and NoExecute taints, {_UNTAINTED}"]
    if told is not None:
        ways.append(f"give each tolerations, as in {_tolerating(told, [taint])}")
    yield Problem(
        ("node_groups",),
        f"{_listed([w.name for w in homeless])} would run nowhere, since every node group has "
        f"taints not tolerated, and {_FAILS}; {', or '.join(ways)}",
    )


def _nodes_from_the_start(cluster: ClusterSections) -> Iterator[Problem]:
    empty = {name for name, g in cluster.node_groups.items() if g.scaling.desired == 0}
    waiting = [
        (workload, names)
        for workload in deployments(cluster)
        if (names := groups_that_run(cluster, workload)) and set(names) <= empty
    ]
    if not waiting:
        return
    names = waiting[0][1]
    ways = [f"add a group that starts with some, {_UNTAINTED}"]
    if any(cluster.node_groups[name].capacity.type != "capacity_block" for name in names):
        ways.insert(0, "write desired: 2")
    yield Problem(
        ("node_groups", names[0], "scaling"),
        f"{_listed([workload.name for workload, _ in waiting])} would run nowhere, since "
        f"{_listed(names)} {'starts' if len(names) == 1 else 'start'} without nodes, and {_FAILS}; "
        f"{', or '.join(ways)}",
        also=(("node_groups",),),
    )


def _nodes_get_what_they_need(cluster: ClusterSections) -> Iterator[Problem]:
    for workload, name, taints in _daemon_sets_kept_away(cluster):
        if workload.nodes_need_it:
            yield _kept_away(workload, name, taints)


def _nodes_get_what_add_ons_bring(cluster: ClusterSections) -> Iterator[Problem]:
    for workload, name, taints in _daemon_sets_kept_away(cluster):
        if not workload.nodes_need_it:
            yield _kept_away(workload, name, taints)


def _reserved_nodes_come_and_go(cluster: ClusterSections) -> Iterator[Problem]:
    for workload in deployments(cluster)[:1]:
        names = groups_that_run(cluster, workload)
        groups = [cluster.node_groups[name] for name in names]
        if names and all(group.capacity.is_reserved for group in groups):
            yield Problem(
                ("node_groups", names[0], "capacity"),
                f"{workload.name} runs in {_listed(names)} alone, and stops when the reserved "
                "capacity ends; add a group that stays, "
                f"{_UNTAINTED}",
            )


def _daemon_sets_kept_away(
    cluster: ClusterSections,
) -> Iterator[tuple[Workload, str, Sequence[Taint]]]:
    for add_on in sorted(installed_add_ons(cluster)):
        configuration = add_on_configuration(cluster, add_on)
        for workload in WORKLOADS.get(add_on, ()):
            for name, group in cluster.node_groups.items():
                taints = kept_away_by(workload, configuration, taints_of(group))
                if taints and _is_daemon_set_for(workload, group):
                    yield workload, name, taints


def _is_daemon_set_for(workload: Workload, group: NodeGroupConfig) -> bool:
    return workload.kind == "daemon set" and is_for(workload, group.hardware_facts[0])


def _kept_away(workload: Workload, group: str, taints: Sequence[Taint]) -> Problem:
    since = workload.configured_since
    if workload.configured_at is None:
        way = "it cannot be told otherwise"
    else:
        way = f"write {_tolerating(workload, taints)}"
    if since is not None:
        way += f" and release v{'.'.join(str(part) for part in since)} or newer"
    written = _listed([str(taint) for taint in taints])
    return Problem(
        ("add_ons", workload.add_on),
        f"{workload.name} does not run on nodes of {group}, since it does not tolerate {written}, "
        f"so {workload.without_it}; {way}",
        also=(("node_groups", group, "taints"),),
    )


def _tolerating(workload: Workload, taints: Sequence[Taint]) -> str:
    """Write the setting that makes a workload tolerate taints, as YAML on one line."""
    tolerations = [*workload.tolerations, *(Toleration(key=taint.key) for taint in taints)]
    path = workload.configured_at or ("tolerations",)
    asked = at_path(path, [as_written(toleration) for toleration in tolerations])
    return _flow({"add_ons": {workload.add_on: {"configuration": asked}}})


def _flow(value: object) -> str:
    if isinstance(value, dict):
        text = ", ".join(f"{key}: {_flow(item)}" for key, item in value.items())
        return f"{{{text}}}"
    if isinstance(value, list):
        return f"[{', '.join(_flow(item) for item in value)}]"
    return str(value)


def _listed(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


RULES = (
    _somewhere_to_run,
    _nodes_from_the_start,
    _nodes_get_what_they_need,
)
WARNINGS = (
    _nodes_get_what_add_ons_bring,
    _reserved_nodes_come_and_go,
)
