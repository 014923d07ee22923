"""Cluster files for tests, from a small one that is right."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from modules.config import (
    ClusterConfig,
    ClusterFileError,
    NodeGroupConfig,
    load_cluster,
    warnings_for,
)
from modules.config.derived.nodes import node_of
from modules.planning.nodes.cni import CniSettings
from modules.planning.nodes.node import Node

#: The day of tests.
TODAY = date(2026, 11, 24)

RIGHT: dict[str, Any] = {
    "name": "demo",
    "region": "us-west-2",
    "node_groups": {"system": {"instance_types": ["m7i.large"]}},
}


def refusals(folder: Path, text: str) -> list[str]:
    """Load a file that is wrong; give what is said of it, without the name of the file."""
    file = folder / "cluster.yaml"
    file.write_text(text, encoding="utf-8")
    try:
        cluster = load_cluster(file)
    except ClusterFileError as error:
        return [line.removeprefix(str(file)) for line in str(error).splitlines()]
    message = f"not refused: {cluster}"
    raise AssertionError(message)


def cluster(**sections: Any) -> ClusterConfig:
    """Make a cluster that differs from the small one in the sections given."""
    return ClusterConfig.model_validate(RIGHT | sections)


def warned(made: ClusterConfig, today: date = TODAY) -> list[str]:
    """Give the warnings of a cluster, those that every small cluster has left out."""
    said = [str(warning) for warning in warnings_for(made, today=today)]
    return [line for line in said if not line.startswith("access.admins: nobody may use kubectl")]


def node_group(**keys: Any) -> NodeGroupConfig:
    """Make a node group of one zone."""
    return NodeGroupConfig.model_validate({"availability_zone": "us-west-2a", **keys})


def node(**keys: Any) -> Node:
    """Describe a node of such a group, with a VPC CNI that is told nothing."""
    return node_of(node_group(**keys), CniSettings())


def text(**sections: Any) -> str:
    """Write a cluster file that differs from the small one in the sections given."""
    return yaml.safe_dump(RIGHT | sections, sort_keys=False, width=1000)
