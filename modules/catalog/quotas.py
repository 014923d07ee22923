"""Service quotas of EC2 that running instances count against, in virtual processors."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

#: Source: https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html
SOURCE: Final = "https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """A quota.

    Attributes:
        code: Its code in Service Quotas, for the service ``ec2``; None where it was not found.
        name: What it is about.
    """

    code: str | None
    name: str


#: By the letters that names of instance types begin with, then by how instances are bought. The
#: codes are those that several public files agree on; of the others none was found.
_QUOTAS: Mapping[tuple[str, ...], Mapping[str, str | None]] = MappingProxyType(
    {
        ("p",): {"on-demand": "L-417A185B", "spot": "L-7212CCBC"},
        ("g", "gr", "vt"): {"on-demand": "L-DB2E81BA", "spot": "L-3819A6DF"},
        ("inf",): {"on-demand": "L-1945791B", "spot": None},
        ("a", "c", "d", "h", "i", "im", "is", "m", "r", "t", "z"): {
            "on-demand": "L-1216C47A",
            "spot": "L-34B43A08",
        },
    }
)
_NAMES: Mapping[tuple[str, ...], str] = MappingProxyType(
    {
        ("p",): "P instances",
        ("g", "gr", "vt"): "G and VT instances",
        ("inf",): "Inf instances",
        ("a", "c", "d", "h", "i", "im", "is", "m", "r", "t", "z"): (
            "Standard (A, C, D, H, I, M, R, T, Z) instances"
        ),
    }
)


def quota_of(instance_type: str, *, spot: bool) -> Quota:
    """Give the quota that instances of a type count against.

    Args:
        instance_type: For example ``p5.48xlarge``.
        spot: Whether they are spot instances.
    """
    bought = "spot" if spot else "on-demand"
    letters = re.match(r"[a-z]+", instance_type)
    family = "" if letters is None else letters.group()
    for families, codes in _QUOTAS.items():
        if family in families:
            return Quota(code=codes[bought], name=f"{bought} {_NAMES[families]}")
    return Quota(code=None, name=f"{bought} {family} instances")
