"""AWS regions and their availability zones."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from modules.catalog.nearest import UnknownNameError

_ROWS = Path(__file__).parent / "regions.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionFacts:
    """What a region is.

    Attributes:
        name: Name, for example ``us-west-2``.
        zones: Availability zones. Their order decides the address block of each zone's subnets
            (`modules.planning.network.subnets`), so new ones are added at the end, and none ever
            moves.
        partition: Partition, the second part of every ARN.
        dns_suffix: End of the names of AWS services there.
    """

    name: str
    zones: tuple[str, ...]
    partition: str = "aws"
    dns_suffix: str = "amazonaws.com"


def region_facts(name: str) -> RegionFacts:
    """Give the facts of a region.

    Raises:
        UnknownNameError: The catalog has no such region.
    """
    rows = regions()
    if name not in rows:
        raise UnknownNameError("region", name, rows)
    return rows[name]


@cache
def regions() -> Mapping[str, RegionFacts]:
    """Give every region, keyed by name.

    The commercial regions only: the data the catalog is made from has no others.

    Source: AWS's answer to DescribeInstanceTypeOfferings, named in the first line of the data file.
    """
    rows = json.loads(_ROWS.read_text(encoding="utf-8"))["rows"]
    return MappingProxyType(
        {row["name"]: RegionFacts(name=row["name"], zones=tuple(row["zones"])) for row in rows}
    )
