"""Holds a value against its definition."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from modules.catalog.definitions import Definition, Shape
from modules.catalog.kubernetes_versions import minor
from modules.catalog.nearest import nearest
from modules.config.problems import Path, Problem
from modules.config.words import (
    BOOLEAN_WANTED,
    KEYS_WANTED,
    LIST_WANTED,
    NUMBER_WANTED,
    TEXT_WANTED,
    WHOLE_NUMBER_WANTED,
    but_found,
    not_one_of,
    too_large,
    too_small,
)

_WANTED = {
    "text": TEXT_WANTED,
    "integer": WHOLE_NUMBER_WANTED,
    "number": NUMBER_WANTED,
    "boolean": BOOLEAN_WANTED,
    "keys": KEYS_WANTED,
    "list": LIST_WANTED,
}
_TYPES: Mapping[str, tuple[type, ...]] = {
    "text": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "keys": (Mapping,),
    "list": (list,),
}
_NEWER = "for one newer than that add it to unchecked"
#: More allowed keys than this are not listed.
_FEW = 12
_SECONDS = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1, "m": 60, "h": 3600}


def mismatches(
    value: object, definition: Definition, *, kubernetes_version: str | None = None
) -> Iterator[Problem]:
    """Find where a value is not what its definition wants, the paths from the value down.

    Args:
        value: What a file says, as read from YAML.
        definition: What it may be.
        kubernetes_version: Minor version of the nodes; None where it does not matter.
    """
    yield from _Walk(definition, kubernetes_version).into(value, definition.shape, ())


def seconds(duration: str) -> float:
    """Give the length of a duration such as ``1m30s``."""
    parts = re.findall(r"([0-9.]+)([a-zµ]+)", duration)
    return float(sum(float(number) * _SECONDS[unit] for number, unit in parts))


@dataclass(frozen=True, slots=True)
class _Walk:
    definition: Definition
    kubernetes_version: str | None

    def into(self, value: Any, shape: Shape, path: Path) -> Iterator[Problem]:
        shape = self._by_name(shape)
        if "any_of" in shape:
            yield from self._one_of(value, shape["any_of"], path)
        elif not _is(value, _kind(shape)):
            yield Problem(path, but_found(_WANTED[_kind(shape)], value))
        elif "keys" in shape:
            yield from self._keys(value, shape, path)
        elif "each" in shape:
            yield from self._each(value, shape, path)
        elif "list_of" in shape:
            for index, item in enumerate(value):
                yield from self.into(item, shape["list_of"], (*path, index))
        else:
            yield from (Problem(path, message) for message in _wrong_with(value, shape))

    def _by_name(self, shape: Shape) -> Mapping[str, Any]:
        if not isinstance(shape, str):
            named = self.definition.shapes.get(shape.get("is", ""))
            return shape if named is None else {**self._by_name(named), **shape, "is": named["is"]}  # type: ignore[index]
        return self._by_name(self.definition.shapes.get(shape, {"is": shape}))

    def _one_of(self, value: Any, options: Iterable[Shape], path: Path) -> Iterator[Problem]:
        """Say nothing where one fits, and otherwise what is wrong with the nearest."""
        found = [(option, list(self.into(value, option, path))) for option in options]
        if all(problems for _, problems in found):
            same_kind = (p for option, p in found if _is(value, _kind(self._by_name(option))))
            yield from next(same_kind, found[0][1])

    def _keys(self, value: Any, shape: Mapping[str, Any], path: Path) -> Iterator[Problem]:
        known = shape["keys"]
        for key, item in value.items():
            place = (*path, key)
            if key in known:
                yield from self._too_new(known[key], place)
                yield from self.into(item, known[key], place)
            elif not shape.get("open"):
                yield Problem(place, self._no_such_key(key, known))
        for key in shape.get("required", ()):
            if key not in value:
                yield Problem((*path, key), "is missing; add it")

    def _each(self, value: Any, shape: Mapping[str, Any], path: Path) -> Iterator[Problem]:
        known, pattern = shape.get("key_one_of"), shape.get("key_pattern")
        for key, item in value.items():
            place = (*path, key)
            if known is not None and key not in known:
                yield Problem(place, self._no_such_key(key, known))
            elif pattern is not None and not re.fullmatch(pattern, key):
                yield Problem(place, f"{key!r} {shape['key_rule']}")
            else:
                yield from self.into(item, shape["each"], place)

    def _too_new(self, shape: Shape, path: Path) -> Iterator[Problem]:
        since = None if isinstance(shape, str) else shape.get("since")
        version = self.kubernetes_version
        if since is not None and version is not None and minor(version) < minor(since):
            message = f"Kubernetes knows it since {since}, and this is {version}; remove it"
            yield Problem(path, message)

    def _no_such_key(self, key: str, known: Iterable[str]) -> str:
        names = sorted(known)
        hint = nearest(key, names)
        message = f"no such key in {self.definition.described}"
        if hint is not None:
            return f"{message}; did you mean {hint!r}? {_NEWER}"
        listed = "" if len(names) > _FEW else f"; allowed are {', '.join(names)}"
        return f"{message}{listed}; {_NEWER}"


def _kind(shape: Mapping[str, Any]) -> str:
    if "keys" in shape or "each" in shape:
        return "keys"
    return "list" if "list_of" in shape else str(shape.get("is", "anything"))


def _is(value: object, kind: str) -> bool:
    if isinstance(value, bool):
        return kind in {"boolean", "anything"}
    return isinstance(value, _TYPES.get(kind, (object,)))


def _wrong_with(value: Any, shape: Mapping[str, Any]) -> Iterator[str]:
    choices, pattern = shape.get("one_of"), shape.get("pattern")
    if choices is not None and value not in choices:
        yield not_one_of(value, choices)
    elif pattern is not None and not re.fullmatch(pattern, value):
        yield f"{value!r} {shape['rule']}"
    elif shape.get("at_least", value) > value:
        yield too_small(value, shape["at_least"])
    elif shape.get("at_most", value) < value:
        yield too_large(value, shape["at_most"])
    elif "at_least_seconds" in shape and seconds(value) < shape["at_least_seconds"]:
        yield too_small(value, f"{shape['at_least_seconds']}s")
    elif "at_most_seconds" in shape and seconds(value) > shape["at_most_seconds"]:
        yield too_large(value, f"{shape['at_most_seconds']}s")
