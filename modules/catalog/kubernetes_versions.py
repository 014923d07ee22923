"""Kubernetes versions on EKS."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

#: Source: https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
SOURCE: Final = "https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html"
#: When the rows were last compared with the source. What a date means for today is for whoever has
#: a clock to say (`modules.config.rules.calendar`).
CHECKED: Final = date(2026, 11, 24)

#: Support of a version by EKS; ``extended`` costs more by the hour.
Support = Literal["standard", "extended", "ended"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KubernetesVersionFacts:
    """Until when EKS supports a minor version.

    Attributes:
        name: Minor version, for example ``1.35``.
        standard_until: Last day of standard support; None where no date was found.
        extended_until: Last day of extended support; None where no date was found.
    """

    name: str
    standard_until: date | None
    extended_until: date | None

    def support_on(self, day: date) -> Support | None:
        """Say which support EKS gives on a day; None where no date was found."""
        if self.standard_until is None or self.extended_until is None:
            return None
        if day <= self.standard_until:
            return "standard"
        return "extended" if day <= self.extended_until else "ended"


def minor(version: str) -> int:
    """Give the minor part of a version: 35 of ``1.35``."""
    return int(version.partition(".")[2])


KUBERNETES_VERSIONS: Mapping[str, KubernetesVersionFacts] = MappingProxyType(
    {
        name: KubernetesVersionFacts(name=name, standard_until=standard, extended_until=extended)
        for name, standard, extended in (
            ("1.31", date(2025, 11, 26), date(2026, 11, 26)),
            ("1.32", date(2026, 3, 23), date(2027, 3, 23)),
            ("1.33", date(2026, 7, 29), date(2027, 7, 29)),
            ("1.34", date(2026, 12, 2), date(2027, 12, 2)),
            ("1.35", date(2027, 3, 27), date(2028, 3, 27)),
            ("1.36", date(2027, 8, 2), date(2028, 8, 2)),
            # Its AMIs are there since 14 October 2026 (https://github.com/awslabs/amazon-eks-ami,
            # v20261012); dates of its support were not found.
            ("1.37", None, None),
        )
    }
)

OLDEST: Final = next(iter(KUBERNETES_VERSIONS))
NEWEST: Final = list(KUBERNETES_VERSIONS)[-1]
