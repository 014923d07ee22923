"""Characters that look like others, or like nothing: pointed out where text is refused."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from modules.config.problems import Path, Problem
from modules.config.reading.text import described

_MOST_NAMED = 3


def with_look_alikes(problem: Problem, data: Any) -> Problem:
    """Add to a problem which characters of the refused text are none of ASCII.

    Args:
        problem: The problem.
        data: What the file says.
    """
    strange = [*dict.fromkeys(char for text in _texts(data, problem.path) for char in text)]
    named = [f"{char!r} is {described(char)}" for char in strange if not char.isascii()][
        :_MOST_NAMED
    ]
    return replace(problem, message="; ".join([problem.message, *named])) if named else problem


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
