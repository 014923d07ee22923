"""One entry for a node group in each of several zones."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from modules.config.sections.matching import Matching

ONE_PER_ZONE = "one_per_zone"
_ZONE = r"[a-z][a-z0-9-]{1,40}[a-z]"
#: A zone as names of node groups can hold it.
ZoneInName = Annotated[str, Matching(_ZONE, "is no name of a zone; write one like us-west-2a")]


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """A node group that an entry stands for.

    Attributes:
        entry: Name of the entry.
        place: Place of the zone in the entry's list.
        zone: The one zone of the group.
    """

    entry: str
    place: int
    zone: str

    @property
    def name(self) -> str:
        """Name of the group."""
        return f"{self.entry}-{self.zone}"


def stand_ins(groups: Mapping[str, Any]) -> Mapping[str, StandIn]:
    """Give the node groups that entries with ``one_per_zone`` stand for, by name.

    An entry that is wrong in this stands for none, so that it is refused as it is written.

    Args:
        groups: The ``node_groups`` of a file, which may say anything.
    """
    found = [made for entry, group in groups.items() for made in _of(entry, group)]
    names = Counter([*groups, *(made.name for made in found)])
    taken = {made.entry for made in found if names[made.name] > 1}
    return {made.name: made for made in found if made.entry not in taken}


def written_out(groups: Mapping[str, Any]) -> Mapping[str, Any]:
    """Put the node groups that entries stand for in the entries' place."""
    made = stand_ins(groups)
    entries = {each.entry for each in made.values()}
    if not entries:
        return groups
    named: dict[str, Any] = {}
    for entry, group in groups.items():
        if entry not in entries:
            named[entry] = group
            continue
        own = {key: value for key, value in group.items() if key != ONE_PER_ZONE}
        named |= {
            name: {**own, "availability_zone": each.zone}
            for name, each in made.items()
            if each.entry == entry
        }
    return named


def _of(entry: object, group: Any) -> Iterator[StandIn]:
    if not isinstance(entry, str) or not isinstance(group, Mapping):
        return
    zones = group.get(ONE_PER_ZONE)
    if not isinstance(zones, list) or group.get("availability_zone") is not None:
        return
    if not all(isinstance(zone, str) and re.fullmatch(_ZONE, zone, re.ASCII) for zone in zones):
        return
    if len({*zones}) == len(zones):
        for place, zone in enumerate(zones):
            yield StandIn(entry=entry, place=place, zone=zone)
