"""Jobs for tests."""

from typing import Any

from modules.jobs.spec import JobSpec

SYSTEM = {"instance_types": ["m7i.large"]}


def spec(**asked: Any) -> JobSpec:
    """Make a job of two nodes that differs from a small one in what is given."""
    small: dict[str, Any] = {
        "name": "train",
        "group": "gpus",
        "nodes": 2,
        "image": "registry.example/train:1",
        "command": ["torchrun", "train.py"],
    }
    return JobSpec(**{**small, **asked})


def groups(**keys: Any) -> dict[str, Any]:
    """Make the node groups of a cluster: a small one, and one with GPUs that has the keys given."""
    gpus = {"instance_types": ["p5.48xlarge"], "availability_zone": "us-west-2a", **keys}
    return {"system": SYSTEM, "gpus": gpus}
