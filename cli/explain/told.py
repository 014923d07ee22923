"""What an explanation is made of."""

from collections.abc import Sequence
from dataclasses import dataclass

from modules.config.reading.inheritance import place_of
from modules.config.reading.yaml_source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key that something follows from.

    Attributes:
        path: Its path, as ``node_groups.h100.efa``.
        file: The file it is written in; None if it is left out.
        line: The line there, counted from 1.
    """

    path: str
    file: str | None = None
    line: int | None = None

    def worded(self, within: str = "") -> str:
        """Write it so that editors find it.

        Args:
            within: Path of the section it is known to be in.
        """
        path = self.path.removeprefix(f"{within}.") if within else self.path
        return f"{path} ({self.file}:{self.line})" if self.file else f"{path} (left out)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that is so, and why.

    Attributes:
        what: What it is about.
        value: What is so; may be several lines.
        because: Why, in words; empty where the keys say all there is to say.
        keys: Keys of the file that decide it, written or left out.
        source: Who says so, of a fact; empty where nobody else does.
    """

    what: str
    value: str
    because: str = ""
    keys: Sequence[Key] = ()
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What is to be told of one thing.

    Attributes:
        title: What it is.
        lines: What is so of it.
        within: Path of the section it is about, left out of paths where people read them.
    """

    title: str
    lines: Sequence[Line]
    within: str = ""


def key_at(source: Source, path: Sequence[str | int], shown: str) -> Key:
    """Say where a key is written.

    Args:
        source: The cluster file.
        path: Path of the key.
        shown: The path, as it is shown.
    """
    if not is_written(source.data, path):
        return Key(path=shown)
    file, line = place_of(source, tuple(path))
    return Key(path=shown, file=file, line=line)


def is_written(data: object, path: Sequence[str | int]) -> bool:
    """Say whether a file says something at a path."""
    found = data
    for part in path:
        there = range(len(found)) if isinstance(found, list) else found
        if not isinstance(there, dict | range) or part not in there:
            return False
        found = found[part]  # type: ignore[index]
    return True
