"""What someone probably meant."""

import difflib
from collections.abc import Iterable


def nearest(written: str, known: Iterable[str]) -> str | None:
    """Give the known name most like the one written, or None when nothing comes close."""
    matches = difflib.get_close_matches(written, sorted(known), n=1, cutoff=0.6)
    return matches[0] if matches else None


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
        hint = "" if self.suggestion is None else f"; did you mean {self.suggestion!r}?"
        super().__init__(f"no {kind} {name!r} in the catalog{hint}")
