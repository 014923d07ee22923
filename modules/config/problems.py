"""What is wrong with a cluster file, said so that it can be put right."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

#: Keys and list positions from the top of the file down.
Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, or that deserves a warning.

    Attributes:
        path: Where in the file.
        message: What is wrong and what would be right: lower case, no full stop.
        also: Other places the message is about.
    """

    path: Path
    message: str
    also: tuple[Path, ...] = ()

    def below(self, *parents: str | int) -> "Problem":
        """Give the problem of a part as one of the whole.

        Args:
            parents: Path to the part.
        """
        also = tuple((*parents, *path) for path in self.also)
        return Problem((*parents, *self.path), self.message, also)

    def __str__(self) -> str:
        """Say where and what."""
        where = written(self.path)
        return f"{where}: {self.message}" if where else self.message


@dataclass(frozen=True, slots=True)
class FileProblem:
    """A problem, with the file and the line it is on.

    Attributes:
        file: The file, as it was named.
        line: Line, counted from 1; None where there is none.
        problem: What is wrong.
    """

    file: str
    line: int | None
    problem: Problem

    def __str__(self) -> str:
        """Say it the way compilers do, so that editors can jump there."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return _on_one_line(f"{place}: {self.problem}")


class ClusterFileError(Exception):
    """One or more cluster files are refused.

    Attributes:
        problems: Everything that is wrong, in the order of files and lines.
    """

    def __init__(self, problems: Sequence[FileProblem]) -> None:
        """Keep the problems."""
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in problems))


def written(path: Path) -> str:
    """Write a path as ``node_groups.training.taints[0].key``."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += f".{part}" if text else part
    return text


def _on_one_line(text: str) -> str:
    """Escape what a terminal would act on or not show: a file may hold any character."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
        for char in text
    )
