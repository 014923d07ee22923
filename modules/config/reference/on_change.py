"""What one change of one field does, of all that was measured of the field."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from modules.catalog.changes import field_changes
from modules.config.reference.fields import Field

_SIZES = {"one": 1, "another": 1, "two": 2, "three": 3, "none": 0, "given": 1, "left": 0}
_IN_PLACE = "in place"


@dataclass(frozen=True, slots=True, kw_only=True)
class Does:
    """What a change does.

    Attributes:
        words: In the words of the reference; where it is one of several, all of them.
        source: Where it stands, if it was not measured.
    """

    words: str
    source: str | None = None


def what_a_change_does(field: Field, before: object, after: object) -> Does | None:
    """Say what a change of a field does to a cluster that runs.

    Args:
        field: The field.
        before: What stands there before; None for nothing.
        after: What stands there after.

    Returns:
        What it does; None of a section, whose fields say it.
    """
    change = field_changes("cluster").get(field.path)
    if change is None:
        return None
    edits = {_sides(edit): does for edit, does in change.does.items()}
    fitting: Sequence[str] = []
    if len(edits) > 1:
        fitting = next(filter(None, (_fitting(edits, fits, before, after) for fits in _FITS)), ())
        if not fitting and not _is_choice(field.info.annotation):
            fitting = _fitting(edits, _is_there, before, after)
    told = list(dict.fromkeys(fitting or edits.values()))
    if len(told) > 1 and fitting:
        told = [does for does in told if does != _IN_PLACE]
    return Does(words=", ".join(told) if fitting else " or ".join(told), source=change.source)


def _sides(edit: str) -> tuple[str, str]:
    before, _, after = edit.partition(" to ")
    return before, after


def _fitting(
    edits: Mapping[tuple[str, str], str],
    fits: Callable[[str, str, object, object], bool],
    before: object,
    after: object,
) -> Sequence[str]:
    return [does for (old, new), does in edits.items() if fits(old, new, before, after)]


def _is_said(old: str, new: str, before: object, after: object) -> bool:
    """Whether the reference names the very values."""
    return _names(old, before) and _names(new, after)


def _names(label: str, value: object) -> bool:
    if label == "left out":
        return value is None
    if isinstance(value, bool):
        return label == str(value).lower()
    return isinstance(value, str) and label == value


def _is_alike(old: str, new: str, before: object, after: object) -> bool:
    """Whether as much is given or taken away as in what the reference names."""
    sizes = [_size(label) for label in (old, new)]
    if None in sizes or sizes[0] == sizes[1]:
        # One thing in place of another.
        same = _count(before) == _count(after) and before is not None
        return None not in sizes and same and not isinstance(before, list)
    grows = sizes[0] < sizes[1]  # type: ignore[operator]
    return _has_more(after, before) if grows else _has_more(before, after)


def _size(label: str) -> int | None:
    first = label.partition(" ")[0]
    return int(first) if first.isdecimal() else _SIZES.get(first)


def _has_more(much: object, little: object) -> bool:
    """Whether one has something that the other lacks."""
    if isinstance(much, int) and isinstance(little, int):
        return much > little
    if isinstance(much, list) and isinstance(little, list):
        return any(each not in little for each in much)
    return _count(much) > _count(little)


def _count(value: Any) -> int:
    if isinstance(value, list | dict):
        return len(value)
    return 0 if value is None else 1


def _is_there(old: str, new: str, before: object, after: object) -> bool:
    """Whether something is given, or nothing, as in what the reference names."""
    return (old == "left out") == (before is None) and (new == "left out") == (after is None)


def _is_choice(annotation: Any) -> bool:
    return get_origin(annotation) is Literal or any(map(_is_choice, get_args(annotation)))


#: Closest first.
_FITS = (_is_said, _is_alike)
