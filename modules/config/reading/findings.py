"""Everything that is wrong with a file, found at once."""

import copy
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from modules.config.problems import ClusterFileError, FileProblem, Path, Problem, first_of
from modules.config.reading.inheritance import place_of, word_at
from modules.config.reading.look_alikes import with_look_alikes
from modules.config.reading.messages import Finding, message
from modules.config.reading.yaml_source import Source
from modules.config.sections.model import RULES_ERROR, SECTION_ERROR

Model = TypeVar("Model", bound=BaseModel)

#: Whoever has so much to put right will read the rest another time.
_ENOUGH = 100


def validated(source: Source, model: type[Model]) -> Model:
    """Turn what a file says into a valid object.

    Raises:
        ClusterFileError: With everything that is wrong.
    """
    try:
        return model.model_validate(source.data)
    except ValidationError as error:
        problems = _all_problems(source, error, model)
        places = [
            FileProblem(*place_of(source, problem.path), with_look_alikes(problem, source.data))
            for problem in problems
        ]
        places.sort(key=lambda each: (each.file != source.file, each.line or 0))
        found = max(len(problems), error.error_count())
        raise ClusterFileError(first_of(places, file=source.file, found=found)) from error


def _all_problems(source: Source, error: ValidationError, model: type[BaseModel]) -> list[Problem]:
    """Find what pydantic has not looked at yet.

    It compares keys with each other only when each is right by itself. A user wants to hear
    everything at once, so what is wrong is taken out and the rest is looked at again; but nothing
    is said that is only so because something was taken out.
    """
    problems: list[Problem] = []
    taken_out = _TakenOut()
    rest = copy.deepcopy(source.data)
    found: ValidationError | None = error
    while found is not None and len(problems) < _ENOUGH:
        here = _problems(found, source, model)
        fresh = [problem for problem in here if not taken_out.touches(problem)]
        problems += fresh
        for place in (place for problem in fresh for place in _causes(problem)):
            _remove(rest, place)
            taken_out.add(place)
        if not fresh and (
            _has_followed_every_rule(found) or not _make_whole(rest, here, model, taken_out)
        ):
            break
        found = _refused(rest, model)
    return problems


@dataclass(slots=True)
class _TakenOut:
    """Places that were taken out of a file."""

    places: set[Path] = field(default_factory=set)
    above: set[Path] = field(default_factory=set)

    def add(self, place: Path) -> None:
        self.places.add(place)
        self.above |= set(_heads(place))

    def touches(self, problem: Problem) -> bool:
        """Whether a problem is about something that was taken out."""
        return any(
            place in self.above or any(head in self.places for head in _heads(place))
            for place in (problem.path, *problem.also)
        )


def _heads(path: Path) -> Iterable[Path]:
    """Give a path and those of everything around it."""
    return (path[:length] for length in range(len(path) + 1))


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


def _make_whole(
    data: Any, lacking: Sequence[Problem], model: type[BaseModel], taken_out: _TakenOut
) -> bool:
    """Give what is left of a file the form of a right one, and tell whether that changed it.

    What was taken out may be needed: of the file itself an example takes its place, of which
    nothing is said either, and a section or an entry that lacks something goes as a whole.
    """
    changed = False
    for problem in lacking:
        place = _completed(data, problem.path, model)
        if place is not None:
            taken_out.add(place)
            changed = True
    return changed


def _completed(data: Any, path: Path, model: type[BaseModel]) -> Path | None:
    """Take out or fill in so that nothing is lacking at a path; tell where, if anywhere."""
    first, *others = path if path else ("",)
    known = model.model_fields.get(str(first))
    if not isinstance(data, dict) or known is None:
        return None
    if others and isinstance(data.get(first), dict):
        return next((place for place in (path, path[:-1]) if _remove(data, place)), None)
    if known.is_required() and known.examples and data.get(first) != known.examples[0]:
        data[first] = copy.deepcopy(known.examples[0])
        return (first,)
    return (first,) if not known.is_required() and _remove(data, (first,)) else None


def _problems(error: ValidationError, source: Source, model: type[BaseModel]) -> list[Problem]:
    return [
        problem for details in error.errors()[:_ENOUGH] for problem in _told(details, source, model)
    ]


def _told(details: ErrorDetails, source: Source, model: type[BaseModel]) -> list[Problem]:
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
    return [Problem(path, message(Finding(details, path, model, word_at(source, path))))]


def _causes(problem: Problem) -> list[Path]:
    """Give the keys of one section that do not go together; any of them may have been left out."""
    siblings = [place for place in problem.also if place[:-1] == problem.path[:-1]]
    return [problem.path, *siblings]


def _remove(data: Any, path: Path) -> bool:
    """Take out what stands at a path, of a list the whole list; tell whether it stood there."""
    *parents, last = path if path else ("",)
    for part in parents:
        if not isinstance(data, dict) or isinstance(data.get(part), list):
            break
        data = data.get(part)
    else:
        part = last
    if not isinstance(data, dict) or part not in data:
        return False
    del data[part]
    return True
