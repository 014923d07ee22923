"""What is wrong with a cluster file, said so that it can be put right."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

#: Keys and list positions from the top of the file down.
Path: TypeAlias = tuple[str | int, ...]

#: More than anybody reads at once.
_MOST_TOLD = 50
_LONGEST_LINE = 1200


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


def first_of(problems: Sequence[FileProblem], *, file: str, found: int) -> list[FileProblem]:
    """Give the first problems of a file, and how many more there are.

    Args:
        problems: Problems, in order.
        file: The file.
        found: How many were found, told here or not.
    """
    told = list(problems[:_MOST_TOLD])
    if found > len(told):
        message = f"and {found - len(told)} more; put these right first"
        told.append(FileProblem(file, None, Problem((), message)))
    return told


def written(path: Path) -> str:
    """Write a path as ``node_groups.training.taints[0].key``."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            name = part or '""'
            text += f".{name}" if text else name
    return text


def _on_one_line(text: str) -> str:
    """Escape what a terminal would act on or not show, and cut what is far too long.

    A file may hold any character, and as many as it likes.
    """
    if len(text) > _LONGEST_LINE:
        text = f"{text[: _LONGEST_LINE // 2]} ... {text[-_LONGEST_LINE // 2 :]}"
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
        for char in text
    )
