"""``bottlerocket_settings``."""

from collections.abc import Iterator, Mapping

from modules.catalog.definitions import definition
from modules.config.problems import Problem
from modules.config.rules.typed.walk import mismatches
from modules.config.sections.cluster import ClusterSections

_KEY = "bottlerocket_settings"
_NVIDIA = ("kubelet-device-plugins", "nvidia")


def problems(cluster: ClusterSections, name: str) -> Iterator[Problem]:
    """Find what Bottlerocket would refuse, the paths from the group down."""
    settings, known = cluster.node_groups[name].bottlerocket_settings, definition("bottlerocket")
    if known is not None:
        yield from (problem.below(_KEY) for problem in mismatches(settings, known))
    yield from _gpus_are_shared_one_way(settings)


def _gpus_are_shared_one_way(settings: Mapping[str, object]) -> Iterator[Problem]:
    """Source: https://bottlerocket.dev/en/os/latest/#/api/settings/kubelet-device-plugins/."""
    found: object = settings
    for key in _NVIDIA:
        found = found.get(key) if isinstance(found, Mapping) else None
    if not isinstance(found, Mapping):
        return
    sharing, parting = "device-sharing-strategy", "device-partitioning-strategy"
    if found.get(sharing) == "mps" and found.get(parting) == "mig":
        yield Problem(
            (_KEY, *_NVIDIA, sharing),
            f"mps does not go with {parting}: mig, and the node would offer no GPU; write one of "
            "the two",
            also=((_KEY, *_NVIDIA, parting),),
        )
