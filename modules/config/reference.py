"""The reference of the cluster file: every field, what it means, and what changing it does."""

from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from modules.config.cluster import ClusterConfig
from modules.config.on_change import OnChange

_HEAD = """\
# The cluster file

Every field, written anew by `make schema`. *On change* is what a later change does to a cluster
that runs. Fields without a default must be given.
"""
_COLUMNS = "| field | default | meaning | on change |\n|---|---|---|---|"


def reference_text() -> str:
    """Write the reference as Markdown."""
    tables = []
    for title, model in _sections("", ClusterConfig):
        rows = [_row(name, field) for name, field in model.model_fields.items()]
        heading = f"## `{title}`" if title else "## Top level"
        about = " ".join((model.__doc__ or "").partition("\n\n")[0].split())
        tables.append("\n".join([heading, "", about, "", _COLUMNS, *rows]))
    return "\n\n".join([_HEAD.rstrip(), *tables]) + "\n"


def on_change(field: FieldInfo) -> OnChange | None:
    """Give what a change of a field does, or None where the field does not say."""
    return next((mark for mark in field.metadata if isinstance(mark, OnChange)), None)


def _sections(path: str, model: type[BaseModel]) -> Iterator[tuple[str, type[BaseModel]]]:
    yield path, model
    for name, field in model.model_fields.items():
        inner, suffix = _model_in(field.annotation)
        if inner is not None:
            yield from _sections(f"{path}.{name}{suffix}".lstrip("."), inner)


def _model_in(annotation: Any) -> tuple[type[BaseModel] | None, str]:
    """Find the model in ``Model``, ``Model | None``, ``list[Model]`` or ``dict[str, Model]``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation, ""
    origin = get_origin(annotation)
    suffix = "[]" if origin is list else ".<name>" if origin is dict else ""
    for argument in get_args(annotation):
        inner, rest = _model_in(argument)
        if inner is not None:
            return inner, suffix + rest
    return None, ""


def _row(name: str, field: FieldInfo) -> str:
    change = on_change(field)
    cells = [
        f"`{name}`",
        _default(field),
        " ".join((field.description or "").replace("``", "`").split()).replace("|", "\\|"),
        change.value if change is not None else "",
    ]
    return f"| {' | '.join(cells)} |"


def _default(field: FieldInfo) -> str:
    default = field.default
    if default is PydanticUndefined:
        return "**required**"
    if default is None:
        return "left out"
    if isinstance(default, BaseModel):
        return "as below"
    text = str(default).lower() if isinstance(default, bool) else str(default)
    return f"`{text}`"
