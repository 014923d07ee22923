"""Everything that is wrong with a file, found at once."""

import copy
from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from modules.config.problems import ClusterFileError, FileProblem, Path, Problem
from modules.config.reading.inheritance import place_of
from modules.config.reading.messages import message
from modules.config.reading.yaml_source import Source
from modules.config.sections.model import RULES_ERROR, SECTION_ERROR

Model = TypeVar("Model", bound=BaseModel)


def validated(source: Source, model: type[Model]) -> Model:
    """Turn what a file says into a valid object.

    Raises:
        ClusterFileError: With everything that is wrong.
    """
    try:
        return model.model_validate(source.data)
    except ValidationError as error:
        found = [
            FileProblem(*place_of(source, problem.path), problem)
            for problem in _all_problems(source.data, error, model)
        ]
        raise ClusterFileError(
            sorted(found, key=lambda each: (each.file != source.file, each.line or 0))
        ) from error


def _all_problems(data: Any, error: ValidationError, model: type[BaseModel]) -> list[Problem]:
    """Find what pydantic has not looked at yet.

    It compares keys with each other only when each is right by itself. A user wants to hear
    everything at once, so what is wrong is taken out and the rest is looked at again; but nothing
    is said that is only so because something was taken out.
    """
    problems: list[Problem] = []
    taken_out: list[Path] = []
    rest = copy.deepcopy(data)
    found: ValidationError | None = error
    while found is not None:
        here = _problems(found, model)
        fresh = [problem for problem in here if not _touches(problem, taken_out)]
        problems += fresh
        for place in (place for problem in fresh for place in _causes(problem)):
            _remove(rest, place)
            taken_out.append(place)
        if not fresh and (_has_followed_every_rule(found) or not _make_whole(rest, here, model)):
            break
        found = _refused(rest, model)
    return problems


def _refused(data: Any, model: type[BaseModel]) -> ValidationError | None:
    try:
        model.model_validate(data)
    except ValidationError as error:
        return error
    return None


def _has_followed_every_rule(error: ValidationError) -> bool:
    """Whether nothing is left that has not been looked at."""
    return any(
        details["type"] == RULES_ERROR and details["ctx"]["are_all"] for details in error.errors()
    )


def _make_whole(data: Any, lacking: Sequence[Problem], model: type[BaseModel]) -> bool:
    """Give what is left of a file the form of a right one, and tell whether that changed it.

    What was taken out may be needed: of the file itself an example takes its place, and a section
    or an entry that lacks something goes as a whole.
    """
    before = copy.deepcopy(data)
    for problem in lacking:
        first, *others = problem.path if problem.path else ("",)
        field = model.model_fields.get(str(first))
        if not isinstance(data, dict) or field is None:
            continue
        if others and isinstance(data.get(first), dict):
            unchanged = copy.deepcopy(data[first])
            _remove(data, problem.path)
            if data[first] == unchanged:
                _remove(data, problem.path[:-1])
        elif field.is_required() and field.examples:
            data[first] = copy.deepcopy(field.examples[0])
        else:
            data.pop(first, None)
    return bool(data != before)


def _problems(error: ValidationError, model: type[BaseModel]) -> list[Problem]:
    return [problem for details in error.errors() for problem in _translated(details, model)]


def _translated(details: ErrorDetails, model: type[BaseModel]) -> list[Problem]:
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
    return [Problem(path, message(details, path, model))]


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
