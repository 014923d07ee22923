"""NodeConfigs among the parts of user data."""

from collections.abc import Iterator, Mapping

from modules.catalog.definitions import definition
from modules.config.problems import Problem, written
from modules.config.rules.typed.walk import mismatches
from modules.planning.nodes.node_config import (
    KUBELET,
    NotANodeConfigError,
    kubelet_settings,
    read_node_config,
)


def problems_in(content: str, kubernetes_version: str) -> Iterator[str]:
    """Say what nodeadm or the kubelet would refuse, each with where it is in the part."""
    try:
        found = read_node_config(content)
    except NotANodeConfigError as error:
        yield str(error)
        return
    for problem in _mismatches(found, kubernetes_version):
        yield f"{written(problem.path)}: {problem.message}"


def _mismatches(found: Mapping[str, object], kubernetes_version: str) -> Iterator[Problem]:
    node_config, kubelet = definition("node_config"), definition("kubelet")
    if node_config is None or kubelet is None:
        return
    yield from mismatches(found, node_config)
    settings = kubelet_settings(found)
    if settings:
        inner = mismatches(settings, kubelet, kubernetes_version=kubernetes_version)
        yield from (problem.below(*KUBELET) for problem in inner)
