"""Taint effects: Kubernetes spells them one way, the EKS API another."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

TaintEffect = Literal["NoSchedule", "PreferNoSchedule", "NoExecute"]

#: Source: https://docs.aws.amazon.com/eks/latest/APIReference/API_Taint.html
_EKS_EFFECTS: Mapping[TaintEffect, str] = MappingProxyType(
    {
        "NoSchedule": "NO_SCHEDULE",
        "PreferNoSchedule": "PREFER_NO_SCHEDULE",
        "NoExecute": "NO_EXECUTE",
    }
)


def eks_effect(effect: TaintEffect) -> str:
    """Spell a Kubernetes taint effect as the EKS API does."""
    return _EKS_EFFECTS[effect]
