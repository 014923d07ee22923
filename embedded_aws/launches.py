"""Whether the instances of a node group would start, and what EKS says if they would not.

Sources: https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html,
https://docs.aws.amazon.com/eks/latest/APIReference/API_Issue.html and
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
"""

from collections.abc import Container, Iterable, Mapping
from typing import Any

from embedded_aws.conditions import Conditions
from embedded_aws.estate import Holding

_FAILURE = "AsgInstanceLaunchFailures"
_UNUSABLE_KEY = (
    "Instance became unhealthy while waiting for instance to be in InService state. Termination "
    "Reason: Client.InvalidKMSKey.InvalidState: The KMS key provided is in an incorrect state"
)
_NOT_YET = (
    "Could not launch On-Demand Instances. InvalidCapacityReservationState.PendingActivation - "
    "Your Capacity Block is not active yet. Launching EC2 instance failed."
)
_FULL = (
    "Could not launch On-Demand Instances. ReservationCapacityExceeded - The targeted Capacity "
    "Reservation does not have enough available instance capacity to fulfill your request. "
    "Launching EC2 instance failed."
)
_MINIMAL = "MINIMAL"

Issue = Mapping[str, Any]


def extra_instances(nodegroup: Mapping[str, Any], zones: int) -> int:
    """Give how many instances must start before an update takes the first old node away.

    The default strategy asks for up to two in each zone, and goes on once each zone with nodes has
    a new one.
    """
    update = nodegroup.get("updateConfig") or {}
    return 0 if update.get("updateStrategy") == _MINIMAL else zones


def room(holding: Holding, others: Iterable[Holding], conditions: Conditions) -> int | None:
    """Give how many instances may run for a holder; None where there is no end to it.

    Args:
        holding: The holder.
        others: Everybody else of the account and region.
        conditions: What is known of reservations.
    """
    rooms = [
        known.instances * known.has_begun - _running(others, known.reservation_id)
        for known in map(conditions.reservation, holding.reservations)
        if known is not None
    ]
    return max(0, min(rooms)) if rooms else None


def launch_failure(
    holding: Holding,
    wanted: int,
    others: Iterable[Holding],
    conditions: Conditions,
    unusable_keys: Container[str],
) -> Issue | None:
    """Give the issue EKS has with instances that do not start; None if all wanted would.

    Args:
        holding: What the instances need.
        wanted: How many must run at once.
        others: Everybody else of the account and region.
        conditions: What is known of reservations.
        unusable_keys: Keys that are disabled or will be deleted.
    """
    if not wanted:
        return None
    if any(key in unusable_keys for key in holding.key_arns):
        return _issue(_UNUSABLE_KEY)
    most = room(holding, others, conditions)
    if most is None or wanted <= most:
        return None
    known = map(conditions.reservation, holding.reservations)
    begun = all(each is None or each.has_begun for each in known)
    return _issue(_FULL if begun else _NOT_YET)


def _running(holdings: Iterable[Holding], reservation_id: str) -> int:
    return sum(each.instances for each in holdings if reservation_id in each.reservations)


def _issue(message: str) -> Issue:
    return {"code": _FAILURE, "message": message, "resourceIds": []}
