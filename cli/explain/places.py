"""Paths of fields, as people write them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import BaseModel

from modules.catalog.nearest import nearest
from modules.config import ClusterConfig
from modules.config.reference.fields import Field, fields_of, sections

_NAME = re.compile(r"[^.\[]+")
_ENTRY = re.compile(r"\[([0-9]+)\]")
_MOST_TOLD = 20


class NoSuchPlaceError(Exception):
    """There is nothing at a path; the text says what there is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A field of a cluster file.

    Attributes:
        path: Its path.
        field: What is known of it; of an entry in a map or list, of the map or list.
        value: What it is there, written or not.
    """

    path: Sequence[str | int]
    field: Field
    value: object


def place_at(cluster: ClusterConfig, asked: str) -> Place:
    """Find the field that is meant.

    Args:
        cluster: The cluster.
        asked: Its path, as ``node_groups.h100.taints[0].key``.

    Raises:
        NoSuchPlaceError: There is none.
    """
    path: list[str | int] = []
    reference = ""
    value: object = cluster
    field: Field | None = None
    rest = asked
    while rest:
        step = _step(value, rest, asked, below=_below(reference) if value is None else ())
        if isinstance(value, BaseModel):
            reference = f"{reference}.{step}".lstrip(".")
            field = FIELDS[reference]
            value = getattr(value, str(step))
        elif value is None:
            reference = f"{reference}.{step}"
            field = FIELDS[reference]
        else:
            value = value[step]  # type: ignore[index]
            if isinstance(value, BaseModel):
                reference += "[]" if isinstance(step, int) else ".<name>"
        path.append(step)
        written = f"[{step}]" if isinstance(step, int) else str(step)
        rest = rest.removeprefix(written).removeprefix(".")
    if field is None:
        raise NoSuchPlaceError(f"{asked!r} names no field")
    return Place(path=path, field=field, value=value)


def _below(reference: str) -> Sequence[str]:
    """Name the fields of a section that is left out."""
    return [field.name for path, field in FIELDS.items() if path == f"{reference}.{field.name}"]


def _step(value: object, rest: str, asked: str, *, below: Sequence[str]) -> str | int:
    """Give the key or the position that comes next.

    Args:
        value: What is there so far.
        rest: What is left of the path.
        asked: All of it.
        below: Fields of a section that is left out.
    """
    if isinstance(value, list):
        found = _ENTRY.match(rest)
        if found is None or int(found[1]) >= len(value):
            there = f"has {len(value)} entries, counted from [0]" if value else "has no entries"
            raise NoSuchPlaceError(f"{_before(asked, rest)} {there}")
        return int(found[1])
    if isinstance(value, BaseModel):
        known: Sequence[str] = [*type(value).model_fields]
    elif isinstance(value, Mapping):
        known = [*value]
        # Names may hold dots: the longest that is there is meant.
        there_is = [name for name in known if re.match(rf"{re.escape(name)}($|[.\[])", rest)]
        if there_is:
            return max(there_is, key=len)
    elif below:
        known = below
    else:
        what = "is left out" if value is None else "is one value"
        raise NoSuchPlaceError(f"{_before(asked, rest)} {what}; nothing is below it")
    name = _NAME.match(rest)
    if name is None or name[0] not in known:
        raise NoSuchPlaceError(_unknown(_before(asked, rest), name[0] if name else rest, known))
    return name[0]


def _before(asked: str, rest: str) -> str:
    return asked.removesuffix(rest).removesuffix(".") or "the file"


def _unknown(where: str, name: str, known: Sequence[str]) -> str:
    hint = nearest(name, known)
    if hint is not None:
        return f"{where} has no {name!r}; did you mean {hint!r}?"
    if not known:
        return f"{where} has no {name!r}, and nothing else"
    listed = ", ".join(sorted(known)[:_MOST_TOLD])
    return f"{where} has no {name!r}; it has {listed}"


#: Every field of a cluster file, by its path in the reference.
FIELDS: Mapping[str, Field] = {
    field.path: field
    for path, section in sections(ClusterConfig)
    for field in fields_of(section, path)
}


def shown(value: Any) -> str:
    """Write a value as YAML does, on one line."""
    if isinstance(value, BaseModel):
        value = value.model_dump(mode="json", exclude_none=True)
    elif isinstance(value, Mapping):
        value = {key: _plain(each) for key, each in value.items()}
    elif isinstance(value, list):
        value = [_plain(each) for each in value]
    elif value is None:
        return "left out"
    text = yaml.safe_dump(value, default_flow_style=True, sort_keys=False, width=float("inf"))
    return text.removesuffix("\n").removesuffix("\n...").strip()


def _plain(value: Any) -> Any:
    return (
        value.model_dump(mode="json", exclude_none=True) if isinstance(value, BaseModel) else value
    )
