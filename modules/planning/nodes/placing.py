"""Whether a pod can run on a node, and why not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from modules.catalog.tolerations import Toleration
from modules.planning.nodes.node import Node
from modules.planning.nodes.quantities import amount
from modules.planning.nodes.tolerations import untolerated

#: What Kubernetes itself counts; other resources are of devices.
_NOT_OF_DEVICES = frozenset({"cpu", "memory", "ephemeral-storage", "pods"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PodNeeds:
    """What decides where a pod can run.

    Attributes:
        requests: What it asks for, by name of the resource.
        node_selector: Labels its node must have.
        tolerations: What it tolerates.
    """

    requests: Mapping[str, str | int] = field(default_factory=dict)
    node_selector: Mapping[str, str] = field(default_factory=dict)
    tolerations: Sequence[Toleration] = ()


def reasons_against(
    pod: PodNeeds, node: Node, labels: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Say why a pod cannot run on an empty node; nothing if it can.

    Args:
        pod: The pod.
        node: The node.
        labels: What else the node has of labels: those that Kubernetes and EKS give it.
    """
    return (
        *_taints(pod, node),
        *_labels(pod, {**node.labels, **(labels or {})}),
        *_resources(pod, node),
    )


def _taints(pod: PodNeeds, node: Node) -> Iterator[str]:
    # EKS gives pods that ask for a device a toleration of the taint that has the device's name.
    # Source: https://docs.aws.amazon.com/eks/latest/userguide/platform-versions.html
    # (ExtendedResourceToleration).
    of_devices = [Toleration(key=name) for name in pod.requests if name not in _NOT_OF_DEVICES]
    for taint in untolerated(node.taints, [*pod.tolerations, *of_devices]):
        yield f"its taint {taint} is not tolerated"


def _labels(pod: PodNeeds, labels: Mapping[str, str]) -> Iterator[str]:
    for key, value in pod.node_selector.items():
        if key not in labels:
            yield f"it has no label {key}"
        elif labels[key] != value:
            yield f"its label {key} is {labels[key]}, not {value}"


def _resources(pod: PodNeeds, node: Node) -> Iterator[str]:
    for name, quantity in pod.requests.items():
        offered = node.left_for_pods.get(name, "0")
        if amount(quantity) > amount(offered):
            yield f"it offers {offered} of {name}, and {quantity} are asked for"
