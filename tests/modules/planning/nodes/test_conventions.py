"""Labels, taints and tags that follow from the hardware."""

import pytest

from modules.catalog.instance_types import instance_type_facts
from modules.planning.nodes.autoscaler_tags import autoscaler_tags
from modules.planning.nodes.conventions import hardware_labels, hardware_taints
from modules.planning.nodes.taints import Taint
from tests.modules.planning.nodes.described import described

TEMPLATE = "k8s.io/cluster-autoscaler/node-template"


@pytest.mark.parametrize(
    ("names", "efa", "labels"),
    [
        (["m7i.large"], False, {}),
        (["hpc7a.96xlarge"], True, {"vpc.amazonaws.com/efa.present": "true"}),
        (
            ["p5.48xlarge"],
            True,
            {
                "nvidia.com/gpu.present": "true",
                "k8s.amazonaws.com/accelerator": "nvidia-h100",
                "vpc.amazonaws.com/efa.present": "true",
            },
        ),
        (
            ["g7e.8xlarge"],
            False,
            {
                "nvidia.com/gpu.present": "true",
                "k8s.amazonaws.com/accelerator": "nvidia-rtx-pro-server-6000",
            },
        ),
        (
            ["trn2.48xlarge"],
            False,
            # The cluster autoscaler would wait for GPUs of a node with a label of the model.
            {"aws.amazon.com/neuron.present": "true"},
        ),
        # One value cannot name two models.
        (["g6.8xlarge", "g5.8xlarge"], False, {"nvidia.com/gpu.present": "true"}),
    ],
)
def test_labels_tell_of_accelerators_and_efa(
    names: list[str], efa: bool, labels: dict[str, str]
) -> None:
    assert hardware_labels([instance_type_facts(name) for name in names], efa=efa) == labels


def test_taints_are_those_that_device_plugins_tolerate() -> None:
    assert [str(taint) for taint in hardware_taints("nvidia")] == ["nvidia.com/gpu=true:NoSchedule"]
    assert [str(taint) for taint in hardware_taints("neuron")] == [
        "aws.amazon.com/neuron=true:NoSchedule"
    ]
    assert hardware_taints("none") == []


def test_a_label_that_follows_from_the_hardware_can_be_left_out() -> None:
    node = described("g6.48xlarge", labels={"nvidia.com/gpu.present": None, "team": "a"})
    assert node.labels == {"k8s.amazonaws.com/accelerator": "nvidia-l4", "team": "a"}


def test_tags_are_encoded_as_the_autoscaler_reads_them() -> None:
    node = described(
        "g6.48xlarge",
        labels={"workload-type": "model-training"},
        taints=[
            Taint(key="nvidia.com/gpu", value="true", effect="NoSchedule"),
            Taint(key="bare", value="", effect="NoExecute"),
        ],
        on_instance_store=True,
    )
    assert autoscaler_tags(node, group="gpus") == {
        f"{TEMPLATE}/label/workload-type": "model-training",
        f"{TEMPLATE}/label/nvidia.com/gpu.present": "true",
        f"{TEMPLATE}/label/k8s.amazonaws.com/accelerator": "nvidia-l4",
        f"{TEMPLATE}/label/eks.amazonaws.com/nodegroup": "gpus",
        f"{TEMPLATE}/taint/nvidia.com/gpu": "true:NoSchedule",
        f"{TEMPLATE}/taint/bare": ":NoExecute",
        f"{TEMPLATE}/resources/nvidia.com/gpu": "8",
        f"{TEMPLATE}/resources/ephemeral-storage": "7520G",
    }
