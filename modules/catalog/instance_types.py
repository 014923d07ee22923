"""EC2 instance types."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from modules.catalog.nearest import UnknownNameError

Architecture = Literal["x86_64", "arm64"]
#: ``other`` stands for devices that EKS has no AMI for.
Accelerator = Literal["none", "nvidia", "neuron", "other"]

_ROWS = Path(__file__).parent / "instance_types.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceTypeFacts:
    """What an instance type is.

    Attributes:
        name: Name, for example ``p5.48xlarge``.
        architecture: Processor architecture, which the AMI must share.
        accelerator: Kind of accelerator, which decides the AMI.
        accelerator_count: Accelerators in one instance.
        vcpus: Virtual processors.
        memory_mib: Memory in MiB.
    """

    name: str
    architecture: Architecture
    accelerator: Accelerator
    accelerator_count: int
    vcpus: int
    memory_mib: int


def instance_type_facts(name: str) -> InstanceTypeFacts:
    """Give the facts of an instance type.

    Raises:
        UnknownNameError: The catalog has no such type.
    """
    rows = instance_types()
    if name not in rows:
        raise UnknownNameError("instance type", name, rows)
    return rows[name]


@cache
def instance_types() -> Mapping[str, InstanceTypeFacts]:
    """Give every instance type, keyed by name.

    Source: AWS's answer to DescribeInstanceTypes, named in the first line of the data file.
    """
    rows = json.loads(_ROWS.read_text(encoding="utf-8"))["rows"]
    return MappingProxyType({row["name"]: InstanceTypeFacts(**row) for row in rows})
