"""Where the pods of a job run: on nodes of one group, one on each, and near to each other."""

from collections.abc import Mapping, Sequence

from modules.catalog.tolerations import Toleration
from modules.config import ClusterConfig
from modules.config.derived.nodes import nodes_of
from modules.jobs.spec import JobSpec
from modules.planning.nodes.conventions import ACCELERATOR_RESOURCES, GROUP_LABEL
from modules.planning.nodes.tolerations import as_written

#: Source: https://kubernetes.io/docs/reference/labels-annotations-taints/
_NODE = "kubernetes.io/hostname"
_ZONE = "topology.kubernetes.io/zone"
_MOST_WEIGHT = 100


def placement(
    cluster: ClusterConfig, spec: JobSpec, *, siblings: Mapping[str, str]
) -> Mapping[str, object]:
    """Write where the pods of a job run.

    Args:
        cluster: The cluster.
        spec: The job.
        siblings: Labels that the pods of this job have, and no others.
    """
    affinity = {**_one_zone(cluster, spec, siblings), **_one_on_each(cluster, spec, siblings)}
    optional = {"tolerations": _tolerations(cluster, spec.group), "affinity": affinity}
    return {
        "nodeSelector": {GROUP_LABEL: spec.group},
        **{key: value for key, value in optional.items() if value},
    }


def _tolerations(cluster: ClusterConfig, group: str) -> Sequence[Mapping[str, object]]:
    return [
        as_written(Toleration(key=taint.key, value=taint.value, effect=taint.effect))
        for taint in nodes_of(cluster)[group].taints
    ]


def _one_zone(
    cluster: ClusterConfig, spec: JobSpec, siblings: Mapping[str, str]
) -> Mapping[str, object]:
    """Prefer one zone to several, between which traffic is slower and costs."""
    in_one = cluster.node_groups[spec.group].availability_zone is not None
    if in_one or len(cluster.zones) == 1 or spec.nodes == 1:
        return {}
    weighted = {"weight": _MOST_WEIGHT, "podAffinityTerm": _near(siblings, _ZONE)}
    return {"podAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": [weighted]}}


def _one_on_each(
    cluster: ClusterConfig, spec: JobSpec, siblings: Mapping[str, str]
) -> Mapping[str, object]:
    """Keep pods apart that do not by asking for all accelerators of a node."""
    devices = nodes_of(cluster)[spec.group].devices
    if spec.nodes == 1 or any(name in devices for name in ACCELERATOR_RESOURCES.values()):
        return {}
    terms = [_near(siblings, _NODE)]
    return {"podAntiAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": terms}}


def _near(siblings: Mapping[str, str], topology: str) -> Mapping[str, object]:
    return {"labelSelector": {"matchLabels": siblings}, "topologyKey": topology}
