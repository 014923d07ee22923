"""Which releases of the AWS provider can apply a stack."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Literal

#: Arguments that older providers do not know.
ProviderFeature = Literal[
    "bottlerocket_nvidia_fips",
    "control_plane_tier",
    "deletion_protection",
    "node_repair_limits",
    "update_strategy",
]

#: Every stack is planned and applied with this release in the tests.
OLDEST_TESTED = "5.100.0"
#: The first major release that nothing here was tried with.
FIRST_UNTRIED = "7.0.0"

#: The release the typed bindings were generated from has most of these. Earlier 6.x releases may
#: have some of them; nothing here was tried with those.
#: Sources: cdktf-cdktf-provider-aws 21.22.1, generated from provider release 6.25.0; for
#: update_strategy, which is newer, the provider's CHANGELOG.md. For bottlerocket_nvidia_fips: EKS
#: has these AMI types since 2026-01-14, after the provider's release 6.28.0 of 2026-01-07.
OLDEST_WITH: Mapping[ProviderFeature, str] = MappingProxyType(
    {
        "bottlerocket_nvidia_fips": "6.29.0",
        "deletion_protection": "6.25.0",
        "control_plane_tier": "6.25.0",
        "node_repair_limits": "6.25.0",
        "update_strategy": "6.26.0",
    }
)


def provider_constraint(features: Collection[ProviderFeature]) -> str:
    """Give the version constraint for a stack that uses ``features``."""
    needed = [OLDEST_TESTED, *(OLDEST_WITH[feature] for feature in features)]
    oldest = max(needed, key=_as_numbers)
    return f">= {oldest}, < {FIRST_UNTRIED}"


def _as_numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
