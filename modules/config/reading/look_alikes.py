"""Characters that look like others, or like nothing: pointed out where text is refused."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from modules.config.problems import Path, Problem
from modules.config.reading.text import described

_MOST_NAMED = 3
#: Spaces, dashes, quotes, digits of other scripts, and what is not seen.
_KINDS = frozenset({"Cc", "Cf", "Nd", "Pd", "Pf", "Pi", "Zs"})
#: Scripts with letters of a shape that Latin has too.
_SCRIPTS = (
    "ARMENIAN",
    "CHEROKEE",
    "CYRILLIC",
    "GREEK",
    "LATIN LETTER",
    "LATIN SMALL LETTER DOTLESS",
)


def with_look_alikes(problem: Problem, data: Any) -> Problem:
    """Add to a problem which characters of the refused text are not what they look like.

    Args:
        problem: The problem.
        data: What the file says.
    """
    strange = [*dict.fromkeys(char for text in _texts(data, problem.path) for char in text)]
    named = [f"{char!r} is {described(char)}" for char in strange if not char.isascii()][
        :_MOST_NAMED
    ]
    return replace(problem, message="; ".join([problem.message, *named])) if named else problem


def _may_deceive(char: str) -> bool:
    return not char.isascii() and (
        unicodedata.category(char) in _KINDS
        or unicodedata.name(char, "").startswith(_SCRIPTS)
        or unicodedata.normalize("NFKC", char).isascii()
    )


def _texts(data: Any, path: Path) -> Iterator[str]:
    """Give the text at a path, and the key it stands under."""
    for part in path:
        known = isinstance(data, Mapping) and part in data
        listed = isinstance(data, Sequence) and isinstance(part, int) and part < len(data)
        if not known and not listed:
            return
        data = data[part]
    if path and isinstance(path[-1], str):
        yield path[-1]
    if isinstance(data, str):
        yield data
