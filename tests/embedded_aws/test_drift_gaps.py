"""Telling drift from known gaps."""

from embedded_aws.drift_gaps import DriftGap, outdated_gaps, unexplained_drift
from modules.planning.changes.plans import Plan, ResourceChange

DRIFT = Plan(
    changes=(
        ResourceChange(
            address="aws_flow_log.x",
            type="aws_flow_log",
            actions=("update",),
            attributes=("tags.Name", "vpc_id"),
        ),
    ),
    outputs=("vpc_id",),
)
TAGS = DriftGap(address="aws_flow_log.*", attribute="tags.*", why="it forgets them")
OTHER = DriftGap(address="aws_vpc.*", attribute="*", why="it forgets them")


def test_drift_that_no_gap_explains_is_named() -> None:
    assert unexplained_drift(DRIFT, [TAGS]) == ["aws_flow_log.x: vpc_id", "output.vpc_id: value"]


def test_a_gap_that_no_longer_occurs_is_named() -> None:
    assert outdated_gaps([DRIFT], [TAGS, OTHER]) == [OTHER]
