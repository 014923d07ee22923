"""YAML that remembers where everything stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from modules.config.problems import ClusterFileError, FileProblem, Path, Problem

#: Far more than any cluster needs, and far less than aliases of aliases can be made to unfold to.
_MOST_VALUES = 50_000


@dataclass(frozen=True, slots=True)
class Source:
    """A YAML file, read.

    Attributes:
        file: The file, as it was named.
        data: What it says.
        lines: Line of every key and list entry, counted from 1.
        inherited: The file it extends, or None; ``data`` is both, ``lines`` its own.
    """

    file: str
    data: Any
    lines: dict[Path, int]
    inherited: "Source | None" = None

    def line(self, path: Path) -> int | None:
        """Give the line of a path, or of the nearest part of the file around it."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path)


def read_source(file: FilePath) -> Source:
    """Read a cluster file.

    Raises:
        ClusterFileError: It cannot be read, is not YAML, or says something twice.
    """
    text = _text(file)
    try:
        loader = yaml.SafeLoader(text)
        try:
            root = loader.get_single_node()
            lines, problems = _survey(root)
            if problems:
                raise ClusterFileError([FileProblem(str(file), *found) for found in problems])
            data = None if root is None else loader.construct_document(root)
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        raise ClusterFileError([_yaml_problem(file, error)]) from error
    except (ValueError, OverflowError) as error:
        # A date or number that YAML recognizes and Python cannot hold.
        raise _refusal(file, f"a value cannot be read ({error}); put it in quotes") from error
    if not isinstance(data, dict):
        found = "nothing" if data is None else f"a {type(data).__name__}"
        raise _refusal(
            file, f"holds {found} where keys were expected; begin with name, region and node_groups"
        )
    return Source(str(file), data, lines)


def _text(file: FilePath) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise _refusal(file, "no such file") from error
    except IsADirectoryError as error:
        raise _refusal(file, "is a folder; name the files in it") from error
    except OSError as error:
        raise _refusal(file, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise _refusal(file, "is not UTF-8 text; save it as UTF-8") from error


def _refusal(file: FilePath, message: str) -> ClusterFileError:
    return ClusterFileError([FileProblem(str(file), None, Problem((), message))])


def _yaml_problem(file: FilePath, error: yaml.YAMLError) -> FileProblem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    reason = getattr(error, "problem", None) or str(error).splitlines()[0]
    if getattr(error, "context", None) == "expected a single document in the stream":
        reason = "a second document begins here; write one cluster to a file"
    elif "'\\t'" in reason:
        reason = "a tab stands where YAML wants spaces; indent with spaces"
    line = None if mark is None else mark.line + 1
    return FileProblem(str(file), line, Problem((), f"not YAML: {reason}"))


def _survey(root: Node | None) -> tuple[dict[Path, int], list[tuple[int, Problem]]]:
    """Note the line of every path, and what is said twice, refers to itself or merges."""
    lines: dict[Path, int] = {}
    problems: list[tuple[int, Problem]] = []
    pending: list[tuple[Path, Node, tuple[int, ...]]] = [] if root is None else [((), root, ())]
    while pending:
        path, node, ancestors = pending.pop()
        if id(node) in ancestors:
            problems.append((_line(node), Problem(path, "refers to itself; write it out")))
            continue
        if len(lines) > _MOST_VALUES:
            problems.append((1, Problem((), f"unfolds to over {_MOST_VALUES} values")))
            break
        for key, line, child, problem in _children(path, node):
            if problem is not None:
                problems.append((line, problem))
                continue
            lines[(*path, key)] = line
            pending.append(((*path, key), child, (*ancestors, id(node))))
    return lines, sorted(problems, key=lambda found: found[0])


def _children(path: Path, node: Node) -> Iterator[tuple[str | int, int, Node, Problem | None]]:
    if isinstance(node, SequenceNode):
        for index, child in enumerate(node.value):
            yield index, _line(child), child, None
    elif isinstance(node, MappingNode):
        first_lines: dict[str, int] = {}
        for key_node, child in node.value:
            key = str(key_node.value) if isinstance(key_node, ScalarNode) else "?"
            line = _line(key_node)
            yield key, line, child, _key_problem((*path, key), key_node, first_lines)
            first_lines.setdefault(key, line)


def _key_problem(path: Path, key: Node, first_lines: dict[str, int]) -> Problem | None:
    if not isinstance(key, ScalarNode):
        return Problem(path[:-1], "a key is a list or a mapping; keys are text")
    if key.tag == "tag:yaml.org,2002:merge":
        return Problem(path[:-1], "'<<' merges are not read; write the keys out")
    if key.value in first_lines:
        return Problem(path, f"stands twice, first on line {first_lines[key.value]}; remove one")
    return None


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1
