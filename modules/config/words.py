"""How refusals word what they find, whoever finds it."""

import textwrap
from collections.abc import Collection, Mapping
from typing import Any

from modules.catalog.nearest import nearest

TEXT_WANTED = "text is wanted here; put it in quotes"
WHOLE_NUMBER_WANTED = "a whole number is wanted here, without quotes"
NUMBER_WANTED = "a number is wanted here, without quotes"
BOOLEAN_WANTED = "true or false is wanted here, without quotes"
LIST_WANTED = "a list is wanted here, as in [one, two]"
KEYS_WANTED = "keys and values are wanted here, as in {key: value}"

_LONGEST_SHOWN = 60


def but_found(what: str, found: object) -> str:
    """Say that something else was wanted.

    Args:
        what: One of the constants of this module, or words like them.
        found: What is there.
    """
    return f"{what} (got {shown(found)})"


def not_one_of(found: object, choices: Collection[Any], *, written: str | None = None) -> str:
    """Say which values there are, and which of them was meant.

    Args:
        found: What is there.
        choices: What may be.
        written: How the file writes what is there, if that is known.
    """
    squashed = [_squashed(choice) for choice in choices]
    hint = nearest(_squashed(found), squashed) if isinstance(found, str) else None
    meant = next((choice for choice in choices if _squashed(choice) == hint), None)
    suggestion = "" if meant is None else f"; did you mean {_plain(meant)}?"
    said = shown(found) if written is None else written
    return f"{said} is not one of {', '.join(map(_plain, choices))}{suggestion}"


def too_small(found: object, least: object) -> str:
    """Say what the least is."""
    return f"{found} is too small; write {least} or more"


def too_large(found: object, most: object) -> str:
    """Say what the most is."""
    return f"{found} is too large; write {most} or less"


def shown(value: object) -> str:
    """Show a value as YAML would have it, and no more of it than fits a line."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    text = repr(value) if isinstance(value, str | list | Mapping) else str(value)
    return textwrap.shorten(text, _LONGEST_SHOWN, placeholder="...")


def _plain(choice: object) -> str:
    return str(choice).lower() if isinstance(choice, bool) else str(choice)


def _squashed(value: object) -> str:
    """Drop what differs between spellings: NO_SCHEDULE is NoSchedule, per-zone is per_zone."""
    return str(value).lower().replace("_", "").replace("-", "")
