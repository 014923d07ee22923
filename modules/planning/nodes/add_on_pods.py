"""On which nodes the pods of add-ons run."""

from collections.abc import Mapping, Sequence

from modules.catalog.instance_types import InstanceTypeFacts
from modules.catalog.tolerations import EVERYTHING, Toleration
from modules.catalog.workloads import Workload
from modules.planning.nodes.taints import Taint
from modules.planning.nodes.tolerations import toleration_of, untolerated


def is_for(workload: Workload, facts: InstanceTypeFacts) -> bool:
    """Say whether a daemon set is meant for nodes of a type, whatever their taints."""
    return (not workload.accelerators or facts.accelerator in workload.accelerators) and (
        not workload.architectures or facts.architecture in workload.architectures
    )


def tolerations_of(
    workload: Workload, configuration: Mapping[str, object] | None
) -> Sequence[Toleration]:
    """Give what a workload tolerates.

    Args:
        workload: The workload.
        configuration: The add-on's configuration.
    """
    if workload.switched_at is not None:
        switched = _at(configuration, workload.switched_at)
        if switched is None or switched is True:
            return [EVERYTHING]
    written = None if workload.configured_at is None else _at(configuration, workload.configured_at)
    if not isinstance(written, list):
        return workload.tolerations
    return [toleration_of(each) for each in written if isinstance(each, Mapping)]


def kept_away_by(
    workload: Workload, configuration: Mapping[str, object] | None, taints: Sequence[Taint]
) -> Sequence[Taint]:
    """Give the taints of a node that keep a workload's pods away."""
    return untolerated(taints, tolerations_of(workload, configuration))


def at_path(path: Sequence[str], value: object) -> Mapping[str, object]:
    """Write a configuration that holds one value alone."""
    for key in reversed(path[1:]):
        value = {key: value}
    return {path[0]: value}


def _at(configuration: Mapping[str, object] | None, path: Sequence[str]) -> object:
    found: object = configuration
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found
