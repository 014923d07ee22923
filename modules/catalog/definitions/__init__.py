"""What fields that others define may hold, restated as data.

A file of this folder says what it is about, from where and when it was read, and has a ``shape``:
the name of a kind (``text``, ``integer``, ``number``, ``boolean``, ``anything``, or one of the
``shapes`` of the file or of scalars.json), or an object with one of

- ``is``: a kind, with ``one_of``, ``pattern`` and its ``rule`` in words, ``at_least``, ``at_most``
  (of a duration ``at_least_seconds``, ``at_most_seconds``)
- ``keys``: the shape of each key, with ``required`` ones; ``open`` lets others in
- ``each``: the shape of every value, with ``key_one_of``, or ``key_pattern`` and ``key_rule``
- ``list_of``: the shape of every entry
- ``any_of``: shapes of which one must fit

and with ``since``, the first minor version of Kubernetes that knows it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

Shape: TypeAlias = str | Mapping[str, Any]

_FOLDER = Path(__file__).parent
_SCALARS = "scalars"


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What a field may hold.

    Attributes:
        of: What is defined, as in "no such key in ...".
        version: The version that was read.
        sources: Where it was read.
        shape: What the field must be.
        shapes: Shapes that others go by name.
    """

    of: str
    version: str
    sources: tuple[str, ...]
    shape: Shape
    shapes: Mapping[str, Shape]

    @property
    def described(self) -> str:
        """Name it with its version."""
        return f"{self.of} ({self.version})"


@cache
def definition(name: str) -> Definition | None:
    """Give a definition by the name of its file; None where there is none."""
    if not (_FOLDER / f"{name}.json").is_file():
        return None
    found = read(name)
    return Definition(
        of=found["of"],
        version=found["version"],
        sources=tuple(found["sources"]),
        shape=found["shape"],
        shapes={**read(_SCALARS)["shapes"], **found.get("shapes", {})},
    )


@cache
def read(name: str) -> Mapping[str, Any]:
    """Give what a file of this folder says."""
    found: Mapping[str, Any] = json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found
