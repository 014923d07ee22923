"""What a file says a plan may lose, and that a cluster is to go."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from modules.config import warnings_for
from tests.modules.config.files import TODAY, cluster, refusals, text, warned

LEAVE = {"what": ["node_groups", "keys"], "until": "2026-12-01"}

REFUSED: list[tuple[dict[str, Any], list[str]]] = [
    (
        {"allow_destroy": {"what": ["disks"], "until": "2026-12-01"}},
        [
            "allow_destroy.what[0]: 'disks' is not one of cluster, network, node_groups, keys, "
            "logs, storage"
        ],
    ),
    (
        {"allow_destroy": {"what": [], "until": "2026-12-01"}},
        ["allow_destroy.what: holds 0; at least 1 wanted"],
    ),
    (
        {"allow_destroy": {"what": ["keys"]}},
        ["allow_destroy.until: is missing; add it, for example until: 2027-01-31"],
    ),
    (
        {"allow_destroy": {"what": ["keys"], "until": "1 December"}},
        ["allow_destroy.until: '1 December' is no day; write it like 2027-01-31"],
    ),
    (
        {"allow_destroy": {"what": ["keys"], "until": "2027-02-30"}},
        ["allow_destroy.until: '2027-02-30' is no day of the calendar; write it like 2027-01-31"],
    ),
    (
        {"decommission": True, "control_plane": {"deletion_protection": True}},
        [
            "decommission: EKS deletes no cluster under control_plane.deletion_protection; write "
            "deletion_protection: false, apply that, and decommission the cluster afterwards"
        ],
    ),
]


@pytest.mark.parametrize(("sections", "expected"), REFUSED)
def test_what_cannot_be_meant_is_refused(
    tmp_path: Path, sections: dict[str, Any], expected: list[str]
) -> None:
    said = [line.partition(": ")[2] for line in refusals(tmp_path, text(**sections))]
    assert said == expected


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 10, 31), []),
        (date(2026, 12, 1), []),
        (
            date(2026, 10, 30),
            [
                "allow_destroy.until: 2026-12-01 is more than 31 days ahead: until then no plan is "
                "refused that loses what nobody meant to lose; write the day after the apply"
            ],
        ),
        (
            date(2026, 12, 2),
            ["allow_destroy.until: 2026-12-01 has passed: it allows nothing; remove allow_destroy"],
        ),
    ],
)
def test_leave_that_is_over_or_is_long_is_warned_of(today: date, expected: list[str]) -> None:
    made = cluster(allow_destroy=LEAVE, kubernetes_version="1.36")
    assert warned(made, today) == expected


def test_that_a_cluster_is_to_go_is_told() -> None:
    made = cluster(decommission=True, access={"cluster_creator_admin": True})
    assert [str(warning) for warning in warnings_for(made, today=TODAY)] == [
        "decommission: the next plan destroys the cluster and all that belongs to it; delete first "
        "what Kubernetes made in AWS, as load balancers and volumes, which Terraform does not know"
    ]
