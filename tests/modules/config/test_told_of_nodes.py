"""What a cluster tells of its node groups."""

import json

from modules.config import load_cluster
from modules.config.derived.nodes import nodes_of
from modules.config.derived.told_of_nodes import told_of_node_groups
from tests.cluster_files import FILES
from tests.modules.config.files import cluster


def test_a_group_is_told_of_in_numbers() -> None:
    made = cluster(
        node_groups={
            "system": {"instance_types": ["m7i.large"]},
            "h100": {
                "instance_types": ["p5.48xlarge"],
                "availability_zone": "us-west-2a",
                "scaling": {"min": 0, "desired": 2, "max": 8},
                "labels": {"team": "a"},
            },
        }
    )
    assert told_of_node_groups(made)["h100"] == {
        "instance_types": ["p5.48xlarge"],
        "capacity": "on_demand",
        "zones": ["us-west-2a"],
        "nodes": {"min": 0, "desired": 2, "max": 8},
        "resources": {
            "cpu": "191450m",
            "memory": "1928154Mi",
            "ephemeral-storage": "26091506Mi",
            "hugepages-2Mi": "10256Mi",
            "nvidia.com/gpu": "8",
            "vpc.amazonaws.com/efa": "32",
            "pods": "51",
        },
        "pods": 51,
        "addresses": {"of_a_node": 17, "for_pods": 49},
        "labels": {
            "nvidia.com/gpu.present": "true",
            "k8s.amazonaws.com/accelerator": "nvidia-h100",
            "vpc.amazonaws.com/efa.present": "true",
            "team": "a",
        },
        "taints": [{"key": "nvidia.com/gpu", "value": "true", "effect": "NoSchedule"}],
    }


def test_every_example_is_told_of_as_plain_data() -> None:
    for made in map(load_cluster, FILES):
        told = told_of_node_groups(made)
        assert json.loads(json.dumps(told)) == told
        for name, node in nodes_of(made).items():
            assert told[name]["resources"] == node.left_for_pods
            assert told[name]["labels"] == node.labels
