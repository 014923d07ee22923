"""The ``allow_destroy`` section."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field

from modules.config.sections.matching import Matching
from modules.config.sections.model import Section
from modules.planning.changes.losses import LossKind

_DAY = r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"


def _a_day(text: str) -> str:
    try:
        date.fromisoformat(text)
    except ValueError as error:
        message = f"{text!r} is no day of the calendar; write it like 2027-01-31"
        raise ValueError(message) from error
    return text


Day = Annotated[str, Matching(_DAY, "is no day; write it like 2027-01-31"), AfterValidator(_a_day)]


class AllowDestroyConfig(Section):
    """What a plan may destroy, replace or forget, and until when.

    ``trainyard ci gate`` refuses a plan that loses anything else of these kinds.
    """

    what: list[LossKind] = Field(min_length=1, examples=[["node_groups"]])
    """What may be lost: the cluster, its VPC and subnets, node groups that have nodes, KMS keys,
    log groups, or whatever else holds data."""

    until: Day = Field(examples=["2027-01-31"])
    """The last day, in UTC, on which that is allowed. From the next one on it is as if this were
    not there."""

    @property
    def last_day(self) -> date:
        """The last day on which it is allowed."""
        return date.fromisoformat(self.until)
