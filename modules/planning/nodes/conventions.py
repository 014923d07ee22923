"""Labels and taints that the training world expects of nodes with accelerators."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from modules.catalog.instance_types import InstanceTypeFacts
from modules.planning.nodes.decided import Decided, Reason
from modules.planning.nodes.taints import Taint

_SOURCES = MappingProxyType(
    {
        "nvidia": "https://docs.aws.amazon.com/eks/latest/userguide/device-management.html",
        "neuron": "https://awsdocs-neuron.readthedocs-hosted.com/en/latest/containers/"
        "kubernetes-getting-started.html",
    }
)
#: What pods ask for, by kind of accelerator; also the key of the taint, with value ``true``.
ACCELERATOR_RESOURCES: Mapping[str, str] = MappingProxyType(
    {"nvidia": "nvidia.com/gpu", "neuron": "aws.amazon.com/neuron"}
)
EFA_RESOURCE = "vpc.amazonaws.com/efa"

NEURON_CORE_RESOURCE = "aws.amazon.com/neuroncore"

#: What EKS labels the nodes of a managed node group with; its value is the name of the group.
#: Source: https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
GROUP_LABEL = "eks.amazonaws.com/nodegroup"

#: What the cluster autoscaler knows nodes with GPUs by. A node that has it, whatever its value,
#: counts as not ready until it offers ``nvidia.com/gpu``, and enough of those stop the autoscaler.
#: (Issues 8095 and 10301 of the autoscaler.)
AUTOSCALER_GPU_LABEL = "k8s.amazonaws.com/accelerator"
_AUTOSCALER = (
    "https://github.com/kubernetes/autoscaler "
    "(cluster-autoscaler/processors/customresources/gpu_processor.go)"
)
_PRESENT_LABELS = MappingProxyType(
    {"nvidia": "nvidia.com/gpu.present", "neuron": "aws.amazon.com/neuron.present"}
)
_EFA_LABEL = "vpc.amazonaws.com/efa.present"


def hardware_labels(types: Sequence[InstanceTypeFacts], *, efa: bool) -> Mapping[str, str]:
    """Give the labels of nodes of one kind of accelerator.

    The model of GPUs is left out where the types have different ones: a label is one value for the
    group.
    """
    return {key: label.value for key, label in decided_labels(types, efa=efa).items()}


def decided_labels(types: Sequence[InstanceTypeFacts], *, efa: bool) -> Mapping[str, Decided[str]]:
    """Give the labels of `hardware_labels`, and why nodes have each."""
    labels = {}
    kind = types[0].accelerator
    if kind in _PRESENT_LABELS:
        because = _because(f"the nodes have {kind} accelerators", _SOURCES[kind])
        labels[_PRESENT_LABELS[kind]] = Decided("true", because)
        models = {facts.accelerator_model for facts in types}
        if kind == "nvidia" and len(models) == 1:
            model = f"{kind}-{models.pop()}".lower().replace(" ", "-")
            because = _because("the cluster autoscaler knows nodes with GPUs by it", _AUTOSCALER)
            labels[AUTOSCALER_GPU_LABEL] = Decided(model, because)
    if efa:
        because = Reason(text="the nodes have EFA", keys=("efa",))
        labels[_EFA_LABEL] = Decided("true", because)
    return labels


def hardware_taints(kind: str) -> Sequence[Taint]:
    """Give the taint that keeps pods away that need no accelerator."""
    return decided_taints(kind).value


def decided_taints(kind: str) -> Decided[Sequence[Taint]]:
    """Give the taints of `hardware_taints`, and why nodes have them or none."""
    key = ACCELERATOR_RESOURCES.get(kind)
    keys = ("taints", "instance_types")
    if key is None:
        return Decided([], Reason(text="nodes without accelerators take any pod", keys=keys))
    text = f"keeps pods away that need no {kind} accelerator"
    taints = [Taint(key=key, value="true", effect="NoSchedule")]
    return Decided(taints, Reason(text=text, keys=keys, source=_SOURCES[kind]))


def _because(text: str, source: str) -> Reason:
    return Reason(text=text, keys=("instance_types",), source=source)
