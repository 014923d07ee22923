"""How EKS replaces the nodes of a group, and whether the group's capacity can take it.

Source: https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

#: Where new nodes come from. Only the last two can be full because the group itself fills them.
Capacity = Literal[
    "on demand", "spot", "open reservations, then on demand", "reservation", "capacity block"
]
FILLED_BY_THE_GROUP: tuple[Capacity, ...] = ("reservation", "capacity block")

#: EKS may start this many new nodes in each zone before old ones leave.
_NEW_NODES_IN_EACH_ZONE = 2
_PERCENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll:
    """Nodes of a group that are replaced.

    Attributes:
        nodes: Nodes that the group has.
        at_once: Most nodes that are taken away at once.
        percentage: The share of the group that `at_once` was given as, or None.
        new_nodes_first: New nodes that may start before old ones leave; 0 if old ones leave first.
        capacity: Where new nodes come from.
        settings_come_too_late: Whether the same plan changes how many nodes an update takes or in
            which order. The provider rolls first and changes that afterwards.
    """

    nodes: int
    at_once: int
    percentage: int | None
    new_nodes_first: int
    capacity: Capacity
    settings_come_too_late: bool

    @property
    def may_find_no_room(self) -> bool:
        """Whether new nodes have nowhere to start if the capacity is sized to the group."""
        reserved = self.capacity in FILLED_BY_THE_GROUP
        return reserved and self.new_nodes_first > 0 and self.nodes > 0


def plan_roll(
    before: Mapping[str, Any], after: Mapping[str, Any], template: Mapping[str, Any]
) -> Roll:
    """Tell how a group's nodes are replaced.

    Args:
        before: The node group as it is. Its update settings count, not those of the plan: the
            provider calls UpdateNodegroupVersion before UpdateNodegroupConfig.
        after: The node group as planned.
        template: Its launch template as planned; empty if the plan does not have it.

    Source: resourceNodeGroupUpdate in internal/service/eks/node_group.go of the AWS provider.
    """
    update = _block(before, "update_config")
    nodes = int(_block(before, "scaling_config").get("desired_size") or 0)
    percentage = update.get("max_unavailable_percentage") or None
    given = update.get("max_unavailable") or 1
    # Rounded up: EKS does not say which way it rounds.
    at_once = given if percentage is None else -(-nodes * percentage // _PERCENT)
    zones = len(before.get("subnet_ids") or ()) or 1
    takes_away_first = update.get("update_strategy") == "MINIMAL"
    return Roll(
        nodes=nodes,
        at_once=min(at_once, nodes),
        percentage=percentage,
        new_nodes_first=(
            0 if takes_away_first else max(_NEW_NODES_IN_EACH_ZONE * zones, int(at_once))
        ),
        capacity=_capacity(after, template),
        settings_come_too_late=before.get("update_config") != after.get("update_config"),
    )


def _capacity(group: Mapping[str, Any], template: Mapping[str, Any]) -> Capacity:
    market = _block(template, "instance_market_options").get("market_type")
    if group.get("capacity_type") == "CAPACITY_BLOCK" or market == "capacity-block":
        return "capacity block"
    if group.get("capacity_type") == "SPOT":
        return "spot"
    reservation = _block(template, "capacity_reservation_specification")
    preference = reservation.get("capacity_reservation_preference")
    if reservation.get("capacity_reservation_target") or preference == "capacity-reservations-only":
        return "reservation"
    return "on demand" if preference != "open" else "open reservations, then on demand"


def _block(values: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Give a block of which there is at most one; it may stand as null, or hold null alone."""
    blocks = values.get(name) or [{}]
    return blocks[0] or {}
