"""Values as checkov has them, and what is not known of them.

checkov puts every block and argument in a list of its own, and leaves an expression that it cannot
work out as text. Such a value is ``UNKNOWN`` here, and whatever depends on it is None: neither
True nor False.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

#: A value that is known to Terraform alone, or only after apply. Text, and one object whatever
#: happens: checkov loads each of these modules a second time, so a class of ours would be two.
UNKNOWN: Final = sys.intern("${unknown}")
_UNKNOWN_BLOCK: Final = "__unknown__"


def unknown_block() -> dict[str, Any]:
    """Give what stands for a block that may be there or not, with any arguments."""
    return {_UNKNOWN_BLOCK: True}


def is_unknown_block(value: Any) -> bool:
    """Whether a block stands for one that is unknown."""
    return isinstance(value, Mapping) and _UNKNOWN_BLOCK in value


#: What somebody else must work out: a variable, a reference, a call, a condition.
_EXPRESSION = re.compile(
    r"""\$\{ | %\{
    | (?<![\w./:@-]) (var|local|data|each|count|module|self|aws_\w+) \. [A-Za-z_]
    | ^ \[? \s* [A-Za-z_]\w* \s* \( .* \) .* $
    | ^ [A-Za-z_]\w* \. (key|value) \b
    | ^ [\[{] \s* for \s | \s \? \s .* :
    """,
    re.VERBOSE | re.DOTALL,
)


def is_known(value: Any) -> bool:
    """Whether a single value is what it will be, rather than an expression."""
    if isinstance(value, str):
        return _EXPRESSION.search(value) is None
    return not is_unknown_block(value)


def first(conf: Mapping[str, Any], key: str) -> Any:
    """Give the value of an argument, None if there is none, or ``UNKNOWN``."""
    if is_unknown_block(conf):
        return UNKNOWN
    value = conf.get(key)
    value = value[0] if isinstance(value, list) and value else value
    return value if is_known(value) else UNKNOWN


def blocks(conf: Mapping[str, Any], key: str) -> Iterator[Mapping[str, Any]]:
    """Give the blocks of a name, and an unknown one for each that is unknown."""
    if is_unknown_block(conf):
        yield conf
        return
    value = conf.get(key)
    for item in value if isinstance(value, list) else [value]:
        for block in item if isinstance(item, list) else [item]:
            if isinstance(block, Mapping):
                yield block
            elif not is_known(block):
                yield unknown_block()


def texts(conf: Mapping[str, Any], key: str) -> list[Any]:
    """Give the texts of a list argument, with ``UNKNOWN`` for each that is unknown."""
    if is_unknown_block(conf):
        return [UNKNOWN]
    found: list[Any] = []
    pending = [conf.get(key)]
    while pending:
        value = pending.pop()
        if isinstance(value, list):
            pending.extend(value)
        elif isinstance(value, str):
            found.append(value if is_known(value) else UNKNOWN)
    return found


def is_true(value: Any) -> bool | None:
    """Whether an argument is true, in either of Terraform's spellings."""
    if value is UNKNOWN:
        return None
    return value is True or (isinstance(value, str) and value.lower() == "true")


def is_one_of(value: Any, *wanted: str) -> bool | None:
    """Whether an argument has one of some values, numbers as their text."""
    if value is UNKNOWN:
        return None
    return value is not None and str(value) in wanted


def all_of(parts: Iterable[bool | None]) -> bool | None:
    """Whether all are true: False if one is not, else None if one is unknown."""
    found = set(parts)
    return False if False in found else None if None in found else True


def any_of(parts: Iterable[bool | None]) -> bool | None:
    """Whether one is true: True if one is, else None if one is unknown."""
    found = set(parts)
    return True if True in found else None if None in found else False


def opposite(verdict: bool | None, /) -> bool | None:  # noqa: FBT001
    """Whether it is not so."""
    return None if verdict is None else not verdict
