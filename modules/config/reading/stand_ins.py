"""Node groups that one entry of a file stands for, found at the lines of that entry."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from modules.config.problems import Path
from modules.config.reading.yaml_source import Source
from modules.config.sections.one_per_zone import ONE_PER_ZONE, StandIn, stand_ins, written_out

_GROUPS = "node_groups"
Noted = TypeVar("Noted")


def with_stand_ins(source: Source) -> Source:
    """Write out the node groups of a file that one entry stands for."""
    data = source.data
    groups = data.get(_GROUPS)
    made = stand_ins(groups) if isinstance(groups, Mapping) else {}
    if not made:
        return source
    shared = source.inherited
    return replace(
        source,
        data={**data, _GROUPS: written_out(groups)},
        lines=_noted(source.lines, made),
        words=_noted(source.words, made),
        inherited=shared and replace(shared, lines=_noted(shared.lines, made)),
    )


def _noted(notes: Mapping[Path, Noted], made: Mapping[str, StandIn]) -> dict[Path, Noted]:
    """Repeat what is noted of an entry for each group that it stands for."""
    noted = dict(notes)
    for path, note in notes.items():
        if path[:1] != (_GROUPS,) or len(path) == 1:
            continue
        for name, each in made.items():
            if path[1] != each.entry:
                continue
            if path[2:] == (ONE_PER_ZONE, each.place):
                noted[(_GROUPS, name, "availability_zone")] = note
            else:
                noted[(_GROUPS, name, *path[2:])] = note
    return noted
