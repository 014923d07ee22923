"""Every field of a file, found by walking its sections."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

#: Stands in paths for a name that the user chooses.
ANY_NAME = "<name>"
_IN_LIST = "[]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of a file.

    Attributes:
        path: Path of the field, as ``node_groups.<name>.taints[].key``.
        name: Name of the field within its section.
        info: What pydantic knows of it.
        is_section: Whether it is a section that is always there: what a change of it does, its own
            fields say.
    """

    path: str
    name: str
    info: FieldInfo
    is_section: bool


def sections(root: type[BaseModel], path: str = "") -> Iterator[tuple[str, type[BaseModel]]]:
    """List the sections of a file, each with its path; the first is the file itself."""
    yield path, root
    for name, info in root.model_fields.items():
        inner, suffix = _model_in(info.annotation)
        if inner is not None:
            yield from sections(inner, f"{path}.{name}{suffix}".lstrip("."))


def fields_of(section: type[BaseModel], path: str) -> Iterator[Field]:
    """List the fields of a section."""
    for name, info in section.model_fields.items():
        _, suffix = _model_in(info.annotation)
        annotation = info.annotation
        always = isinstance(annotation, type) and issubclass(annotation, BaseModel)
        yield Field(
            path=f"{path}.{name}".lstrip("."),
            name=name,
            info=info,
            is_section=always and not suffix,
        )


def path_of(root: type[BaseModel], place: str) -> str:
    """Give the path of the field at a place of a file.

    Args:
        root: What the file holds.
        place: As ``node_groups.training.taints.0.key``.
    """
    path = ""
    section: type[BaseModel] | None = root
    steps = place.split(".")
    while steps and section is not None:
        name = steps.pop(0)
        path = f"{path}.{name}".lstrip(".")
        inner, suffix = _model_in(section.model_fields[name].annotation)
        if steps and suffix:
            steps.pop(0)
            # A whole entry is what the field itself holds.
            path += suffix if steps else ""
        section = inner
    return path


def _model_in(annotation: Any) -> tuple[type[BaseModel] | None, str]:
    """Find the model in ``Model``, ``Model | None``, ``list[Model]`` or ``dict[str, Model]``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation, ""
    origin = get_origin(annotation)
    suffix = _IN_LIST if origin is list else f".{ANY_NAME}" if origin is dict else ""
    for argument in get_args(annotation):
        inner, rest = _model_in(argument)
        if inner is not None:
            return inner, suffix + rest
    return None, ""
