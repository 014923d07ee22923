"""Going back to the stock bindings, and telling the user why."""

import sys

#: Set to ``off``, nothing of this package has an effect.
SWITCH_VARIABLE = "LEAN_BINDINGS"

_told: list[str] = []


def use_stock(what: str, cause: object) -> None:
    """Tell the user, once a process, that stock bindings are used and why."""
    if not _told:
        reason = " ".join(str(cause).split()) or type(cause).__name__
        print(
            f"warning: {what}: using the stock bindings, which are slower: {reason}"
            f" ({SWITCH_VARIABLE}=off silences this)",
            file=sys.stderr,
        )
    _told.append(what)
