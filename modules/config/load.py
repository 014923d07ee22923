"""From cluster files to validated clusters."""

import copy
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Network
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from modules.config.cluster import RULES_ERROR, ClusterConfig
from modules.config.inheritance import place_of, read_cluster_source
from modules.config.messages import message
from modules.config.model import SECTION_ERROR
from modules.config.problems import ClusterFileError, FileProblem, Path, Problem
from modules.config.yaml_source import Source


def load_cluster(file: FilePath) -> ClusterConfig:
    """Read and validate one cluster file.

    Raises:
        ClusterFileError: With everything that is wrong with the file.
    """
    return load_clusters([file])[0]


def load_clusters(files: Iterable[FilePath]) -> tuple[ClusterConfig, ...]:
    """Read and validate cluster files that will be one app.

    Raises:
        ClusterFileError: With everything that is wrong with any of them.
    """
    loaded: list[tuple[Source, ClusterConfig]] = []
    problems: list[FileProblem] = []
    for file in files:
        try:
            source = read_cluster_source(file)
            loaded.append((source, _validate(source)))
        except ClusterFileError as error:
            problems += error.problems
    problems += _same_names(loaded)
    problems += _overlapping_peers(loaded)
    if problems:
        raise ClusterFileError(problems)
    return tuple(cluster for _, cluster in loaded)


def _same_names(loaded: Sequence[tuple[Source, ClusterConfig]]) -> list[FileProblem]:
    """Refuse names that some file systems could not keep apart."""
    first: dict[str, str] = {}
    problems = []
    for source, cluster in loaded:
        other = first.setdefault(cluster.name.casefold(), source.file)
        if other != source.file:
            problem = Problem(
                ("name",), f"{cluster.name!r} is the name of the cluster in {other} too; rename one"
            )
            problems.append(FileProblem(source.file, source.line(("name",)), problem))
    return problems


def _overlapping_peers(loaded: Sequence[tuple[Source, ClusterConfig]]) -> list[FileProblem]:
    """Refuse networks that are to be connected and have addresses in common."""
    networks = {
        cluster.name: cluster.network.cidr
        for _, cluster in loaded
        if cluster.network.existing is None
    }
    problems = []
    for source, cluster in loaded:
        for index, peer in enumerate(cluster.network.peers):
            path: Path = ("network", "peers", index)
            other = networks.get(peer)
            own = networks.get(cluster.name)
            if own is None or other is None or not _overlap(own, other):
                continue
            problem = Problem(
                path,
                f"the networks of {cluster.name} ({own}) and {peer} ({other}) overlap, so they "
                "cannot be connected; give one of them another cidr",
            )
            problems.append(FileProblem(*place_of(source, path), problem))
    return problems


def _overlap(one: str, other: str) -> bool:
    return IPv4Network(one).overlaps(IPv4Network(other))


def _validate(source: Source) -> ClusterConfig:
    try:
        return ClusterConfig.model_validate(source.data)
    except ValidationError as error:
        found = [
            FileProblem(*place_of(source, problem.path), problem)
            for problem in _all_problems(source.data, error)
        ]
        raise ClusterFileError(
            sorted(found, key=lambda each: (each.file != source.file, each.line or 0))
        ) from error


def _all_problems(data: Any, error: ValidationError) -> list[Problem]:
    """Find what pydantic has not looked at yet.

    It compares keys with each other only when each is right by itself. A user wants to hear
    everything at once, so what is wrong is taken out and the rest is looked at again; but nothing
    is said that is only so because something was taken out.
    """
    problems: list[Problem] = []
    taken_out: list[Path] = []
    rest = copy.deepcopy(data)
    found = _problems(error)
    while fresh := [problem for problem in found if not _touches(problem, taken_out)]:
        problems += fresh
        for place in (place for problem in fresh for place in _causes(problem)):
            _remove(rest, place)
            taken_out.append(place)
        try:
            ClusterConfig.model_validate(rest)
        except ValidationError as next_error:
            found = _problems(next_error)
        else:
            break
    return problems


def _problems(error: ValidationError) -> list[Problem]:
    return [problem for details in error.errors() for problem in _translated(details)]


def _translated(details: ErrorDetails) -> list[Problem]:
    # What pydantic says of a key itself stands under the key.
    path: Path = tuple(part for part in details["loc"] if part != "[key]")
    if details["type"] == RULES_ERROR:
        return list(details["ctx"]["problems"])
    if details["type"] == SECTION_ERROR:
        context = details["ctx"]
        also = tuple((*path, key) for key in context["also"])
        key = context["key"]
        place = key if isinstance(key, tuple) else (key,)
        return [Problem((*path, *place), context["message"], also)]
    return [Problem(path, message(details, path, ClusterConfig))]


def _causes(problem: Problem) -> list[Path]:
    """Give the keys of one section that do not go together; any of them may have been left out."""
    siblings = [place for place in problem.also if place[:-1] == problem.path[:-1]]
    return [problem.path, *siblings]


def _remove(data: Any, path: Path) -> None:
    """Take out what stands at a path; of a list, the whole list."""
    *parents, last = path if path else ("",)
    for part in parents:
        if not isinstance(data, dict) or isinstance(data.get(part), list):
            break
        data = data.get(part)
    else:
        part = last
    if isinstance(data, dict):
        data.pop(part, None)


def _touches(problem: Problem, taken_out: Sequence[Path]) -> bool:
    """Whether a problem is about something that was taken out."""
    return any(
        place[: len(path)] == path[: len(place)]
        for path in taken_out
        for place in (problem.path, *problem.also)
    )
