"""A YAML document as nodes that know their lines; nothing is made of them yet."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)

#: A hundredth of it would be much for a cluster; a Python call for each would be too many.
MOST_NESTED = 40

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_NO_TABS = "a tab stands where YAML wants spaces; indent with spaces"
#: What the two parsers of PyYAML say, and what it mostly means.
_IN_OUR_WORDS = (
    ("node content", "a value is missing here, or a '[' or '{' before it is not closed"),
    ("block end", "the line is not indented as its neighbours"),
    ("expected key", "the line is not indented as its neighbours"),
    ("'-' indicator", "the line is neither an entry of the list above it nor indented below one"),
    ("could not find expected ':'", "the line before it lacks a ': ', or a quote is not closed"),
    ("escape c", r"'\' in double quotes begins an escape; write '\\', or use single quotes"),
    ("tab character", _NO_TABS),
)


class ComposingError(Exception):
    """A document that is not YAML, or that we do not read.

    Attributes:
        line: Line, counted from 1.
        message: What is wrong and what would be right.
    """

    def __init__(self, line: int, message: str) -> None:
        """Keep both."""
        super().__init__(message)
        self.line, self.message = line, message


@dataclass(slots=True, eq=False)
class Scalar:
    """A word or text.

    Attributes:
        line: Line, counted from 1.
        text: What it says.
        plain: Whether it stands without quotes.
    """

    line: int
    text: str
    plain: bool


@dataclass(slots=True, eq=False)
class Collection:
    """A list, or keys and values in turn.

    Attributes:
        line: Line, counted from 1.
        is_mapping: Whether it is keys and values.
        items: What it holds.
    """

    line: int
    is_mapping: bool
    items: list["Node"] = field(default_factory=list)


Node: TypeAlias = Scalar | Collection


def compose(text: str) -> Node | None:
    """Read the one document of a text; None where it holds nothing.

    Raises:
        ComposingError: It is not YAML, has a tag, a second document, or is nested too deep.
    """
    root = Collection(0, is_mapping=False)
    open_: list[Collection] = [root]
    anchors: dict[str, Node] = {}
    for event in _events(text):
        line = 1 if event.start_mark is None else event.start_mark.line + 1
        if isinstance(event, DocumentStartEvent) and root.items:
            raise ComposingError(
                line, "not YAML: a second document begins here; write one cluster to a file"
            )
        if isinstance(event, CollectionEndEvent):
            open_.pop()
            continue
        node = _node(event, line, anchors)
        if node is None:
            continue
        open_[-1].items.append(node)
        if isinstance(node, Collection) and not isinstance(event, AliasEvent):
            open_.append(node)
            if len(open_) > MOST_NESTED:
                raise ComposingError(
                    line, f"is nested over {MOST_NESTED} deep, which no cluster needs"
                )
    return root.items[0] if root.items else None


def _node(event: Event, line: int, anchors: dict[str, Node]) -> Node | None:
    node: Node
    if isinstance(event, AliasEvent):
        if event.anchor not in anchors:
            raise ComposingError(
                line,
                f"not YAML: *{event.anchor} stands for nothing above it in this file; mark what "
                f"it is to stand for with &{event.anchor}, or put a '*' that is text in quotes",
            )
        return anchors[event.anchor]
    if isinstance(event, ScalarEvent):
        node = Scalar(line, event.value, plain=event.implicit[0])
    elif isinstance(event, SequenceStartEvent | MappingStartEvent):
        node = Collection(line, is_mapping=isinstance(event, MappingStartEvent))
    else:
        return None
    if event.tag not in {None, "!"}:
        raise ComposingError(
            line,
            f"the tag {_tag(event.tag)} is not read; write the value without it, text in quotes",
        )
    if event.anchor is not None:
        anchors[event.anchor] = node
    return node


def _tag(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")


def _events(text: str) -> Iterator[Event]:
    loader = _Loader(text)
    try:
        while loader.check_event():
            yield loader.get_event()
    except yaml.MarkedYAMLError as error:
        raise _in_our_words(text, error) from error
    finally:
        loader.dispose()


def _in_our_words(text: str, error: yaml.MarkedYAMLError) -> ComposingError:
    mark, began = error.problem_mark, error.context_mark
    problem, context = str(error.problem), str(error.context)
    last = text.rstrip("\n").count("\n") + 1
    line = 1 if mark is None else min(mark.line + 1, last)
    at = text[mark.index : mark.index + 1] if mark is not None else ""
    if "cannot start any token" in problem:
        message = f"{at!r} cannot begin a value; put the value in quotes"
        if at == "\t":
            message = _NO_TABS
    elif "mapping values are not allowed" in problem:
        message = (
            "a ': ' stands where no key can be; put text with a ': ' in quotes, or indent the line "
            "as its neighbours"
        )
    elif began is not None and "',' or" in problem:
        line, opened = began.line + 1, "{" if "mapping" in context else "["
        message = f"the {opened} of this line is not closed, or a comma is missing"
    elif began is not None and "quoted scalar" in context and "end of stream" in problem:
        line, message = began.line + 1, "the quote of this line is not closed"
    else:
        message = next((ours for theirs, ours in _IN_OUR_WORDS if theirs in problem), problem)
    return ComposingError(line, f"not YAML: {message}")
