"""Labels and taints that the training world expects of nodes with accelerators."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from modules.catalog.instance_types import InstanceTypeFacts
from modules.planning.nodes.taints import Taint

#: What pods ask for, by kind of accelerator; also the key of the taint, with value ``true``.
#: Sources: https://docs.aws.amazon.com/eks/latest/userguide/device-management.html and
#: https://awsdocs-neuron.readthedocs-hosted.com/en/latest/containers/kubernetes-getting-started.html
ACCELERATOR_RESOURCES: Mapping[str, str] = MappingProxyType(
    {"nvidia": "nvidia.com/gpu", "neuron": "aws.amazon.com/neuron"}
)
EFA_RESOURCE = "vpc.amazonaws.com/efa"

NEURON_CORE_RESOURCE = "aws.amazon.com/neuroncore"

#: What the cluster autoscaler knows nodes with GPUs by. A node that has it, whatever its value,
#: counts as not ready until it offers ``nvidia.com/gpu``, and enough of those stop the autoscaler.
#: Source: https://github.com/kubernetes/autoscaler
#: (cluster-autoscaler/processors/customresources/gpu_processor.go, and issues 8095 and 10301)
AUTOSCALER_GPU_LABEL = "k8s.amazonaws.com/accelerator"
_PRESENT_LABELS = MappingProxyType(
    {"nvidia": "nvidia.com/gpu.present", "neuron": "aws.amazon.com/neuron.present"}
)
_EFA_LABEL = "vpc.amazonaws.com/efa.present"


def hardware_labels(types: Sequence[InstanceTypeFacts], *, efa: bool) -> Mapping[str, str]:
    """Give the labels of nodes of one kind of accelerator.

    The model of GPUs is left out where the types have different ones: a label is one value for the
    group.
    """
    labels = {}
    kind = types[0].accelerator
    if kind in _PRESENT_LABELS:
        labels[_PRESENT_LABELS[kind]] = "true"
        models = {facts.accelerator_model for facts in types}
        if kind == "nvidia" and len(models) == 1:
            labels[AUTOSCALER_GPU_LABEL] = f"{kind}-{models.pop()}".lower().replace(" ", "-")
    if efa:
        labels[_EFA_LABEL] = "true"
    return labels


def hardware_taints(kind: str) -> Sequence[Taint]:
    """Give the taint that keeps pods away that need no accelerator."""
    key = ACCELERATOR_RESOURCES.get(kind)
    return [] if key is None else [Taint(key=key, value="true", effect="NoSchedule")]
