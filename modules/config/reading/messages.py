"""pydantic's findings in our words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from modules.catalog.nearest import nearest
from modules.config.problems import Path
from modules.config.words import (
    BOOLEAN_WANTED,
    KEYS_WANTED,
    LIST_WANTED,
    TEXT_WANTED,
    WHOLE_NUMBER_WANTED,
    not_one_of,
    shown,
    too_large,
    too_small,
)

_WANTED: Mapping[str, str] = MappingProxyType(
    {
        "string_type": TEXT_WANTED,
        "int_type": WHOLE_NUMBER_WANTED,
        "int_from_float": "a whole number is wanted here",
        "bool_type": BOOLEAN_WANTED,
        "list_type": LIST_WANTED,
        "dict_type": KEYS_WANTED,
        "model_type": KEYS_WANTED,
        "model_attributes_type": KEYS_WANTED,
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


@dataclass(frozen=True, slots=True)
class Finding:
    """One of pydantic's findings, and what it is about.

    Attributes:
        error: What pydantic found.
        path: Where it is.
        root: The model of the whole file.
        word: How the value is written, if without quotes.
    """

    error: ErrorDetails
    path: Path
    root: type[BaseModel]
    word: str | None

    @property
    def shown(self) -> str:
        """The value, the way the file has it."""
        if self.error["input"] is None:
            return "nothing"
        is_text = isinstance(self.error["input"], str)
        return self.word if self.word and not is_text else shown(self.error["input"])

    @property
    def limits(self) -> Mapping[str, Any]:
        """What pydantic says of the rule."""
        return self.error["ctx"]


def message(finding: Finding) -> str:
    """Say what is wrong and what would be right."""
    kind = finding.error["type"]
    if kind in _WANTED:
        wanted = _WANTED[kind]
        if finding.word is not None:
            wanted = wanted.removesuffix(", without quotes")
        return f"{wanted} (got {finding.shown})"
    translate = _TRANSLATIONS.get(kind)
    if translate is not None:
        return translate(finding)
    text = finding.error["msg"]
    return text[:1].lower() + text[1:]


def _value_error(finding: Finding) -> str:
    return str(finding.limits["error"])


def _missing(finding: Finding) -> str:
    key = str(finding.path[-1])
    model = _model_at(finding.root, finding.path[:-1])
    examples = model.model_fields[key].examples if model is not None else None
    example = f", for example {key}: {_example(examples[0])}" if examples else ""
    return f"is missing; add it{example}"


def _unknown_key(finding: Finding) -> str:
    model = _model_at(finding.root, finding.path[:-1])
    known = sorted(model.model_fields) if model is not None else []
    hint = nearest(str(finding.path[-1]), known)
    if hint is not None:
        return f"no such key; did you mean {hint!r}?"
    held = ", and x-... for what others refer to" if len(finding.path) == 1 else ""
    return f"no such key; allowed are {', '.join(known)}{held}"


def _choice(finding: Finding) -> str:
    expected = finding.limits["expected"].replace(" or ", ", ")
    choices = [choice.strip().strip("'") for choice in expected.split(",")]
    return not_one_of(finding.error["input"], choices, written=finding.shown)


def _too_few(finding: Finding) -> str:
    return (
        f"holds {finding.limits['actual_length']}; at least {finding.limits['min_length']} wanted"
    )


def _too_many(finding: Finding) -> str:
    held, most = finding.limits["actual_length"], finding.limits["max_length"]
    if isinstance(finding.error["input"], str):
        return f"has {held} characters; at most {most} allowed"
    return f"holds {held}; at most {most} allowed"


def _too_short(finding: Finding) -> str:
    least = finding.limits["min_length"]
    if least == 1:
        return "is empty; write something, or leave it out"
    return f"{finding.shown} is shorter than {least} characters"


def _too_small(finding: Finding) -> str:
    return too_small(finding.shown, finding.limits["ge"])


def _too_large(finding: Finding) -> str:
    return too_large(finding.shown, finding.limits["le"])


_TRANSLATIONS: Mapping[str, Callable[[Finding], str]] = MappingProxyType(
    {
        "value_error": _value_error,
        "missing": _missing,
        "extra_forbidden": _unknown_key,
        "literal_error": _choice,
        "too_short": _too_few,
        "too_long": _too_many,
        "string_too_short": _too_short,
        "string_too_long": lambda f: f"is longer than {f.limits['max_length']} characters",
        "greater_than_equal": _too_small,
        "less_than_equal": _too_large,
    }
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
    """Give what is meant of ``Model | None`` and of a model with a validator of its own."""
    if get_origin(annotation) in (list, dict):
        return annotation
    if get_origin(annotation) is Annotated:
        return _without_none(get_args(annotation)[0])
    options = [option for option in get_args(annotation) if option is not type(None)]
    return _without_none(options[0]) if options else annotation


def _example(value: object) -> str:
    """Write an example on one line, the way YAML takes it."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_example(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_example(item) for item in value) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)
