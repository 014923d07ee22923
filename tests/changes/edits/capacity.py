"""Edits of how nodes are bought."""

from tests.changes.edits.edit import LEFT_OUT, Edit, Members, edits
from tests.changes.edits.values import P4D, TRAINING

_RESERVED: Members = {"type": "reservation", "reservation_id": "cr-0123456789abcdef0"}
_OPEN: Members = {"type": "reservation", "preference": "open"}
_GROUP_ARN = "arn:aws:resource-groups:us-west-2:111122223333:group/{}"
_BLOCK: Members = {"type": "capacity_block", "reservation_id": "cr-0123456789abcdef0"}
_START: Members = {"at": "2027-06-30T11:30:00Z", "desired": 4}
_IN_BLOCK: Members = {
    **P4D,
    f"{TRAINING}.capacity": _BLOCK,
    f"{TRAINING}.scaling": {"min": 0, "desired": 0, "max": 4, "owner": "autoscaler"},
}
#: Edits of how nodes are bought.
CAPACITY: list[Edit] = [
    Edit(
        at=f"{TRAINING}.capacity.ends_at",
        before=LEFT_OUT,
        after="2027-07-30T11:30:00Z",
        given={f"{TRAINING}.capacity": _RESERVED},
    ),
    Edit(at=f"{TRAINING}.capacity.type", before="on_demand", after="spot"),
    Edit(
        at=f"{TRAINING}.capacity",
        of=f"{TRAINING}.capacity.type",
        before={},
        after=_RESERVED,
        names=("on_demand", "reservation"),
    ),
    Edit(
        at=f"{TRAINING}.capacity",
        of=f"{TRAINING}.capacity.type",
        given={**P4D, f"{TRAINING}.scaling": {"min": 0, "desired": 0, "max": 4}},
        before=_RESERVED,
        after=_BLOCK,
        names=("reservation", "capacity_block"),
    ),
    Edit(
        at=f"{TRAINING}.capacity.reservation_id",
        given={f"{TRAINING}.capacity": _RESERVED},
        before="cr-0123456789abcdef0",
        after="cr-0123456789abcdef1",
    ),
    Edit(
        at=f"{TRAINING}.capacity.resource_group_arn",
        given={f"{TRAINING}.capacity": {"type": "reservation"}},
        before=_GROUP_ARN.format("one"),
        after=_GROUP_ARN.format("two"),
        names=("one", "another"),
    ),
    Edit(
        at=f"{TRAINING}.capacity.preference",
        given={f"{TRAINING}.capacity": _OPEN},
        before="open",
        after="capacity-reservations-only",
    ),
    Edit(at=f"{TRAINING}.capacity.scheduled_start", before=LEFT_OUT, after=_START, given=_IN_BLOCK),
    *edits(
        [
            (f"{TRAINING}.capacity.scheduled_start.at", _START["at"], "2027-07-30T11:30:00Z"),
            (f"{TRAINING}.capacity.scheduled_start.desired", 4, 3),
        ],
        given={**_IN_BLOCK, f"{TRAINING}.capacity": {**_BLOCK, "scheduled_start": _START}},
    ),
]
