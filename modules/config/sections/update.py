"""The ``update`` and ``node_repair`` sections of a node group."""

from typing import Any, Literal

from pydantic import Field, model_validator
from typing_extensions import Self

from modules.config.sections.model import Section, refusal

#: Ways to say how many nodes; one of them is given.
_AMOUNTS = {"max_unavailable", "max_unavailable_percentage"}


class UpdateConfig(Section):
    """How an update replaces nodes: how many at once, one if left out, and in which order.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html
    """

    max_unavailable: int | None = Field(default=None, ge=1, le=100)
    """Number of nodes."""

    max_unavailable_percentage: int | None = Field(default=None, ge=1, le=100)
    """Share of the group, in percent."""

    strategy: Literal["default", "minimal"] | None = None
    """``default`` starts new nodes first, which needs capacity for them. ``minimal`` takes old
    nodes away first: the one that works where capacity is reserved to the last instance, and what
    nodes in a reservation or capacity block have if this is left out. It needs provider release
    6.26.0."""

    force: bool = False
    """Goes on with an update when pods have not left a node after 15 minutes, as a disruption
    budget may not let them: they are ended with the node, and what they have not saved is lost.
    Without it the update fails then."""

    @model_validator(mode="before")
    @classmethod
    def _fill_in(cls, data: Any) -> Any:
        if isinstance(data, dict) and not data.keys() & _AMOUNTS:
            return {"max_unavailable": 1, **data}
        return data

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.max_unavailable is None) == (self.max_unavailable_percentage is None):
            message = "give max_unavailable or max_unavailable_percentage, and not both"
            raise refusal("max_unavailable_percentage", message, "max_unavailable")
        return self


class RepairOverrideConfig(Section):
    """What is done about one reason for which a node is unhealthy."""

    node_monitoring_condition: str = Field(min_length=1, examples=["AcceleratedHardwareReady"])
    """Condition of the node, as the monitoring agent reports it."""

    node_unhealthy_reason: str = Field(min_length=1, examples=["NvidiaXID64Error"])
    """Reason the agent gives for it."""

    min_repair_wait_time_mins: int = Field(ge=1, examples=[5])
    """How long the condition must last before anything is done, in minutes."""

    repair_action: Literal["Replace", "Reboot", "NoAction"] = Field(examples=["Replace"])
    """What is done."""


class NodeRepairConfig(Section):
    """Automatic repair of nodes that report themselves broken.

    Limits and overrides need provider release 6.25.0.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/node-health.html
    """

    enabled: bool = True
    """Whether EKS replaces or reboots broken nodes."""

    max_unhealthy_node_threshold_count: int | None = Field(default=None, ge=1)
    """With more unhealthy nodes than this, none is repaired."""

    max_unhealthy_node_threshold_percentage: int | None = Field(default=None, ge=1, le=100)
    """The same, as a share of the group in percent."""

    max_parallel_nodes_repaired_count: int | None = Field(default=None, ge=1)
    """How many nodes are repaired at once."""

    max_parallel_nodes_repaired_percentage: int | None = Field(default=None, ge=1, le=100)
    """The same, as a share of the unhealthy nodes in percent."""

    overrides: list[RepairOverrideConfig] = []
    """What is done about single reasons, in place of what EKS does by itself."""

    @property
    def has_limits_or_overrides(self) -> bool:
        """Whether anything but on and off is said."""
        limits = (
            self.max_unhealthy_node_threshold_count,
            self.max_unhealthy_node_threshold_percentage,
            self.max_parallel_nodes_repaired_count,
            self.max_parallel_nodes_repaired_percentage,
        )
        return bool(self.overrides) or any(limit is not None for limit in limits)

    @model_validator(mode="after")
    def _one_of_each_two(self) -> Self:
        for what in ("max_unhealthy_node_threshold", "max_parallel_nodes_repaired"):
            count, percentage = f"{what}_count", f"{what}_percentage"
            if getattr(self, count) is not None and getattr(self, percentage) is not None:
                raise refusal(percentage, f"give {count} or {percentage}, and not both", count)
        return self

    @model_validator(mode="after")
    def _only_when_enabled(self) -> Self:
        if not self.enabled and self.has_limits_or_overrides:
            message = "repair is off, so the rest has no effect; write enabled: true, or remove it"
            raise refusal("enabled", message)
        return self
