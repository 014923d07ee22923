"""YAML that remembers where everything stands, and how it was written."""

from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from modules.config.problems import ClusterFileError, FileProblem, Path, Problem, first_of
from modules.config.reading.composing import (
    MOST_NESTED,
    Collection,
    ComposingError,
    Node,
    Scalar,
    compose,
)
from modules.config.reading.scalars import UnclearScalarError, plain_scalar
from modules.config.reading.text import read_text, refusal
from modules.config.sections.model import HOLDER_PREFIX

#: Far more than any cluster needs, and far less than aliases of aliases can be made to unfold to.
_MOST_VALUES = 20_000
#: Twice what all user data of a node may have.
_LONGEST_TEXT = 32_768
_LONGEST_KEY = 512
_MERGE = "<<"


@dataclass(frozen=True, slots=True)
class Source:
    """A YAML file, read.

    Attributes:
        file: The file, as it was named.
        data: What it says.
        lines: Line of every key and list entry, and of the first one, counted from 1.
        words: How every value is written that stands without quotes.
        inherited: The file it extends, or None; ``data`` is both, ``lines`` its own.
    """

    file: str
    data: Any
    lines: dict[Path, int]
    words: dict[Path, str]
    inherited: "Source | None" = None

    def line(self, path: Path) -> int:
        """Give the line of a path, or of the nearest part of the file around it."""
        while path not in self.lines:
            path = path[:-1]
        return self.lines[path]


def read_source(file: FilePath, *, begin: str) -> Source:
    """Read a file of keys and values.

    Args:
        file: The file.
        begin: Keys that such a file begins with.

    Raises:
        ClusterFileError: It cannot be read, is not YAML, or says something twice.
    """
    try:
        root = compose(read_text(file))
    except ComposingError as error:
        raise refusal(file, error.message, error.line) from error
    if not isinstance(root, Collection) or not root.is_mapping:
        found = "a list" if isinstance(root, Collection) else "text"
        empty = root is None or (isinstance(root, Scalar) and root.plain and not root.text)
        found = "nothing" if empty else found
        raise refusal(file, f"holds {found} where keys were expected; begin with {begin}")
    walk = _Walk(lines={(): root.line})
    try:
        data = walk.value((), root, ())
    except _UnfoldsError as error:
        raise refusal(file, f"unfolds to over {_MOST_VALUES} values", error.line) from error
    if walk.problems:
        ordered = sorted(walk.problems, key=lambda found: found[0])
        problems = [FileProblem(str(file), *found) for found in ordered]
        raise ClusterFileError(first_of(problems, file=str(file), found=len(problems)))
    return Source(str(file), data, walk.lines, walk.words)


@dataclass(slots=True)
class _Walk:
    """What is found on a walk through the nodes of a file."""

    lines: dict[Path, int] = field(default_factory=dict)
    words: dict[Path, str] = field(default_factory=dict)
    merged: int = 0
    problems: list[tuple[int, Problem]] = field(default_factory=list)

    def value(self, path: Path, node: Node, around: tuple[Node, ...]) -> Any:
        """Give the value of a node, and note where everything in it stands."""
        if isinstance(node, Scalar):
            return self._scalar(path, node)
        if any(node is outer for outer in around):
            return self._wrong(node.line, path, "refers to itself; write it out")
        if len(around) == MOST_NESTED:
            return self._wrong(node.line, path, f"unfolds to over {MOST_NESTED} levels")
        if len(self.lines) > _MOST_VALUES:
            raise _UnfoldsError(self.lines.get(path[:1], 1))
        around = (*around, node)
        if node.is_mapping:
            return self._mapping(path, node, around)
        self.lines |= {(*path, index): item.line for index, item in enumerate(node.items)}
        return [self.value((*path, index), item, around) for index, item in enumerate(node.items)]

    def _mapping(self, path: Path, node: Collection, around: tuple[Node, ...]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        self._take(made, path, node, around)
        return made

    def _take(
        self, made: dict[str, Any], path: Path, node: Collection, around: tuple[Node, ...]
    ) -> None:
        """Add what a mapping says, then what is merged into it, to what is said already.

        Source: https://yaml.org/type/merge.html
        """
        own: dict[str, int] = {}
        merges: list[tuple[Node, Node]] = []
        pairs = iter(node.items)
        for key, item in zip(pairs, pairs, strict=True):
            if isinstance(key, Scalar) and key.plain and key.text == _MERGE:
                merges.append((key, item))
                continue
            try:
                name = _key(key)
            except UnclearScalarError as error:
                self._wrong(key.line, path, str(error))
                continue
            here = (*path, name)
            if name in own:
                message = f"stands twice, first on line {own[name]}; remove one"
                self._wrong(key.line, here, message)
                continue
            own[name] = key.line
            if name in made or (path == () and name.startswith(HOLDER_PREFIX)):
                continue
            self.lines[here] = key.line
            made[name] = self.value(here, item, around)
        for key, _ in merges[1:]:
            message = f"'<<' stands twice, first on line {merges[0][0].line}; write <<: [*a, *b]"
            self._wrong(key.line, path, message)
        for key, item in merges[:1]:
            self._merge(made, path, (key, item), around)

    def _merge(
        self, made: dict[str, Any], path: Path, pair: tuple[Node, Node], around: tuple[Node, ...]
    ) -> None:
        key, item = pair
        listed = isinstance(item, Collection) and not item.is_mapping
        for merged in item.items if isinstance(item, Collection) and listed else [item]:
            # Aliases of aliases may name the same keys again and again.
            self.merged += 1 + (len(merged.items) if isinstance(merged, Collection) else 0)
            if self.merged > _MOST_VALUES:
                raise _UnfoldsError(self.lines.get(path[:1], 1))
            if not isinstance(merged, Collection) or not merged.is_mapping:
                self._wrong(key.line, path, "'<<' takes keys and values, as in <<: *shared")
            elif any(merged is outer for outer in around):
                self._wrong(merged.line, path, "refers to itself; write it out")
            elif len(around) == MOST_NESTED:
                self._wrong(merged.line, path, f"unfolds to over {MOST_NESTED} levels")
            else:
                self._take(made, path, merged, (*around, merged))

    def _scalar(self, path: Path, node: Scalar) -> Any:
        problem = _problem_of_text(node.text, _LONGEST_TEXT)
        if problem is not None:
            return self._wrong(node.line, path, problem)
        if not node.plain:
            return node.text
        self.words[path] = node.text
        try:
            return plain_scalar(node.text)
        except UnclearScalarError as error:
            return self._wrong(node.line, path, str(error))

    def _wrong(self, line: int, path: Path, message: str) -> None:
        self.problems.append((line, Problem(path, message)))


class _UnfoldsError(Exception):
    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line


def _key(key: Node) -> str:
    """Give a key's text.

    Raises:
        UnclearScalarError: It is no text.
    """
    if isinstance(key, Collection):
        raise UnclearScalarError("a key is a list or a mapping; keys are text")
    problem = _problem_of_text(key.text, _LONGEST_KEY)
    if problem is not None:
        raise UnclearScalarError(f"a key {problem}")
    if not key.plain:
        return key.text
    meant = plain_scalar(key.text)
    if isinstance(meant, str):
        return meant
    if meant is None:
        raise UnclearScalarError("a key is missing before a ':'; a key that is text goes in quotes")
    kind = f"means {str(meant).lower()}" if isinstance(meant, bool) else "is a number"
    raise UnclearScalarError(f'the key {key.text} {kind} to YAML; put it in quotes: "{key.text}"')


def _problem_of_text(text: str, most: int) -> str | None:
    if len(text) > most:
        return f"has {len(text)} characters; {most} are the most here"
    if not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text):
        return "holds half of a character; write the character itself, not two escapes"
    return None
