"""Where AWS offers which instance types.

What AWS answered in one month: types come to more zones all the time, and the zones of an answer
are those that the asking account sees.
"""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from modules.catalog.instance_floors import family_facts

_FILE = Path(__file__).parent / "offerings.json"


def offered_zones(instance_type: str, region: str) -> tuple[str, ...] | None:
    """Name the zones of a region in which AWS offers an instance type; none where it does not.

    None where nothing is known: the data lack the type, or the region.
    """
    only = family_facts(instance_type).only_zones
    if only:
        return tuple(zone for zone in only if zone.startswith(region))
    offered = _zones_of().get(instance_type)
    if offered is None or region not in _regions():
        return None
    return tuple(f"{region}{letter}" for letter in offered.get(region, ""))


def regions_offering(instance_type: str) -> tuple[str, ...]:
    """Name the regions in which AWS offers an instance type, in alphabetical order."""
    return tuple(sorted(_zones_of().get(instance_type, {})))


@cache
def zones_seen(region: str) -> frozenset[str]:
    """Name the zones of a region that the asking account saw."""
    return frozenset(
        f"{region}{letter}" for row in _file()["rows"] for letter in row["zones"].get(region, "")
    )


@cache
def answered() -> date:
    """Give the first day of the month in which AWS answered."""
    return date.fromisoformat(f"{_file()['answered']}-01")


@cache
def _zones_of() -> Mapping[str, Mapping[str, str]]:
    return {name: row["zones"] for row in _file()["rows"] for name in row["types"].split()}


@cache
def _regions() -> frozenset[str]:
    return frozenset(region for row in _file()["rows"] for region in row["zones"])


@cache
def _file() -> Any:
    return json.loads(_FILE.read_text(encoding="utf-8"))
