"""A field of a cluster file, explained."""

from collections.abc import Iterator

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from cli.explain.places import Place, shown
from cli.explain.told import Explanation, Line, key_at
from modules.catalog.changes import FieldChange, field_changes, measured_with
from modules.config import ReadCluster
from modules.config.problems import written


def explain_field(read: ReadCluster, place: Place) -> Explanation:
    """Tell what a field is, where that is said, what it means, and what a change of it does.

    Args:
        read: The cluster file.
        place: The field.
    """
    return Explanation(
        title=f"{written(tuple(place.path))} of {read.cluster.name}", lines=[*_lines(read, place)]
    )


def _lines(read: ReadCluster, place: Place) -> Iterator[Line]:
    info = place.field.info
    key = key_at(read.source, place.path, written(tuple(place.path)))
    required = info.default is PydanticUndefined
    because = "" if key.file or required else "it is left out, so it is the default"
    yield Line(what="value", value=shown(place.value), because=because, keys=[key])
    if key.file and not required and not isinstance(info.default, BaseModel):
        yield Line(what="default", value=shown(info.default))
    meaning = " ".join((info.description or "").replace("``", "`").split())
    yield Line(what="meaning", value=meaning)
    change = field_changes("cluster").get(place.field.path)
    if change is not None:
        yield _on_change(change)
    if isinstance(place.value, BaseModel):
        section = type(place.value)
        names = ", ".join(section.model_fields)
        yield Line(what="fields below", value=names)


def _on_change(change: FieldChange) -> Line:
    value = "\n".join(f"{edit}: {does}" if edit else does for edit, does in change.does.items())
    source = change.source or f"measured with AWS provider {measured_with()}"
    return Line(what="a later change", value=value, source=source)
