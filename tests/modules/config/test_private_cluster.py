"""Clusters without a way to the internet."""

from pathlib import Path
from typing import Any

import pytest

from modules.config import warnings_for
from modules.config.derived.private_cluster import endpoint_services, images_to_mirror
from tests.modules.config.files import TODAY, cluster, refusals, text

SYSTEM = {"instance_types": ["m7i.large"]}
EVERY_NODE = {"ec2", "ecr.api", "ecr.dkr", "eks-auth"}
PRIVATE = {"private": True}
AUTOSCALED = SYSTEM | {"scaling": {"owner": "autoscaler"}}


@pytest.mark.parametrize(
    ("sections", "services"),
    [
        ({"network": {}}, set()),
        ({"network": PRIVATE}, EVERY_NODE),
        ({"network": PRIVATE | {"endpoints": ["ssm"]}}, EVERY_NODE | {"ssm"}),
        (
            {"network": PRIVATE, "node_groups": {"system": AUTOSCALED}},
            EVERY_NODE | {"autoscaling", "eks", "sts"},
        ),
        (
            {"network": PRIVATE, "add_ons": {"aws-fsx-csi-driver": {}, "snapshot-controller": {}}},
            EVERY_NODE | {"fsx"},
        ),
        (
            {"network": PRIVATE, "add_ons": {"amazon-cloudwatch-observability": {}}},
            EVERY_NODE | {"logs", "monitoring", "xray"},
        ),
    ],
)
def test_services_are_those_that_something_in_the_file_calls(
    sections: dict[str, Any], services: set[str]
) -> None:
    assert set(endpoint_services(cluster(**sections))) == services


@pytest.mark.parametrize(
    ("group", "images"),
    [
        (SYSTEM, []),
        ({"instance_types": ["g6.8xlarge"]}, ["nvcr.io/nvidia/k8s-device-plugin"]),
        ({"instance_types": ["g6.8xlarge"], "ami_type": "BOTTLEROCKET_x86_64_NVIDIA"}, []),
        ({"instance_types": ["trn1.2xlarge"]}, ["public.ecr.aws/neuron/neuron-device-plugin"]),
        (AUTOSCALED, ["registry.k8s.io/autoscaling/cluster-autoscaler"]),
    ],
)
def test_images_from_elsewhere_are_named(group: dict[str, Any], images: list[str]) -> None:
    made = cluster(network=PRIVATE, node_groups={"system": SYSTEM, "other": group})
    assert images_to_mirror(made) == images


def test_what_a_private_cluster_lacks_is_said_when_it_is_synthesized() -> None:
    groups = {"system": SYSTEM, "training": {"instance_types": ["g6.8xlarge"]}}
    made = cluster(
        network=PRIVATE,
        node_groups=groups,
        add_ons={"next-years-add-on": {"unlisted": True}},
        access={"admins": ["arn:aws:iam::111122223333:role/Admin"]},
    )
    assert [str(warning) for warning in warnings_for(made, today=TODAY)] == [
        "network.private: nodes pull from the region's ECR alone; mirror there what you install of "
        "nvcr.io/nvidia/k8s-device-plugin",
        "add_ons.next-years-add-on: which AWS services it calls is not known; name them in "
        "network.endpoints",
    ]


@pytest.mark.parametrize(
    ("network", "message"),
    [
        (
            {"private": True, "nat_gateways": "single"},
            "nat_gateways: a private network has no NAT gateways; remove nat_gateways, or private",
        ),
        (
            {"private": True, "single_nat_zone": "us-west-2a"},
            "single_nat_zone: a private network has no NAT; remove it",
        ),
        (
            {"endpoints": ["ssm"]},
            "endpoints: endpoints are for private: true; with NAT, services are reached without",
        ),
        (
            {"private": True, "endpoints": ["ssm", "ssm"]},
            "endpoints: 'ssm' stands twice; name it once",
        ),
        (
            {"private": True, "endpoints": ["s3"]},
            "endpoints: s3 has a gateway endpoint already; remove it here",
        ),
        (
            {"private": True, "endpoints": ["com.amazonaws.us-west-2.SSM"]},
            "endpoints[0]: 'com.amazonaws.us-west-2.SSM' is not a service; write what comes behind "
            "com.amazonaws.<region>., as in ecr.api",
        ),
    ],
)
def test_what_does_not_go_with_it_is_refused(
    tmp_path: Path, network: dict[str, Any], message: str
) -> None:
    [said] = refusals(tmp_path, text(network=network))
    assert said.partition(": ")[2] == f"network.{message}"


def test_none_for_nat_may_be_said_as_well() -> None:
    assert cluster(network=PRIVATE | {"nat_gateways": "none"}).network.private
