"""List prices of us-east-1, in US dollars; what a cluster costs, near enough to be warned by."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal

_FILE = Path(__file__).parent / "instance_prices.json"

#: The region whose list prices these are; most others cost more.
REGION: Final = "us-east-1"

Unit = Literal["hour", "month"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What something costs.

    Attributes:
        usd: Price in US dollars.
        per: For how long; a month is billed by the hour, at 730 hours.
        source: Where the price is told.
        checked: When it was compared with the source.
    """

    usd: float
    per: Unit
    source: str
    checked: date

    @property
    def usd_per_hour(self) -> float:
        """The price of an hour."""
        return self.usd if self.per == "hour" else self.usd / _HOURS_OF_A_MONTH


_HOURS_OF_A_MONTH = 730
_CHECKED = date(2026, 11, 25)
_EKS = "https://aws.amazon.com/eks/pricing/"
_EBS = "https://aws.amazon.com/ebs/pricing/"
_FSX = "https://aws.amazon.com/fsx/lustre/pricing/"
_VPC = "https://aws.amazon.com/vpc/pricing/"

#: The pages of AWS could not be opened; the figures are what several public pages of 2026 quote
#: from them, such as https://cloudburn.io/blog/amazon-eks-pricing for EKS.
PRICES: Mapping[str, Price] = MappingProxyType(
    {
        **{
            name: Price(usd=usd, per="hour", source=source, checked=_CHECKED)
            for name, usd, source in (
                ("control plane", 0.10, _EKS),
                ("extended support", 0.50, _EKS),
                ("tier-xl", 1.65, _EKS),
                ("tier-2xl", 3.40, _EKS),
                ("tier-4xl", 6.90, _EKS),
                ("tier-8xl", 13.90, _EKS),
                ("nat gateway", 0.045, _VPC),
                ("public ipv4 address", 0.005, _VPC),
                ("interface endpoint in a zone", 0.01, _VPC),
            )
        },
        **{
            name: Price(usd=usd, per="month", source=source, checked=_CHECKED)
            for name, usd, source in (
                ("kms key", 1.0, "https://aws.amazon.com/kms/pricing/"),
                ("gp3 gib", 0.08, _EBS),
                ("gp3 iops above 3000", 0.005, _EBS),
                ("gp3 mibps above 125", 0.04, _EBS),
                # Of other throughputs no public page quoted a price.
                ("lustre gib, scratch_2", 0.14, _FSX),
                ("lustre gib, persistent_2 at 125", 0.145, _FSX),
            )
        },
    }
)


@cache
def _file() -> Mapping[str, Any]:
    return MappingProxyType(json.loads(_FILE.read_text(encoding="utf-8")))


def on_demand_usd_per_hour(instance_type: str) -> float | None:
    """Give the on-demand price of an instance type; None where it was not found.

    Source: the first lines of the data file.
    """
    price: float | None = _file()["usd_per_hour"].get(instance_type)
    return price


def as_of() -> date:
    """Give the day of the prices of instances."""
    return date.fromisoformat(_file()["as_of"])
