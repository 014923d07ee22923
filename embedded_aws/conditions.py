"""Conditions that tests ask for: reserved capacity, and updates that take their time."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """Reserved capacity of the account; what is not named here has room for everything.

    Attributes:
        reservation_id: Id of a capacity reservation or capacity block, or ARN of a resource group
            of them, as launch templates name it.
        instances: How many instances it has room for, those that run included.
        has_begun: Whether it is active; no instance starts in a block before its time.
    """

    reservation_id: str
    instances: int = 0
    has_begun: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What it is like today.

    Attributes:
        reservations: Reserved capacity with an end to it.
        update_seconds: How long an update of a cluster or node group is in progress; `math.inf`
            holds it until other conditions are set.
    """

    reservations: tuple[Reservation, ...] = ()
    update_seconds: float = 0.0

    def reservation(self, reservation_id: str) -> Reservation | None:
        """Give what is known of a reservation; None where there is no end to it."""
        found = (each for each in self.reservations if each.reservation_id == reservation_id)
        return next(found, None)

    def to_json(self) -> dict[str, Any]:
        """Give the conditions as JSON."""
        return asdict(self)

    @classmethod
    def from_json(cls, members: Mapping[str, Any]) -> "Conditions":
        """Read conditions from JSON."""
        reservations = tuple(Reservation(**each) for each in members["reservations"])
        return cls(reservations=reservations, update_seconds=members["update_seconds"])
