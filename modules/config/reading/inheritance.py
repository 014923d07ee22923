"""Cluster files that take what they do not say from a shared one."""

from collections.abc import Mapping
from pathlib import Path as FilePath
from typing import Any

from modules.config.problems import ClusterFileError, FileProblem, Path, Problem
from modules.config.reading.yaml_source import Source, read_source

_EXTENDS = "extends"
#: What is each cluster's own.
_NEVER_SHARED = ("name", _EXTENDS)


def read_cluster_source(file: FilePath) -> Source:
    """Read a cluster file, and the file it extends, if any.

    Sections are merged key by key; anything else of the cluster file, lists too, stands in place of
    what is shared.

    Raises:
        ClusterFileError: One of the two cannot be read, or the shared one says what it may not.
    """
    own = read_source(file)
    shared_file = own.data.get(_EXTENDS)
    if not isinstance(shared_file, str):
        return own
    shared = _read_shared(own, file.parent / shared_file)
    for key in _NEVER_SHARED:
        if key in shared.data:
            message = (
                f"{key} is each cluster's own; remove it here, where {own.file} takes the rest from"
            )
            place = FileProblem(shared.file, shared.line((key,)), Problem((key,), message))
            raise ClusterFileError([place])
    merged = _merged(shared.data, own.data)
    return Source(own.file, merged, own.lines, inherited=shared)


def _read_shared(own: Source, file: FilePath) -> Source:
    try:
        return read_source(file)
    except ClusterFileError as error:
        if not file.exists():
            message = f"no such file: {file}; write a path from the folder of this file"
            problem = Problem((_EXTENDS,), message)
            place = FileProblem(own.file, own.line((_EXTENDS,)), problem)
            raise ClusterFileError([place]) from error
        raise


def _merged(shared: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    merged = {**shared, **own}
    for key in shared.keys() & own.keys():
        if isinstance(shared[key], Mapping) and isinstance(own[key], Mapping):
            merged[key] = _merged(shared[key], own[key])
    return merged


def place_of(source: Source, path: Path) -> tuple[str, int | None]:
    """Give the file and line where something is said, or nearest to where it should be."""
    shared = source.inherited
    if shared is None or path in source.lines:
        return source.file, source.line(path)
    if path in shared.lines:
        return shared.file, shared.lines[path]
    return source.file, source.line(path)
