"""How grave the words are that say what a change does."""

import re
from enum import Enum


class Gravity(Enum):
    """What a change does at worst, gravest first; the values are for programs."""

    deletes_data = "deletes_data"
    replaces_cluster = "replaces_cluster"
    replaces_nodes = "replaces_nodes"
    unknown = "unknown"
    rolls_nodes = "rolls_nodes"
    takes_nodes_away = "takes_nodes_away"
    removes = "removes"
    in_place = "in_place"
    nothing = "nothing"

    def __lt__(self, other: "Gravity") -> bool:
        """Whether it is graver than another."""
        every = [*Gravity]
        return every.index(self) < every.index(other)


#: By what the words of `modules.planning.changes.effects` say, gravest first.
_WORDS = {
    Gravity.deletes_data: r"schedules the deletion|deletes ",
    Gravity.replaces_cluster: r"(replaces|destroys) the (network|cluster)|forgets ",
    Gravity.replaces_nodes: r"(replaces|removes) ((the|one|some|every|[0-9]+) )?node groups?",
    Gravity.rolls_nodes: r"rolls ",
    Gravity.takes_nodes_away: r"takes nodes away",
    Gravity.removes: r"removes |removed|replaces |lets go of |refused ",
    Gravity.in_place: r"in place|^made$",
    Gravity.nothing: r"nothing|changes outputs alone|moves the state",
}


def gravity_of(words: str) -> Gravity:
    """Give the gravest of what words say."""
    found = (grave for grave, said in _WORDS.items() if re.search(said, words))
    return next(found, Gravity.unknown)
