"""What a node group's section says of the kubelet, whichever key it stands under."""

from collections.abc import Mapping
from functools import lru_cache

from modules.config.sections.node_group import NodeGroupConfig
from modules.planning.nodes.node_config import (
    NotANodeConfigError,
    kubelet_settings,
    read_node_config,
)
from modules.planning.nodes.quantities import NotAQuantityError, amount
from modules.planning.nodes.reservations import KubeletReservations
from modules.planning.nodes.user_data import NODE_CONFIG_TYPE, deep_merged

#: Names of the same things in a KubeletConfiguration and in Bottlerocket's settings.
_KEYS = {
    "kubeReserved": "kube-reserved",
    "systemReserved": "system-reserved",
    "evictionHard": "eviction-hard",
    "maxPods": "max-pods",
}


def kubelet_parts(group: NodeGroupConfig) -> Mapping[int, Mapping[str, object]]:
    """Give what parts of user data say of the kubelet, by their place."""
    read = {
        index: _settings_in(part.content)
        for index, part in enumerate(group.user_data)
        if part.content_type == NODE_CONFIG_TYPE
    }
    return {index: settings for index, settings in read.items() if settings is not None}


@lru_cache(maxsize=64)
def _settings_in(content: str) -> Mapping[str, object] | None:
    """Give what a NodeConfig says of the kubelet; None if it cannot be read."""
    try:
        return kubelet_settings(read_node_config(content))
    except NotANodeConfigError:
        return None


def kubelet_of(group: NodeGroupConfig) -> Mapping[str, object]:
    """Give the settings as the kubelet on Amazon Linux gets them: those of later parts win."""
    merged: Mapping[str, object] = group.kubelet
    for part in kubelet_parts(group).values():
        merged = deep_merged(merged, part)
    return merged


def pods_in_user_data(group: NodeGroupConfig) -> int | None:
    """Give the limit of pods that a part of user data says, which wins over others; or None."""
    last = [part["maxPods"] for part in kubelet_parts(group).values() if "maxPods" in part][-1:]
    return next((limit for limit in last if type(limit) is int), None)


def pods_asked(group: NodeGroupConfig) -> int | None:
    """Give the limit of pods that the file says, or None."""
    return group.max_pods if group.max_pods is not None else pods_asked_of_the_kubelet(group)


def pods_asked_of_the_kubelet(group: NodeGroupConfig) -> int | None:
    """Give the limit of pods among the kubelet's own settings, or None."""
    bottlerocket = group.ami.operating_system == "bottlerocket"
    asked = _setting(group, "maxPods") if bottlerocket else group.kubelet.get("maxPods")
    return asked if type(asked) is int else None


def reservations_asked(group: NodeGroupConfig) -> KubeletReservations:
    """Give what the file says of reservations; what is no quantity is left out."""
    return KubeletReservations(
        kube_reserved=_quantities(_setting(group, "kubeReserved")),
        system_reserved=_quantities(_setting(group, "systemReserved")),
        eviction_hard=_quantities(_setting(group, "evictionHard")),
    )


def _setting(group: NodeGroupConfig, key: str) -> object:
    if group.ami.operating_system != "bottlerocket":
        return kubelet_of(group).get(key)
    kubernetes = group.bottlerocket_settings.get("kubernetes")
    return kubernetes.get(_KEYS[key]) if isinstance(kubernetes, Mapping) else None


def _quantities(written: object) -> Mapping[str, str]:
    if not isinstance(written, Mapping):
        return {}
    return {str(key): str(value) for key, value in written.items() if _is_quantity(value)}


def _is_quantity(value: object) -> bool:
    try:
        amount(str(value).removesuffix("%"))
    except NotAQuantityError:
        return False
    return True
