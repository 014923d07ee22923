"""Warnings look at the calendar, and refusals never do."""

from datetime import date
from typing import Any

import pytest

from tests.modules.config.files import cluster, warned

STANDARD = {"upgrade_policy": "standard"}
BLOCK = {
    "instance_types": ["p5.48xlarge"],
    "availability_zone": "us-west-2a",
    "capacity": {
        "type": "capacity_block",
        "reservation_id": "cr-0123456789abcdef0",
        "scheduled_start": {"at": "2027-01-31T11:30:00Z", "desired": 16},
    },
    "scaling": {"max": 16, "owner": "autoscaler"},
}
EXTENDED = (
    "kubernetes_version: standard support of 1.33 ended on 2026-07-29; EKS charges extra by the "
    "hour until 2027-07-29, then upgrades the control plane by itself"
)

ENDS = {"type": "reservation", "reservation_id": "cr-0123456789abcdef0"}


def ending(capacity: dict[str, Any]) -> dict[str, Any]:
    """Give the sections of a cluster whose reserved capacity ends."""
    training = {
        "instance_types": ["p5.48xlarge"],
        "availability_zone": "us-west-2a",
        "capacity": {**capacity, "ends_at": "2026-12-14T11:30:00Z"},
        "scaling": {"min": 0, "desired": 0, "max": 4},
    }
    return {
        "kubernetes_version": "1.36",
        "node_groups": {"system": {"instance_types": ["m7i.large"]}, "training": training},
    }


SAID: list[tuple[str, dict[str, Any], date, list[str]]] = [
    ("far", {"kubernetes_version": "1.34"}, date(2026, 10, 2), []),
    (
        "two months ahead",
        {"kubernetes_version": "1.34"},
        date(2026, 10, 3),
        [
            "kubernetes_version: standard support of 1.34 ends on 2026-12-02, in 60 days; EKS then "
            "charges extra by the hour until 2027-12-02"
        ],
    ),
    (
        "with upgrade policy standard",
        {"kubernetes_version": "1.34", "control_plane": STANDARD},
        date(2026, 12, 1),
        [
            "kubernetes_version: standard support of 1.34 ends on 2026-12-02, tomorrow; EKS then "
            "upgrades the control plane by itself"
        ],
    ),
    (
        "on the last day",
        {"kubernetes_version": "1.34"},
        date(2026, 12, 2),
        [
            "kubernetes_version: standard support of 1.34 ends on 2026-12-02, today; EKS then "
            "charges extra by the hour until 2027-12-02"
        ],
    ),
    ("in extended support", {"kubernetes_version": "1.33"}, date(2026, 7, 30), [EXTENDED]),
    (
        "standard asked for too late",
        {"kubernetes_version": "1.33", "control_plane": STANDARD},
        date(2026, 7, 30),
        [
            EXTENDED,
            "control_plane.upgrade_policy: EKS takes standard for no version whose standard "
            "support has ended, as that of 1.33 has; write extended, or a newer kubernetes_version",
        ],
    ),
    (
        "near the end of extended support",
        {"kubernetes_version": "1.31"},
        date(2026, 11, 24),
        [
            "kubernetes_version: standard support of 1.31 ended on 2025-11-26; EKS charges extra "
            "by the hour until 2026-11-26, in 2 days, then upgrades the control plane by itself"
        ],
    ),
    (
        "ended",
        {"kubernetes_version": "1.31"},
        date(2026, 11, 27),
        [
            "kubernetes_version: extended support of 1.31 ended on 2026-11-26: EKS makes no such "
            "cluster any more, and upgrades those there are by itself; write a newer version"
        ],
    ),
    (
        "known in part",
        {"kubernetes_version": "1.37"},
        date(2026, 11, 24),
        [
            "kubernetes_version: the catalog knows AMIs of 1.37, but not whether EKS makes such "
            "clusters by now, nor until when it supports them; aws eks describe-cluster-versions "
            "tells"
        ],
    ),
    (
        "newer than the catalog",
        {"kubernetes_version": "1.38"},
        date(2026, 11, 24),
        [
            "kubernetes_version: 1.38 is newer than 1.37, the newest in the catalog; EKS may not "
            "have it yet"
        ],
    ),
    (
        "a start ahead",
        {"node_groups": {"system": {"instance_types": ["m7i.large"]}, "training": BLOCK}},
        date(2027, 1, 31),
        [
            "kubernetes_version: standard support of 1.35 ends on 2027-03-27, in 55 days; EKS then "
            "charges extra by the hour until 2028-03-27"
        ],
    ),
    (
        "an end more than a week ahead",
        ending(ENDS),
        date(2026, 12, 6),
        [],
    ),
    (
        "a reservation that ends in a week",
        ending(ENDS),
        date(2026, 12, 7),
        [
            "node_groups.training.capacity.ends_at: the reservation ends on 2026-12-14 at 11:30 "
            "UTC, in 7 days; nodes that run then stay, at on-demand prices, and no other starts"
        ],
    ),
    (
        "a block that ends today",
        ending(ENDS | {"type": "capacity_block"}),
        date(2026, 12, 14),
        [
            "node_groups.training.capacity.ends_at: the block ends on 2026-12-14 at 11:30 UTC, "
            "today; EKS takes all nodes away 40 minutes before: have checkpoints written by then"
        ],
    ),
    (
        "an end that has passed",
        ending(ENDS),
        date(2026, 12, 15),
        [
            "node_groups.training.capacity.ends_at: 2026-12-14 has passed: no node of the group "
            "starts any more; write the capacity that follows, or remove the group"
        ],
    ),
    (
        "a start that has passed",
        {
            "kubernetes_version": "1.36",
            "node_groups": {"system": {"instance_types": ["m7i.large"]}, "training": BLOCK},
        },
        date(2027, 2, 1),
        [
            "node_groups.training.capacity.scheduled_start.at: 2027-01-31 has passed: Auto Scaling "
            "has forgotten the schedule and takes no new one in the past, so the next apply would "
            "fail; remove scheduled_start, or write the start of the next block"
        ],
    ),
]


@pytest.mark.parametrize(
    ("sections", "today", "expected"),
    [pytest.param(*case, id=name) for name, *case in SAID],
)
def test_what_a_day_means_is_said(
    sections: dict[str, Any], today: date, expected: list[str]
) -> None:
    assert warned(cluster(**sections), today) == expected
