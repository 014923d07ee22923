"""Rules of what nodes are told and hold."""

from modules.catalog.nearest import nearest
from modules.config.derived.kubelet import pods_asked_of_the_kubelet
from modules.config.problems import Problem
from modules.config.rules.node_group.wrong import wrong
from modules.config.sections.node_group import NodeGroupConfig
from modules.planning.nodes.conventions import hardware_labels


def _has_an_instance_store(group: NodeGroupConfig) -> Problem | None:
    if group.instance_store != "raid0":
        return None
    without = next((f.name for f in group.hardware_facts if f.instance_store is None), None)
    if without is None:
        return None
    message = f"{without} has no NVMe instance store; remove instance_store, or write none"
    return wrong("instance_store", message, "instance_types")


def _settings_are_the_operating_systems(group: NodeGroupConfig) -> Problem | None:
    bottlerocket = group.ami.operating_system == "bottlerocket"
    for key in ("kubelet", "user_data") if bottlerocket else ("bottlerocket_settings",):
        if getattr(group, key):
            instead = "bottlerocket_settings" if bottlerocket else "kubelet or user_data"
            message = f"{group.ami.name} does not read {key}; write {instead}"
            return wrong(key, message, "ami_type")
    return None


def _pods_are_limited_once(group: NodeGroupConfig) -> Problem | None:
    of_the_kubelet = pods_asked_of_the_kubelet(group)
    if None in {group.max_pods, of_the_kubelet} or group.max_pods == of_the_kubelet:
        return None
    key = "bottlerocket_settings" if group.bottlerocket_settings else "kubelet"
    message = f"max_pods is {group.max_pods}, but {key} says {of_the_kubelet}; remove one of them"
    return wrong("max_pods", message, key)


def _what_is_left_out_would_be_there(group: NodeGroupConfig) -> Problem | None:
    known = hardware_labels(group.hardware_facts, efa=group.efa_layout is not None)
    for key, value in group.labels.items():
        if value is None and key not in known:
            hint = nearest(key, known)
            meant = f"did you mean {hint!r}?" if hint else "give it a value, or remove it"
            return wrong(("labels", key), f"nodes of this group have no label {key!r}; {meant}")
    return None


def _taints_differ(group: NodeGroupConfig) -> Problem | None:
    seen = set()
    for taint in group.taints or ():
        if (taint.key, taint.effect) in seen:
            message = (
                f"{taint.key!r} stands twice with effect {taint.effect}; "
                "Kubernetes keeps one value for the two: remove one"
            )
            return wrong("taints", message)
        seen.add((taint.key, taint.effect))
    return None


RULES = (
    _has_an_instance_store,
    _settings_are_the_operating_systems,
    _taints_differ,
    _pods_are_limited_once,
    _what_is_left_out_would_be_there,
)
