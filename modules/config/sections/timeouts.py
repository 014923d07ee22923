"""The ``timeouts`` section of a node group."""

from pydantic import Field

from modules.config.sections.model import Section

#: Two weeks: a mistyped number is more likely than an update that takes longer.
_LONGEST_MINUTES = 14 * 24 * 60

Minutes = int | None


class TimeoutsConfig(Section):
    """How long Terraform waits for the node group; what follows from its size where left out.

    EKS carries on with what Terraform no longer waits for.
    """

    create_minutes: Minutes = Field(default=None, ge=1, le=_LONGEST_MINUTES)
    """For the group to be made. Left out, 60, and 15 more with accelerators."""

    update_minutes: Minutes = Field(default=None, ge=1, le=_LONGEST_MINUTES)
    """For an update, which may replace every node. Left out, 21 for each time that nodes are taken
    down, 31 with accelerators, and at least 60: ``scaling.max`` and ``update.max_unavailable``
    decide."""

    delete_minutes: Minutes = Field(default=None, ge=1, le=_LONGEST_MINUTES)
    """For the group to be deleted. Left out, 60."""
