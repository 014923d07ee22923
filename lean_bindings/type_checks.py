"""The checks of argument types in generated code, made fast for arguments that pass.

Generated code looks up the types of a function's arguments and compares each argument with
typeguard on every call, which takes longer than the call. Here the types are looked up once, and
an argument that is of one of the allowed classes passes at once. Whatever does not pass that is
left to the stock check, which then raises, or not, as always.
"""

import functools
import inspect
import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_SIMPLE = (str, bool, int, float, type(None))
_UNIONS = (typing.Union, types.UnionType)
_SEQUENCES = (list, Sequence)
_MAPPINGS = (dict, Mapping)


@dataclass
class Allowed:
    """What is known to pass as a type.

    Attributes:
        classes: Classes whose direct instances pass.
        anything: Whether everything passes.
        items: What may be in a list; None if lists are not known to pass.
        values: What may be in a dictionary with text keys; None if those are not known to pass.
    """

    classes: set[type] = field(default_factory=set)
    anything: bool = False
    items: "Allowed | None" = None
    values: "Allowed | None" = None

    def passes(self, value: object) -> bool:
        """Return whether a value is known to pass; False says nothing."""
        kind = type(value)
        if kind in self.classes or self.anything:
            return True
        if kind is list and self.items is not None:
            return all(map(self.items.passes, typing.cast("list[object]", value)))
        if kind is dict and self.values is not None:
            entries = typing.cast("dict[object, object]", value)
            return all(type(key) is str for key in entries) and all(
                map(self.values.passes, entries.values())
            )
        return self._learns(kind)

    def _learns(self, kind: type) -> bool:
        if self.classes.isdisjoint(kind.__mro__[1:-1]) or kind in _SIMPLE:
            return False
        self.classes.add(kind)
        return True


def allowed(type_: Any) -> Allowed:
    """Return what is known to pass as a type.

    Args:
        type_: The type of an argument in generated code.
    """
    origin, arguments = typing.get_origin(type_), typing.get_args(type_)
    if type_ is Any or type_ is object:
        return Allowed(anything=True)
    if origin in _UNIONS:
        return functools.reduce(_either, map(allowed, arguments))
    if origin in _SEQUENCES and len(arguments) == 1:
        return Allowed(items=allowed(arguments[0]))
    if origin in _MAPPINGS and arguments[:1] == (str,):
        return Allowed(values=allowed(arguments[1]))
    if type_ in _SIMPLE or _is_generated_class(type_):
        return Allowed(classes={type_})
    return Allowed()


def _either(one: Allowed, other: Allowed) -> Allowed:
    # Two kinds of lists, or of dictionaries, are left to the stock check.
    return Allowed(
        classes=one.classes | other.classes,
        anything=one.anything or other.anything,
        items=one.items if other.items is None else other.items if one.items is None else None,
        values=one.values if other.values is None else other.values if one.values is None else None,
    )


def _is_generated_class(type_: object) -> bool:
    """Return whether it is a class, so that its instances are all that passes; no interface is."""
    return (
        inspect.isclass(type_)
        and hasattr(type_, "__jsii_type__")
        and not getattr(type_, "_is_protocol", False)
    )


class FastChecks:
    """Puts fast checks in the place of the stock ones, in modules of generated code."""

    def __init__(self) -> None:
        """Start with no type known."""
        self._typing = _CachedTyping()
        # The type is kept too, so that its id stays its own.
        self._known: dict[int, tuple[object, Allowed]] = {}

    def install(self, names: dict[str, Any]) -> None:
        """Replace the check in a module of generated code, given its global names."""
        stock = names.get("check_type")
        if stock is None or names.get("typing") is not typing:
            return
        known = self._known

        def check_type(argname: str, value: object, expected_type: object) -> object:
            entry = known.get(id(expected_type))
            if entry is None:
                entry = known[id(expected_type)] = (expected_type, allowed(expected_type))
            if entry[1].passes(value):
                return None
            return stock(argname=argname, value=value, expected_type=expected_type)

        names["check_type"] = check_type
        names["typing"] = self._typing


class _CachedTyping(types.ModuleType):
    """The module ``typing`` for generated code, which asks for the same type hints all the time.

    Newer releases of jsii's compiler generate code that keeps them by itself.
    """

    def __init__(self) -> None:
        super().__init__(typing.__name__)
        vars(self).update(vars(typing))
        self.get_type_hints = functools.cache(typing.get_type_hints)
