"""What is decided, together with why."""

from dataclasses import dataclass
from typing import Generic, TypeVar

Value_co = TypeVar("Value_co", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why something is as it is.

    Attributes:
        text: In words; empty where the keys say all there is to say.
        keys: Keys of the node group that decide it, written or left out.
        source: Who says so, of a fact; empty where nobody else does.
    """

    text: str = ""
    keys: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Decided(Generic[Value_co]):
    """A decision.

    Attributes:
        value: What was decided.
        because: Why.
    """

    value: Value_co
    because: Reason
