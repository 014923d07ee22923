"""Regions a file may name."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from modules.catalog.nearest import nearest
from modules.catalog.regions import UnknownRegionError, other_partition, regions
from modules.config.sections.model import Section

_FEWEST_ZONES = 2
_REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-\d{1,2}")


class UnlistedRegionConfig(Section):
    """What the region is, where the catalog does not know it or lacks one of its zones."""

    zones: list[str] = Field(
        min_length=_FEWEST_ZONES, examples=[["xx-east-1a", "xx-east-1b", "xx-east-1c"]]
    )
    """All of its availability zones (``aws ec2 describe-availability-zones``). Their order decides
    the addresses of subnets: of a region that the catalog knows, begin with its zones in its order,
    and add further ones at the end."""


def region_name(name: str) -> str:
    """Refuse what no region is called, and regions of partitions Trainyard does not build for."""
    if other_partition(name) is not None:
        raise ValueError(str(UnknownRegionError(name)))
    if not _REGION.fullmatch(name):
        close = nearest(name, regions())
        hint = f"did you mean {close!r}?" if close else "write one like us-west-2"
        message = f"{name!r} is not the name of a region; {hint}"
        raise ValueError(message)
    return name


RegionName = Annotated[str, AfterValidator(region_name)]
