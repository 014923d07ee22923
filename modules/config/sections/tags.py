"""AWS tags."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, Field

from modules.config.sections.matching import Shown
from modules.config.sections.model import refusal
from modules.planning.names import CLUSTER_TAG

#: AWS allows 50; the rest is for the names and tags that AWS and Trainyard add.
_MOST_TAGS = 40
_LONGEST_KEY, _LONGEST_VALUE = 128, 256
_PUNCTUATION = frozenset("_.:/=+-@")
#: Letters, numbers and spaces of any script.
_CATEGORIES = frozenset("LNZ")
_NO_KEY = "__proto__"
_SET_BY_US = ("Name", CLUSTER_TAG, "trainyard/state-bucket")
#: What no tag of ASCII may hold; scripts are a pattern's only in newer readers.
_NOT_IN_TAGS = r"\x00-\x1f!\"#$%&'()*,;<>?\[\\\]^`{|}~\x7f"


def _is_allowed(text: str) -> bool:
    return all(
        char in _PUNCTUATION or unicodedata.category(char)[0] in _CATEGORIES for char in text
    )


def _key(key: str) -> str:
    if not 1 <= len(key) <= _LONGEST_KEY or not _is_allowed(key):
        message = (
            f"{key!r} is not a tag key; use 1 to {_LONGEST_KEY} letters, digits, spaces "
            "and . : / = + @ - _"
        )
        raise ValueError(message)
    if key.lower().startswith("aws:"):
        message = f"{key!r} begins with 'aws:', which is AWS's own; use another prefix"
        raise ValueError(message)
    if key == _NO_KEY:
        message = f"{key!r} is a word of JavaScript, in which stacks are built; use another key"
        raise ValueError(message)
    if key in _SET_BY_US or key.lower().startswith("trainyard/"):
        message = f"{key!r} is set by Trainyard; use another key"
        raise ValueError(message)
    return key


def _value(value: str) -> str:
    if len(value) > _LONGEST_VALUE or not _is_allowed(value):
        message = (
            f"{value!r} is not a tag's value; use up to {_LONGEST_VALUE} letters, digits, spaces "
            "and . : / = + @ - _"
        )
        raise ValueError(message)
    return value


def _tags(tags: dict[str, str]) -> dict[str, str]:
    """Refuse more than fit, and keys that IAM takes for one: capitals make no difference to it.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
    """
    if len(tags) > _MOST_TAGS:
        message = f"{len(tags)} tags; write at most {_MOST_TAGS}: AWS allows 50, and some are added"
        raise ValueError(message)
    first: dict[str, str] = {}
    for key in tags:
        other = first.setdefault(key.lower(), key)
        if other != key:
            message = f"{key!r} and {other!r} are one key to IAM, whose roles get them; rename one"
            raise refusal(key, message, other)
    return tags


TagKey = Annotated[
    str,
    AfterValidator(_key),
    Shown(
        rf"(?![aA][wW][sS]:|[tT]rainyard/|(Name|{_NO_KEY})$)[^{_NOT_IN_TAGS}]{{1,{_LONGEST_KEY}}}"
    ),
]
TagValue = Annotated[
    str, AfterValidator(_value), Shown(rf"[^{_NOT_IN_TAGS}]{{0,{_LONGEST_VALUE}}}")
]
#: Source: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
Tags = Annotated[
    dict[TagKey, TagValue],
    AfterValidator(_tags),
    Field(json_schema_extra={"maxProperties": _MOST_TAGS}),
]
