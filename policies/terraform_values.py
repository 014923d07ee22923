"""Values as checkov has them: every block and argument in a list of its own."""

from collections.abc import Iterator, Mapping
from typing import Any


def first(conf: Mapping[str, Any], key: str) -> Any:
    """Give the value of an argument, or None."""
    value = conf.get(key)
    return value[0] if isinstance(value, list) and value else value


def blocks(conf: Mapping[str, Any], key: str) -> Iterator[Mapping[str, Any]]:
    """Give the blocks of a name, however many there are."""
    value = conf.get(key)
    for item in value if isinstance(value, list) else [value]:
        for block in item if isinstance(item, list) else [item]:
            if isinstance(block, Mapping):
                yield block


def texts(conf: Mapping[str, Any], key: str) -> list[str]:
    """Give the texts of a list argument."""
    found: list[str] = []
    pending = [conf.get(key)]
    while pending:
        value = pending.pop()
        if isinstance(value, list):
            pending.extend(value)
        elif isinstance(value, str):
            found.append(value)
    return found


def is_true(value: Any) -> bool:
    """Whether an argument is true, in either of Terraform's spellings."""
    return value is True or (isinstance(value, str) and value.lower() == "true")
