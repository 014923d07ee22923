"""Blocks that speak of a state alone, in a form of Terraform's JSON that checkov reads too.

Source: https://github.com/hashicorp/hcl/blob/main/json/spec.md (Bodies: a body may be an array of
objects)
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, TypeAlias

StateBlock: TypeAlias = Mapping[str, Any]


def as_written(blocks: Iterable[StateBlock]) -> Sequence[Sequence[StateBlock]]:
    """Give blocks as the stack has them, each body an array of one object.

    An object in its place is as good to Terraform, but checkov 3.3 takes its keys for names of
    blocks, fails, and scans nothing of the file.
    """
    return [[block] for block in blocks]


def state_blocks(
    document: Mapping[str, Any], kind: Literal["moved", "removed"]
) -> Sequence[StateBlock]:
    """Give the blocks of a stack, whichever form they are written in."""
    return [
        block
        for body in document.get(kind, ())
        for block in ([body] if isinstance(body, Mapping) else body)
    ]
