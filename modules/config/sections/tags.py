"""AWS tags."""

import re
from typing import Annotated

from pydantic import AfterValidator

#: AWS allows 50; the rest is for the names and tags that AWS and Trainyard add.
_MOST_TAGS = 40
_LONGEST_KEY, _LONGEST_VALUE = 128, 256
_ALLOWED = re.compile(r"[\w\s.:/=+@-]*")
_SET_BY_US = ("Name", "trainyard/cluster", "trainyard/state-bucket")


def _tags(tags: dict[str, str]) -> dict[str, str]:
    """Refuse tags that AWS would refuse, or that something else sets.

    Source: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
    """
    if len(tags) > _MOST_TAGS:
        message = f"{len(tags)} tags; write at most {_MOST_TAGS}: AWS allows 50, and some are added"
        raise ValueError(message)
    for key, value in tags.items():
        problem = _key_problem(key) or _value_problem(key, value)
        if problem:
            raise ValueError(problem)
    return tags


def _key_problem(key: str) -> str | None:
    if not 1 <= len(key) <= _LONGEST_KEY or not _ALLOWED.fullmatch(key):
        return (
            f"{key!r} is not a tag key; use 1 to {_LONGEST_KEY} letters, digits, spaces "
            "and . : / = + @ - _"
        )
    if key.lower().startswith("aws:"):
        return f"{key!r} begins with 'aws:', which is AWS's own; use another prefix"
    if key in _SET_BY_US:
        return f"{key!r} is set by Trainyard; use another key"
    return None


def _value_problem(key: str, value: str) -> str | None:
    if len(value) > _LONGEST_VALUE or not _ALLOWED.fullmatch(value):
        return (
            f"{value!r} is not a value for tag {key!r}; use up to {_LONGEST_VALUE} letters, "
            "digits, spaces and . : / = + @ - _"
        )
    return None


Tags = Annotated[dict[str, str], AfterValidator(_tags)]
