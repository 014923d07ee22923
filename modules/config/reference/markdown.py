"""References of files: every field, what it means, and what changing it does."""

import textwrap
from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from modules.config.cluster import ClusterConfig
from modules.config.sections.on_change import OnChange
from modules.config.sections.state_bucket import StateBucketConfig

_FIELDS = """\
Every field, written anew by `make schema`. *On change* is what a later change does to {what}.
Fields without a default must be given.
"""
_WIDTH = 100
_COLUMNS = "| field | default | meaning | on change |\n|---|---|---|---|"


def cluster_reference() -> str:
    """Write the reference of the cluster file as Markdown."""
    return _reference("The cluster file", "a cluster that runs", ClusterConfig)


def state_bucket_reference() -> str:
    """Write the reference of the state bucket file as Markdown."""
    return _reference("The state bucket file", "a bucket that is in use", StateBucketConfig)


def _reference(title: str, what: str, root: type[BaseModel]) -> str:
    parts = [f"# {title}", textwrap.fill(_FIELDS.format(what=what), _WIDTH)]
    for path, model in _sections("", root):
        rows = [_row(name, field) for name, field in model.model_fields.items()]
        heading = f"## `{path}`" if path else "## Top level"
        about = " ".join((model.__doc__ or "").partition("\n\n")[0].split())
        parts.append("\n".join([heading, "", about, "", _COLUMNS, *rows]))
    return "\n\n".join(parts) + "\n"


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
