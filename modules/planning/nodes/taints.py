"""Taints: what keeps pods away. Kubernetes spells effects one way, the EKS API another."""

from collections.abc import Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Taint:
    """A taint of a node.

    Attributes:
        key: Key.
        value: Value, or empty.
        effect: What happens to pods that do not tolerate it, as Kubernetes spells it.
    """

    key: str
    value: str
    effect: TaintEffect

    @property
    def keeps_away(self) -> bool:
        """Whether pods that do not tolerate it stay away, and do not only rather go elsewhere."""
        return self.effect != "PreferNoSchedule"

    def __str__(self) -> str:
        """Write it as ``kubectl taint`` does."""
        return (
            f"{self.key}={self.value}:{self.effect}" if self.value else f"{self.key}:{self.effect}"
        )


def eks_effect(effect: TaintEffect) -> str:
    """Spell a Kubernetes taint effect as the EKS API does."""
    return _EKS_EFFECTS[effect]
