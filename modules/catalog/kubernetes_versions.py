"""Kubernetes versions on EKS."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

#: Source: https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
SOURCE: Final = "https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html"
#: When the rows were last compared with the source. What is in extended support is judged by this
#: day and not by today's, so that one file gives one answer.
CHECKED: Final = date(2026, 11, 23)


@dataclass(frozen=True, slots=True, kw_only=True)
class KubernetesVersionFacts:
    """Until when EKS supports a minor version.

    Attributes:
        name: Minor version, for example ``1.35``.
        standard_until: Last day of standard support.
        extended_until: Last day of extended support, which costs more by the hour.
    """

    name: str
    standard_until: date
    extended_until: date

    @property
    def is_in_extended_support(self) -> bool:
        """Whether standard support had ended when the catalog was checked."""
        return self.standard_until < CHECKED


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
        )
    }
)

OLDEST: Final = next(iter(KUBERNETES_VERSIONS))
NEWEST: Final = list(KUBERNETES_VERSIONS)[-1]
