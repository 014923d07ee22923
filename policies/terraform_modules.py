"""What a configuration calls, and what of it is made at all."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

#: What checkov makes of a ``for_each`` without anything in it.
_EMPTY: tuple[Any, ...] = ({}, [], set(), "[]", "{}", "toset([])")
#: ``for ... if false``, whatever it goes through. Over an empty map that is not so certain: checkov
#: puts one for a variable without value, and does not always say so.
_NEVER = re.compile(r"\bif\s+false\s*[}\]]$", re.IGNORECASE)
#: A module that a resource or a call is in, however deep, or None for the root.
_Caller = Any


def makes_none(block: Mapping[str, Any], made_up: Iterable[str]) -> bool:
    """Whether ``count`` or ``for_each`` of a block is known and asks for nothing.

    Args:
        block: A block of checkov's graph.
        made_up: Its arguments that are empty because nobody knows what is in them.
    """
    if any(path.partition(".")[0] in {"count", "for_each"} for path in made_up):
        return False
    count = _single(block.get("count"))
    if count is not None and (count is False or str(count) == "0"):
        return True
    items = _single(block.get("for_each"))
    if isinstance(items, str) and _NEVER.search(items):
        return True
    return any(type(items) is type(empty) and items == empty for empty in _EMPTY)


def callers_of(block: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Give the calls of modules that a block comes from: file, name, and what called that."""
    caller: _Caller = block.get("source_module_object_")
    while caller:
        yield _call(caller.path, caller.name, caller.nested_tf_module)
        caller = caller.nested_tf_module


def call_of(module: Mapping[str, Any]) -> tuple[str, str, str]:
    """Identify a ``module`` block as `callers_of` does."""
    name = str(module["block_name_"]).partition("[")[0]
    return _call(module["file_path_"], name, module.get("source_module_object_"))


def _call(path: Any, name: Any, caller: _Caller) -> tuple[str, str, str]:
    above = f"{caller.path}:{caller.name}" if caller else ""
    return str(path), str(name).partition("[")[0], above


def _single(value: Any) -> Any:
    return value[0] if isinstance(value, list) and len(value) == 1 else value
