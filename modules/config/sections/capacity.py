"""The ``capacity`` section of a node group."""

import re
from datetime import datetime, timezone
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError
from typing_extensions import Self

from modules.config.sections.model import Section, refusal
from modules.config.sections.strings import CapacityReservationId, ResourceGroupArn

#: What each way of buying needs or takes to say which capacity is meant.
TARGETS = {
    "on_demand": (),
    "spot": (),
    "reservation": ("reservation_id", "resource_group_arn", "preference"),
    "capacity_block": ("reservation_id", "resource_group_arn"),
}
_EXAMPLES = {
    "reservation_id": "reservation_id: cr-0123456789abcdef0",
    "resource_group_arn": "resource_group_arn: arn:aws:resource-groups:...",
    "preference": "preference: open",
}


_TIME = (
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?"
    r"([Zz]|[+-][0-9]{2}:?[0-9]{2})"
)


def _time(value: Any) -> Any:
    """Refuse numbers, which pydantic takes for seconds since 1970."""
    if isinstance(value, datetime) or (isinstance(value, str) and re.fullmatch(_TIME, value)):
        return value
    raise PydanticCustomError("datetime_parsing", "is no time with its zone")


def _whole_seconds(value: datetime) -> datetime:
    if value.microsecond:
        message = "has parts of a second; write it like 2027-01-31T11:30:00Z"
        raise ValueError(message)
    try:
        return value.astimezone(timezone.utc)
    except OverflowError as error:
        message = f"{value} is beyond the years that can be kept; write one that is near"
        raise ValueError(message) from error


_Time = Annotated[
    AwareDatetime,
    BeforeValidator(_time),
    AfterValidator(_whole_seconds),
    Field(strict=False, json_schema_extra={"pattern": f"^{_TIME}$"}),
]


class ScheduledStartConfig(Section):
    """Nodes are started once, at a time."""

    at: _Time = Field(examples=["2027-01-31T11:30:00Z"])
    """When, with its time zone: the start of the capacity block. Once it has passed, remove
    ``scheduled_start``: AWS forgets the schedule then, and takes no new one in the past."""

    desired: int = Field(ge=1, examples=[16])
    """How many nodes to run from then on."""


class CapacityConfig(Section):
    """How the instances are bought.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/capacity-blocks-mng.html
    """

    type: Literal["on_demand", "spot", "reservation", "capacity_block"] = "on_demand"
    """On-demand; spot; on-demand in a capacity reservation (``reservation_id``,
    ``resource_group_arn`` or ``preference``); or a capacity block for ML (``reservation_id``, or
    ``resource_group_arn`` for blocks of UltraServers)."""

    reservation_id: CapacityReservationId | None = None
    """The capacity reservation or capacity block."""

    resource_group_arn: ResourceGroupArn | None = None
    """A resource group of capacity reservations, or of the blocks of UltraServers."""

    preference: Literal["open", "capacity-reservations-only"] | None = None
    """Whichever open reservation fits, then on-demand (``open``), or nothing else."""

    unlisted: bool = False
    """Says that capacity the catalog does not list is meant: an instance type in a region or zone,
    or sold in a way, that is newer than the catalog."""

    scheduled_start: ScheduledStartConfig | None = None
    """Start the nodes of a capacity block when it starts. The desired size is then not Terraform's:
    ``scaling`` needs ``owner: autoscaler``."""

    ends_at: _Time | None = Field(default=None, examples=["2027-02-14T11:30:00Z"])
    """When the reservation or block ends, with its time zone. Nothing is built for it: from a week
    ahead on a warning tells."""

    @property
    def is_reserved(self) -> bool:
        """Whether the instances are paid for, whether they run or not."""
        return self.type in {"reservation", "capacity_block"}

    @property
    def has_an_end(self) -> bool:
        """Whether nodes start in reserved capacity alone, and in none beyond it."""
        return self.is_reserved and self.preference != "open"

    @property
    def is_in_one_zone(self) -> bool:
        """Whether it is one reservation or block, which is always in one zone."""
        return self.reservation_id is not None or self.type == "capacity_block"

    @model_validator(mode="after")
    def _says_which_capacity(self) -> Self:
        targets = TARGETS[self.type]
        given = [key for key in _EXAMPLES if getattr(self, key) is not None]
        strange = next((key for key in given if key not in targets), None)
        if strange is not None:
            message = f"{strange} does not go with type {self.type}; remove it, or " + (
                "write type: reservation"
                if self.type != "capacity_block"
                else "give the block's reservation_id or resource_group_arn alone"
            )
            raise refusal(strange, message, "type")
        if targets and not given:
            examples = " or ".join(_EXAMPLES[key] for key in targets)
            raise refusal("type", f"type {self.type} needs {examples}", *targets)
        if len(given) > 1:
            message = f"{' and '.join(given)} exclude each other; keep one"
            raise refusal(given[1], message, given[0])
        return self

    @model_validator(mode="after")
    def _only_blocks_start_on_schedule(self) -> Self:
        if self.scheduled_start is not None and self.type != "capacity_block":
            message = (
                f"type {self.type} has no start to wait for; set scaling: {{desired: ...}}, or "
                "write type: capacity_block"
            )
            raise refusal("scheduled_start", message, "type")
        return self

    @model_validator(mode="after")
    def _only_what_is_reserved_ends(self) -> Self:
        if self.ends_at is None:
            return self
        if not self.is_reserved:
            message = (
                f"type {self.type} has no end; remove it, or write type: reservation or "
                "type: capacity_block"
            )
            raise refusal("ends_at", message, "type")
        if not self.has_an_end:
            message = (
                "preference: open takes whichever reservation fits, and goes on without one; "
                "remove it, or name the reservation"
            )
            raise refusal("ends_at", message, "preference")
        start = self.scheduled_start
        if start is not None and start.at >= self.ends_at:
            message = (
                f"is not after scheduled_start.at, {start.at:%Y-%m-%dT%H:%M:%SZ}; write when the "
                "block ends"
            )
            raise refusal("ends_at", message, "scheduled_start")
        return self
