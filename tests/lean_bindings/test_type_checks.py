"""A fast check passes nothing that the stock check refuses."""

import typing
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any
from unittest.mock import Mock

import pytest
import typeguard

from lean_bindings.type_checks import FastChecks, allowed


class Struct:
    """A generated class."""

    __jsii_type__ = "test.Struct"


class Kind(Enum):
    """A generated enum."""

    A = "a"


class Text(str):
    """A text of another class."""

    __slots__ = ()


class Derived(Struct):
    """A class derived from a generated one."""


@typing.runtime_checkable
class Interface(typing.Protocol):
    """A generated interface."""

    def method(self) -> None:
        """Do nothing."""


class Implementation:
    """A class with the members of the interface."""

    def method(self) -> None:
        """Do nothing."""


for generated, name in ((Kind, "test.Kind"), (Interface, "test.Interface")):
    setattr(generated, "__jsii_type__", name)  # noqa: B010 - it is no attribute of the type

TYPES: list[Any] = [
    str,
    bool,
    int,
    float,
    typing.Optional[str],  # noqa: UP045 - as generated code has it
    typing.Union[int, float],  # noqa: UP007
    typing.Union[bool, Interface, None],  # noqa: UP007
    Struct,
    typing.Union[Struct, typing.Dict[str, Any], None],  # noqa: UP006, UP007
    typing.Sequence[str],
    typing.List[typing.Union[Struct, Interface]],  # noqa: UP006, UP007
    typing.Union[Sequence[str], Sequence[int]],  # noqa: UP007
    typing.Mapping[str, str],
    Mapping[str, Sequence[Struct]],
    Mapping[int, str],
    Kind,
    Interface,
    Any,
    object,
    type(None),
    typing.Callable[[], None],
]
VALUES: list[Any] = [
    None,
    "text",
    Text("text"),
    True,
    1,
    1.5,
    b"bytes",
    Struct(),
    Derived(),
    Implementation(),
    Kind.A,
    Mock(),
    [],
    ["a", "b"],
    ["a", 1],
    [1, 2],
    [None],
    (),
    ("a",),
    [Struct(), Derived()],
    [Implementation()],
    [Struct(), "a"],
    {},
    {"a": "b"},
    {"a": 1},
    {1: "a"},
    {Text("a"): "b"},
    {"a": [Struct()]},
    {"a": ["b"]},
    {"a"},
    Struct,
    object(),
]


def stock_passes(value: object, type_: Any) -> bool:
    """Return whether typeguard lets a value pass."""
    check: Any = typeguard.check_type
    try:
        check(argname="x", value=value, expected_type=type_)
    except TypeError:
        return False
    return True


@pytest.mark.parametrize("type_", TYPES, ids=str)
def test_what_passes_passes_the_stock_check_too(type_: Any) -> None:
    known = allowed(type_)
    # Twice, because classes are learned.
    for value in VALUES * 2:
        assert not known.passes(value) or stock_passes(value, type_), value


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        (typing.Optional[str], "a"),  # noqa: UP045
        (typing.Optional[str], None),  # noqa: UP045
        (typing.Union[int, float], 1.5),  # noqa: UP007
        (Struct, Derived()),
        (Sequence[str], ["a"]),
        (Mapping[str, str], {"a": "b"}),
        (typing.Union[Struct, typing.Dict[str, Any]], {"a": object()}),  # noqa: UP006, UP007
        (Any, object()),
    ],
)
def test_the_usual_values_pass_at_once(type_: Any, value: object) -> None:
    assert allowed(type_).passes(value)


def test_what_does_not_pass_is_left_to_the_stock_check() -> None:
    asked: list[object] = []

    def stock(argname: str, value: object, expected_type: object) -> None:
        asked.append((argname, value, expected_type))

    names: dict[str, Any] = {"check_type": stock, "typing": typing}
    FastChecks().install(names)
    names["check_type"](argname="argument a", value="x", expected_type=str)
    names["check_type"](argname="argument a", value=5, expected_type=str)
    assert asked == [("argument a", 5, str)]


def test_type_hints_are_looked_up_once() -> None:
    names: dict[str, Any] = {"check_type": None, "typing": typing}
    names["check_type"] = lambda **_: None
    FastChecks().install(names)

    def stub(a: "typing.Optional[int]") -> None:  # noqa: UP045
        """Stand for a generated function."""

    hints = names["typing"].get_type_hints(stub)
    assert hints == typing.get_type_hints(stub)
    assert names["typing"].get_type_hints(stub) is hints
    assert names["typing"].Optional is typing.Optional


@pytest.mark.parametrize("names", [{}, {"check_type": len, "typing": None}, {"typing": typing}])
def test_modules_without_generated_checks_stay_as_they_are(names: dict[str, Any]) -> None:
    before = dict(names)
    FastChecks().install(names)
    assert names == before
