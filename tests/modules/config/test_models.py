"""What a cluster file leaves out, and what its fields promise."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from modules.config import ClusterConfig, ScalingConfig
from tests.modules.config.files import cluster, node_group


def fields(model: type[BaseModel], path: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """List every field of a model and of the models in it."""
    for name, field in model.model_fields.items():
        yield f"{path}{name}", field
        for inner in models_in(field.annotation):
            yield from fields(inner, f"{path}{name}.")


def models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    arguments = getattr(annotation, "__args__", ())
    return [model for argument in arguments for model in models_in(argument)]


FIELDS = dict(fields(ClusterConfig))


@pytest.mark.parametrize("path", FIELDS)
def test_every_field_says_what_it_means(path: str) -> None:
    assert FIELDS[path].description


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, (2, 2, 2)),
        ({"desired": 8}, (8, 8, 8)),
        ({"min": 3}, (3, 3, 3)),
        ({"min": 0}, (0, 0, 1)),
        ({"min": 1, "max": 5}, (1, 1, 5)),
        ({"max": 5}, (2, 2, 5)),
        ({"min": 0, "desired": 0, "max": 16}, (0, 0, 16)),
        ({"max": 1}, (1, 1, 1)),
    ],
)
def test_what_scaling_leaves_out_follows_what_it_gives(
    given: dict[str, int], expected: tuple[int, int, int]
) -> None:
    scaling = ScalingConfig.model_validate(given)
    assert (scaling.min, scaling.desired, scaling.max) == expected


@pytest.mark.parametrize(
    ("instance_type", "ami_type"),
    [
        ("m7i.large", "AL2023_x86_64_STANDARD"),
        ("m7g.large", "AL2023_ARM_64_STANDARD"),
        ("p5.48xlarge", "AL2023_x86_64_NVIDIA"),
        ("g5g.16xlarge", "AL2023_ARM_64_NVIDIA"),
        ("trn1.32xlarge", "AL2023_x86_64_NEURON"),
    ],
)
def test_the_ami_follows_from_the_instance_type(instance_type: str, ami_type: str) -> None:
    assert node_group(instance_types=[instance_type]).resolved_ami_type == ami_type


@pytest.mark.parametrize(
    ("instance_type", "ami_type"),
    [
        ("g6.8xlarge", "BOTTLEROCKET_x86_64_NVIDIA"),
        ("trn1.32xlarge", "BOTTLEROCKET_x86_64"),
        ("m7g.large", "BOTTLEROCKET_ARM_64_FIPS"),
    ],
)
def test_another_fitting_ami_can_be_chosen(instance_type: str, ami_type: str) -> None:
    group = node_group(instance_types=[instance_type], ami_type=ami_type)
    assert group.resolved_ami_type == ami_type


def test_zones_left_out_are_the_first_three_of_the_region() -> None:
    assert cluster().zones == ("us-west-2a", "us-west-2b", "us-west-2c")


def test_zones_of_an_existing_network_are_those_of_its_private_subnets() -> None:
    existing = {
        "vpc_id": "vpc-0123456789abcdef0",
        "private_subnets": {
            "us-west-2d": "subnet-0123456789abcdef0",
            "us-west-2b": "subnet-0123456789abcdef1",
        },
    }
    assert cluster(network={"existing": existing}).zones == ("us-west-2b", "us-west-2d")


def test_a_validated_cluster_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        setattr(cluster(), "name", "other")  # noqa: B010
