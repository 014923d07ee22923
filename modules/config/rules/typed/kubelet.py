"""``kubelet``, and what parts of user data say of it besides."""

from collections.abc import Iterator, Mapping

from modules.catalog.definitions import Definition, definition
from modules.config.derived.kubelet import kubelet_of, kubelet_parts
from modules.config.problems import Problem
from modules.config.rules.typed.kubelet_memory import memory_conflicts
from modules.config.rules.typed.kubelet_settings import conflicts
from modules.config.rules.typed.walk import mismatches
from modules.config.sections.cluster import ClusterSections
from modules.config.sections.node_group import NodeGroupConfig

_KEY = "kubelet"


def problems(cluster: ClusterSections, name: str) -> Iterator[Problem]:
    """Find what the kubelet would refuse, the paths from the group down."""
    group, known = cluster.node_groups[name], definition("kubelet")
    if known is None or group.ami.operating_system == "bottlerocket":
        return
    version = cluster.kubernetes_version
    found = mismatches(group.kubelet, known, kubernetes_version=version)
    yield from (problem.below(_KEY) for problem in found)
    settings = _right_by_themselves(kubelet_of(group), known)
    for key, message in (
        *conflicts(settings, version),
        *memory_conflicts(cluster, name, settings),
    ):
        # About all settings together: with one of them taken out there is nothing to say.
        yield Problem(_place(group, key), message, also=((_KEY,), ("user_data",)))


def _right_by_themselves(settings: Mapping[str, object], known: Definition) -> dict[str, object]:
    wrong = {problem.path[0] for problem in mismatches(settings, known)}
    return {key: value for key, value in settings.items() if key not in wrong}


def _place(group: NodeGroupConfig, key: str) -> tuple[str | int, ...]:
    if key in group.kubelet:
        return (_KEY, key)
    index = next((index for index, part in kubelet_parts(group).items() if key in part), None)
    return (_KEY,) if index is None else ("user_data", index, "content")
