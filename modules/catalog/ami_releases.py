"""Releases of EKS-optimized AMIs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

OperatingSystem = Literal["al2023", "bottlerocket"]

_AL2023 = re.compile(r"(?P<minor>[0-9]+\.[0-9]+)\.[0-9]+-(?P<day>[0-9]{8})")


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRelease:
    """A release that nodes should not run.

    Attributes:
        what: What it does, as in "nodes on it ...".
        mended_in: The first release without that.
        source: Who says so.
        checked: When that was last looked up.
    """

    what: str
    mended_in: str
    source: str
    checked: date


_PANIC = BadRelease(
    what="panic while they reclaim memory",
    mended_in="20261012",
    source="https://github.com/awslabs/amazon-eks-ami/releases/tag/v20261012",
    checked=date(2026, 11, 24),
)

#: Bad releases of Amazon Linux 2023, keyed by their date.
BAD_RELEASES: Mapping[str, BadRelease] = MappingProxyType({"20260930": _PANIC, "20261003": _PANIC})


@dataclass(frozen=True, slots=True, kw_only=True)
class AmiRelease:
    """What the name of a release tells.

    Attributes:
        kubernetes_minor: The one minor version of Kubernetes it is made for; None where the name
            does not tell, as with Bottlerocket, whose releases have versions of their own.
        release: Its date, as in ``20261012``, or Bottlerocket's version, as in ``1.66.0``.
        operating_system: Whose release it is.
    """

    kubernetes_minor: str | None
    release: str
    operating_system: OperatingSystem

    def is_before(self, least: str) -> bool:
        """Whether it is older than another of the same operating system."""
        return _numbers(self.release) < _numbers(least)


def ami_release(version: str) -> AmiRelease:
    """Read a release version: ``1.35.0-20261101`` or Bottlerocket's ``1.50.0-3c1d8a2f``.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/eks-linux-ami-versions.html
    """
    found = _AL2023.fullmatch(version)
    # Bottlerocket writes a commit there; one of eight digits would have to be a day as well.
    if found is not None and _is_day(found["day"]):
        return AmiRelease(
            kubernetes_minor=found["minor"], release=found["day"], operating_system="al2023"
        )
    return AmiRelease(
        kubernetes_minor=None,
        release=version.partition("-")[0],
        operating_system="bottlerocket",
    )


def _is_day(digits: str) -> bool:
    return digits.startswith("20") and 1 <= int(digits[4:6]) <= 12 and 1 <= int(digits[6:]) <= 31  # noqa: PLR2004


def _numbers(release: str) -> tuple[int, ...]:
    return tuple(int(part) for part in release.split("."))
