"""A request that AWS refuses."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.embedded_aws.world import World


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """Something done that is refused.

    Attributes:
        operation: Operation that is refused.
        says: The message, with a star in place of each id and value.
        act: Does it; its last request is the one that is refused.
        told: What must stand in the message, besides.
    """

    operation: str
    says: str
    act: Callable[[World], object]
    told: str = ""
