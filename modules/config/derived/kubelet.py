"""What a node group's section says of the kubelet, whichever key it stands under."""

from collections.abc import Mapping

from modules.config.sections.node_group import NodeGroupConfig
from modules.planning.nodes.quantities import NotAQuantityError, amount
from modules.planning.nodes.reservations import KubeletReservations

#: Names of the same things in a KubeletConfiguration and in Bottlerocket's settings.
_KEYS = {
    "kubeReserved": "kube-reserved",
    "systemReserved": "system-reserved",
    "evictionHard": "eviction-hard",
    "maxPods": "max-pods",
}


def pods_asked(group: NodeGroupConfig) -> int | None:
    """Give the limit of pods that the file says, or None."""
    return group.max_pods if group.max_pods is not None else pods_asked_of_the_kubelet(group)


def pods_asked_of_the_kubelet(group: NodeGroupConfig) -> int | None:
    """Give the limit of pods among the kubelet's own settings, or None."""
    asked = _setting(group, "maxPods")
    return asked if isinstance(asked, int) and not isinstance(asked, bool) else None


def reservations_asked(group: NodeGroupConfig) -> KubeletReservations:
    """Give what the file says of reservations; what is no quantity is left out."""
    return KubeletReservations(
        kube_reserved=_quantities(_setting(group, "kubeReserved")),
        system_reserved=_quantities(_setting(group, "systemReserved")),
        eviction_hard=_quantities(_setting(group, "evictionHard")),
    )


def _setting(group: NodeGroupConfig, key: str) -> object:
    if group.ami.operating_system != "bottlerocket":
        return group.kubelet.get(key)
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
