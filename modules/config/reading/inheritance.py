"""Cluster files that take what they do not say from a shared one."""

from collections.abc import Mapping
from pathlib import Path as FilePath
from typing import Any

from modules.config.problems import ClusterFileError, FileProblem, Path, Problem
from modules.config.reading.stand_ins import with_stand_ins
from modules.config.reading.yaml_source import Source, read_source

_EXTENDS = "extends"
#: What is each cluster's own.
_NEVER_SHARED = ("name", _EXTENDS)
_BEGIN = "name, region and node_groups"


def read_cluster_source(file: FilePath) -> Source:
    """Read a cluster file, and the file it extends, if any.

    Sections are merged key by key; anything else of the cluster file, lists too, stands in place of
    what is shared.

    Raises:
        ClusterFileError: One of the two cannot be read, or the shared one says what it may not.
    """
    own = read_source(file, begin=_BEGIN)
    shared_file = own.data.get(_EXTENDS)
    if not isinstance(shared_file, str):
        return with_stand_ins(own)
    shared = _read_shared(own, file, file.parent / shared_file)
    for key in _NEVER_SHARED:
        if key in shared.data:
            message = (
                f"{key} is each cluster's own; remove it here, where {own.file} takes the rest from"
            )
            place = FileProblem(shared.file, shared.line((key,)), Problem((key,), message))
            raise ClusterFileError([place])
    merged = _merged(shared.data, own.data)
    return with_stand_ins(Source(own.file, merged, own.lines, own.words, inherited=shared))


def _read_shared(own: Source, own_file: FilePath, file: FilePath) -> Source:
    message = _cannot_be_shared(own_file, file)
    if message is not None:
        problem = Problem((_EXTENDS,), message)
        raise ClusterFileError([FileProblem(own.file, own.line((_EXTENDS,)), problem)])
    return read_source(file, begin=_BEGIN)


def _cannot_be_shared(own: FilePath, shared: FilePath) -> str | None:
    try:
        if shared.samefile(own):
            return "this is the file itself; name another, or remove extends"
    except FileNotFoundError:
        return f"no such file: {shared}; write a path from the folder of this file"
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no file has such a name"
        return f"{shared} cannot be read: {reason}; write a path from the folder of this file"
    return None


def _merged(shared: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    merged = {**shared, **own}
    for key in shared.keys() & own.keys():
        if isinstance(shared[key], Mapping) and isinstance(own[key], Mapping):
            merged[key] = _merged(shared[key], own[key])
    return merged


def place_of(source: Source, path: Path) -> tuple[str, int]:
    """Give the file and line where something is said, or nearest to where it should be."""
    shared = source.inherited
    if shared is None or path in source.lines:
        return source.file, source.line(path)
    if path in shared.lines:
        return shared.file, shared.lines[path]
    return source.file, source.line(path)


def word_at(source: Source, path: Path) -> str | None:
    """Give how a value is written, where it stands without quotes."""
    file = source if source.inherited is None or path in source.lines else source.inherited
    return file.words.get(path)
