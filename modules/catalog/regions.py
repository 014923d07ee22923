"""AWS regions and their availability zones."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from modules.catalog.nearest import UnknownNameError

_ROWS = Path(__file__).parent / "regions.json"

#: Beginnings of names of regions in partitions that Trainyard does not build for, and whose they
#: are.
#: Source: botocore's partitions.json
_OTHER_PARTITIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "cn-": "AWS China",
        "us-gov-": "AWS GovCloud (US)",
        "eusc-": "the AWS European Sovereign Cloud",
        "us-iso": "an AWS isolated partition",
        "eu-isoe-": "an AWS isolated partition",
    }
)
_ZONE_ID = re.compile(r"([a-z]{3,4}[0-9])(-[a-z]{3}[0-9])?-az[0-9]+")
_LOCAL_ZONE = re.compile(r"(?P<region>[a-z]{2}(-[a-z]+)+-[0-9]+)-[a-z]{3}-[0-9]+[a-z]")


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionFacts:
    """What a region is.

    Attributes:
        name: Name, for example ``us-west-2``.
        zones: Availability zones. Their order decides the address block of each zone's subnets
            (`modules.planning.network.subnets`), so new ones are added at the end, and none ever
            moves.
        letters_are_everyones: Whether a zone's letter stands for the same zone in every account.
            In the oldest regions it does not, unless the account was made since November 2025.
        partition: Partition, the second part of every ARN.
        dns_suffix: End of the names of AWS services there.
    """

    name: str
    zones: tuple[str, ...]
    letters_are_everyones: bool = True
    partition: str = "aws"
    dns_suffix: str = "amazonaws.com"


class UnknownRegionError(UnknownNameError):
    """A region the catalog does not have.

    Attributes:
        foreign: Whose it is, where it is in a partition that Trainyard does not build for; else
            None, and the catalog may only be older than the region.
    """

    def __init__(self, name: str) -> None:
        """Suggest no region of ours for one of another partition."""
        super().__init__("region", name, regions())
        self.foreign = other_partition(name)
        if self.foreign is not None:
            self.suggestion = None
            self.args = (
                f"{name!r} is a region of {self.foreign}, which Trainyard does not build for",
            )


def region_facts(name: str) -> RegionFacts:
    """Give the facts of a region.

    Raises:
        UnknownRegionError: The catalog has no such region.
    """
    rows = regions()
    if name not in rows:
        raise UnknownRegionError(name)
    return rows[name]


@cache
def regions() -> Mapping[str, RegionFacts]:
    """Give every region, keyed by name.

    The commercial regions only: the data the catalog is made from has no others.

    Source: AWS's answer to DescribeInstanceTypeOfferings, named in the first line of the data file,
    and the guides that tools/refresh_catalog.py names.
    """
    rows = json.loads(_ROWS.read_text(encoding="utf-8"))["rows"]
    return MappingProxyType(
        {row["name"]: RegionFacts(**{**row, "zones": tuple(row["zones"])}) for row in rows}
    )


def other_partition(region: str) -> str | None:
    """Say whose a region is, where it is in a partition Trainyard does not build for."""
    return next(
        (whose for start, whose in _OTHER_PARTITIONS.items() if region.startswith(start)), None
    )


def is_zone_id(name: str) -> bool:
    """Whether a name is a zone's id, such as ``usw2-az1``, where its name is wanted.

    Source: https://docs.aws.amazon.com/global-infrastructure/latest/regions/az-ids.html
    """
    return _ZONE_ID.fullmatch(name) is not None


def region_of_local_zone(name: str) -> str | None:
    """Give the region of a Local Zone such as ``us-east-1-dfw-2a``; None for any other zone.

    Source: https://docs.aws.amazon.com/local-zones/latest/ug/available-local-zones.html
    """
    found = _LOCAL_ZONE.fullmatch(name)
    return None if found is None else found["region"]
