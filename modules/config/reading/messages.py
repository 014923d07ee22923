"""pydantic's findings in our words."""

import textwrap
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from modules.catalog.nearest import nearest
from modules.config.problems import Path

_LONGEST_SHOWN = 60

_WANTED: Mapping[str, str] = MappingProxyType(
    {
        "string_type": "text is wanted here; put it in quotes",
        "int_type": "a whole number is wanted here, without quotes",
        "int_from_float": "a whole number is wanted here",
        "bool_type": "true or false is wanted here, without quotes",
        "list_type": "a list is wanted here, as in [one, two]",
        "dict_type": "keys and values are wanted here, as in {key: value}",
        "model_type": "keys and values are wanted here, as in {key: value}",
        "model_attributes_type": "keys and values are wanted here, as in {key: value}",
        "invalid_key": "a key here must be text; put it in quotes",
        "invalid-json-value": "text, a number, true, false or a list is wanted here; "
        "put a date in quotes",
        **dict.fromkeys(
            (
                "timezone_aware",
                "datetime_type",
                "datetime_parsing",
                "datetime_from_date_parsing",
            ),
            "a time with its zone is wanted here, as in 2027-01-31T11:30:00Z",
        ),
    }
)


def message(error: ErrorDetails, path: Path, root: type[BaseModel]) -> str:
    """Say what is wrong and what would be right.

    Args:
        error: One of pydantic's findings.
        path: Where it is.
        root: The model of the whole file.
    """
    kind = error["type"]
    if kind in _WANTED:
        return f"{_WANTED[kind]} (got {_shown(error['input'])})"
    translate = _TRANSLATIONS.get(kind)
    if translate is not None:
        return translate(error, path, root)
    text = error["msg"]
    return text[:1].lower() + text[1:]


def _value_error(error: ErrorDetails, path: Path, root: type[BaseModel]) -> str:
    return str(error["ctx"]["error"])


def _missing(error: ErrorDetails, path: Path, root: type[BaseModel]) -> str:
    key = str(path[-1])
    model = _model_at(root, path[:-1])
    examples = model.model_fields[key].examples if model is not None else None
    example = f", for example {key}: {_example(examples[0])}" if examples else ""
    return f"is missing; add it{example}"


def _unknown_key(error: ErrorDetails, path: Path, root: type[BaseModel]) -> str:
    model = _model_at(root, path[:-1])
    known = sorted(model.model_fields) if model is not None else []
    hint = nearest(str(path[-1]), known)
    if hint is not None:
        return f"no such key; did you mean {hint!r}?"
    return f"no such key; allowed are {', '.join(known)}"


def _choice(error: ErrorDetails, path: Path, root: type[BaseModel]) -> str:
    expected = error["ctx"]["expected"].replace(" or ", ", ")
    choices = [choice.strip().strip("'") for choice in expected.split(",")]
    value = error["input"]
    squashed = [_squashed(choice) for choice in choices]
    hint = nearest(_squashed(value), squashed) if isinstance(value, str) else None
    meant = next((choice for choice in choices if _squashed(choice) == hint), None)
    suggestion = "" if meant is None else f"; did you mean {meant}?"
    return f"{_shown(value)} is not one of {', '.join(choices)}{suggestion}"


def _squashed(value: object) -> str:
    """Drop what differs between spellings: NO_SCHEDULE is NoSchedule, per-zone is per_zone."""
    return str(value).lower().replace("_", "").replace("-", "")


def _too_few(error: ErrorDetails, path: Path, root: type[BaseModel]) -> str:
    return f"holds {error['ctx']['actual_length']}; at least {error['ctx']['min_length']} wanted"


def _too_many(error: ErrorDetails, path: Path, root: type[BaseModel]) -> str:
    return f"holds {error['ctx']['actual_length']}; at most {error['ctx']['max_length']} allowed"


def _too_small(error: ErrorDetails, path: Path, root: type[BaseModel]) -> str:
    return f"{error['input']} is too small; write {error['ctx']['ge']} or more"


def _too_large(error: ErrorDetails, path: Path, root: type[BaseModel]) -> str:
    return f"{error['input']} is too large; write {error['ctx']['le']} or less"


_TRANSLATIONS: Mapping[str, Callable[[ErrorDetails, Path, type[BaseModel]], str]] = (
    MappingProxyType(
        {
            "value_error": _value_error,
            "missing": _missing,
            "extra_forbidden": _unknown_key,
            "literal_error": _choice,
            "too_short": _too_few,
            "too_long": _too_many,
            "string_too_long": lambda error, _path, _root: (
                f"is longer than {error['ctx']['max_length']} characters"
            ),
            "greater_than_equal": _too_small,
            "less_than_equal": _too_large,
        }
    )
)


def _model_at(root: type[BaseModel], path: Path) -> type[BaseModel] | None:
    """Find the model whose keys stand at a path."""
    annotation: Any = root
    for part in path:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            field = annotation.model_fields.get(str(part))
            annotation = None if field is None else field.annotation
        else:
            annotation = (get_args(annotation) or (None,))[-1]
        annotation = _without_none(annotation)
    is_model = isinstance(annotation, type) and issubclass(annotation, BaseModel)
    return annotation if is_model else None


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) in (list, dict):
        return annotation
    options = [option for option in get_args(annotation) if option is not type(None)]
    return options[0] if options else annotation


def _shown(value: object) -> str:
    """Show a value as YAML would have it, and no more of it than fits a line."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    text = repr(value) if isinstance(value, str | list | Mapping) else str(value)
    return textwrap.shorten(text, _LONGEST_SHOWN, placeholder="...")


def _example(value: object) -> str:
    """Write an example on one line, the way YAML takes it."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_example(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_example(item) for item in value) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)
