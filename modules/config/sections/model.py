"""What all parts of a cluster file have in common."""

from pydantic import BaseModel, ConfigDict
from pydantic_core import PydanticCustomError

#: The type of the error that says which key of a section does not go with the others.
SECTION_ERROR = "section_rule"

#: The type of the error that carries problems found by looking at the whole file.
RULES_ERROR = "file_rules"

#: What a key at the top begins with that holds what is referred to, and says nothing by itself.
HOLDER_PREFIX = "x-"


class Section(BaseModel):
    """A part of a cluster file: no unknown keys, no conversions, no changes afterwards."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        validate_default=True,
        use_attribute_docstrings=True,
    )


def refusal(key: str | tuple[str | int, ...], message: str, *also: str) -> PydanticCustomError:
    """Make the error for a key that does not go with other keys of its section.

    Args:
        key: The key to point at, or the path to it.
        message: What is wrong and what would be right.
        also: The other keys it is about.
    """
    return PydanticCustomError(
        SECTION_ERROR, "{message}", {"message": message, "key": key, "also": also}
    )
