"""What someone probably meant."""

from collections.abc import Iterable

#: One slip in this many characters is a slip; more of them, and another word was meant.
_CHARACTERS_A_SLIP = 4
_MOST_SLIPS = 3
#: From here on, the beginning of a name says which is meant.
_FEWEST_OF_A_BEGINNING = 4
_LONGEST_COMPARED = 100
_FEW_ENOUGH_TO_TELL = 30


def nearest(written: str, known: Iterable[str]) -> str | None:
    """Give the known name that was probably meant, or None where none is near or two are.

    Capitals, ``-``, ``_`` and spaces make no difference; then a letter too many, too few, wrong or
    swapped with its neighbour is a slip. The beginning of one name alone is that name.
    """
    if len(written) > _LONGEST_COMPARED:
        return None
    wanted = _squashed(written)
    squashed = {name: _squashed(name) for name in sorted(known)}
    slips = min(_MOST_SLIPS, max(1, len(wanted) // _CHARACTERS_A_SLIP))
    distances = {
        name: distance
        for name, other in squashed.items()
        if _may_be_near(wanted, other, slips) and (distance := _slips(wanted, other)) <= slips
    }
    if distances and len(wanted) > 1:
        least = min(distances.values())
        near = [name for name, distance in distances.items() if distance == least]
        return near[0] if len(near) == 1 else None
    beginning = [name for name, other in squashed.items() if other.startswith(wanted)]
    is_clear = len(wanted) >= _FEWEST_OF_A_BEGINNING and len(beginning) == 1
    return beginning[0] if is_clear else None


def _squashed(name: str) -> str:
    return name.casefold().replace("-", "").replace("_", "").replace(" ", "")


def _may_be_near(one: str, other: str, slips: int) -> bool:
    """Whether two words have enough letters in common; quick, and no answer yet."""
    letters, others = set(one), set(other)
    return (
        abs(len(one) - len(other)) <= slips
        and max(len(letters - others), len(others - letters)) <= slips
    )


def _slips(one: str, other: str) -> int:
    """Count the slips that make one word of another.

    Source: https://en.wikipedia.org/wiki/Damerau%E2%80%93Levenshtein_distance
    """
    before: list[int] = []
    row: list[int] = [*range(len(other) + 1)]
    for line, char in enumerate(one, start=1):
        above, row = row, [line]
        for column, target in enumerate(other, start=1):
            best: int = min(above[column], row[-1], above[column - 1] - (char == target)) + 1
            swapped = (
                min(line, column) > 1 and one[line - 2 : line] == other[column - 2 : column][::-1]
            )
            row.append(min(best, before[column - 2] + 1) if swapped else best)
        before = above
    return row[-1]


class UnknownNameError(LookupError):
    """A name the catalog does not have.

    Attributes:
        kind: What the name was meant for, for example ``instance type``.
        name: The name as written.
        suggestion: The nearest name the catalog has, or None.
    """

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        """Look for the nearest known name."""
        self.kind = kind
        self.name = name
        self.suggestion = nearest(name, known)
        names = sorted(known)
        hint = f"; write one of {', '.join(names)}" if len(names) <= _FEW_ENOUGH_TO_TELL else ""
        if self.suggestion is not None:
            hint = f"; did you mean {self.suggestion!r}?"
        super().__init__(f"no {kind} {name!r} in the catalog{hint}")
