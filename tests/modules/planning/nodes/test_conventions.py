"""Labels, taints and tags that follow from the hardware."""

import pytest

from modules.catalog.instance_types import instance_type_facts
from modules.planning.nodes.autoscaler_tags import autoscaler_tags, node_resources
from modules.planning.nodes.conventions import hardware_labels, hardware_taint

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
            {
                "aws.amazon.com/neuron.present": "true",
                "k8s.amazonaws.com/accelerator": "neuron-trainium2",
            },
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
    assert hardware_taint("nvidia") == ("nvidia.com/gpu", "true")
    assert hardware_taint("neuron") == ("aws.amazon.com/neuron", "true")
    assert hardware_taint("none") is None


def test_tags_are_encoded_as_the_autoscaler_reads_them() -> None:
    assert autoscaler_tags(
        labels={"workload-type": "model-training"},
        taints=[("nvidia.com/gpu", "true", "NoSchedule"), ("bare", "", "NoExecute")],
        resources={"nvidia.com/gpu": "8", "ephemeral-storage": "8000G"},
    ) == {
        f"{TEMPLATE}/label/workload-type": "model-training",
        f"{TEMPLATE}/taint/nvidia.com/gpu": "true:NoSchedule",
        f"{TEMPLATE}/taint/bare": ":NoExecute",
        f"{TEMPLATE}/resources/nvidia.com/gpu": "8",
        f"{TEMPLATE}/resources/ephemeral-storage": "8000G",
    }


def test_resources_are_the_least_that_any_of_the_types_has() -> None:
    types = [instance_type_facts(name) for name in ("g6.12xlarge", "g6.48xlarge")]
    assert node_resources(
        types, efa_interfaces=0, huge_pages_2mib=None, volume_size_gib=200, raid0=True
    ) == {"ephemeral-storage": "3760G", "nvidia.com/gpu": "4"}


def test_resources_of_a_node_with_efa_have_its_interfaces_and_huge_pages() -> None:
    assert node_resources(
        [instance_type_facts("trn2.48xlarge")],
        efa_interfaces=16,
        huge_pages_2mib=None,
        volume_size_gib=200,
        raid0=False,
    ) == {
        "ephemeral-storage": "200Gi",
        "aws.amazon.com/neuron": "16",
        "vpc.amazonaws.com/efa": "16",
        "hugepages-2Mi": "10256Mi",
    }
