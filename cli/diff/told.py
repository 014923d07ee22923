"""What a difference is made of."""

from collections.abc import Sequence
from dataclasses import dataclass

from cli.explain.told import Key
from modules.planning.changes.gravity import Gravity, gravity_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that differs.

    Attributes:
        what: The field, or the Terraform address.
        changes: What differs there, old -> new.
        does: What that does to a cluster that runs.
        keys: Where it is written, before and after.
        origins: What of the file it comes from, if it is an address.
        source: Who says so, where it was not measured.
    """

    what: str
    changes: Sequence[str]
    does: str
    keys: Sequence[Key] = ()
    origins: Sequence[Key] = ()
    source: str = ""

    @property
    def gravity(self) -> Gravity:
        """What it does at worst."""
        return gravity_of(self.does)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """All that differs.

    Attributes:
        old: What is compared.
        new: What it is compared with.
        changes: What differs, gravest first.
        note: What is to be said of all of it.
    """

    old: str
    new: str
    changes: Sequence[Change]
    note: str = ""
