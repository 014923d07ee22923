"""Warnings of dates that have passed or are near.

Warnings alone: a file that was right yesterday must be right today, or a cluster could not be built
from the same commit again, least of all on the day when that is needed most.
"""

from collections.abc import Iterator
from datetime import date

from modules.catalog.kubernetes_versions import (
    KUBERNETES_VERSIONS,
    NEWEST,
    KubernetesVersionFacts,
)
from modules.config.problems import Problem
from modules.config.sections.cluster import ClusterSections

#: From how many days ahead on the end of support is told.
_NEAR_DAYS = 60
#: From how many days ahead on the end of reserved capacity is told.
_ENDS_SOON_DAYS = 7
#: For how many days leave to destroy is taken to be for one apply.
_LONG_LEAVE_DAYS = 31
_VERSION = ("kubernetes_version",)


def _support_ends(cluster: ClusterSections, today: date) -> Iterator[Problem]:
    version = cluster.kubernetes_version
    facts = KUBERNETES_VERSIONS.get(version)
    if facts is None:
        yield Problem(
            _VERSION,
            f"{version} is newer than {NEWEST}, the newest in the catalog; EKS may not have it yet",
        )
        return
    match facts.support_on(today):
        case None:
            yield Problem(
                _VERSION,
                f"the catalog knows AMIs of {version}, but not whether EKS makes such clusters by "
                "now, nor until when it supports them; aws eks describe-cluster-versions tells",
            )
        case "standard":
            yield from _standard_support_ends_soon(facts, cluster, today)
        case "extended":
            yield from _in_extended_support(facts, cluster, today)
        case "ended":
            yield Problem(
                _VERSION,
                f"extended support of {version} ended on {facts.extended_until}: EKS makes no such "
                "cluster any more, and upgrades those there are by itself; write a newer version",
            )


def _standard_support_ends_soon(
    facts: KubernetesVersionFacts, cluster: ClusterSections, today: date
) -> Iterator[Problem]:
    end = facts.standard_until
    if end is None or (end - today).days > _NEAR_DAYS:
        return
    then = (
        "EKS then upgrades the control plane by itself"
        if cluster.control_plane.upgrade_policy == "standard"
        else f"EKS then charges extra by the hour until {facts.extended_until}"
    )
    yield Problem(
        _VERSION, f"standard support of {facts.name} ends on {end}, {_in_days(end, today)}; {then}"
    )


def _in_extended_support(
    facts: KubernetesVersionFacts, cluster: ClusterSections, today: date
) -> Iterator[Problem]:
    end = facts.extended_until
    near = f", {_in_days(end, today)}," if end and (end - today).days <= _NEAR_DAYS else ","
    yield Problem(
        _VERSION,
        f"standard support of {facts.name} ended on {facts.standard_until}; EKS charges extra by "
        f"the hour until {end}{near} then upgrades the control plane by itself",
    )
    if cluster.control_plane.upgrade_policy == "standard":
        yield Problem(
            ("control_plane", "upgrade_policy"),
            f"EKS takes standard for no version whose standard support has ended, as that of "
            f"{facts.name} has; write extended, or a newer kubernetes_version",
        )


def _starts_have_passed(cluster: ClusterSections, today: date) -> Iterator[Problem]:
    for name, group in cluster.node_groups.items():
        start = group.capacity.scheduled_start
        if start is not None and start.at.date() < today:
            yield Problem(
                ("node_groups", name, "capacity", "scheduled_start", "at"),
                f"{start.at:%Y-%m-%d} has passed: Auto Scaling has forgotten the schedule and "
                "takes no new one in the past, so the next apply would fail; remove "
                "scheduled_start, or write the start of the next block",
            )


def _reserved_capacity_ends(cluster: ClusterSections, today: date) -> Iterator[Problem]:
    """Tell of the end of what nodes run in.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/capacity-blocks-mng.html
    """
    for name, group in cluster.node_groups.items():
        end = group.capacity.ends_at
        if end is None or (end.date() - today).days > _ENDS_SOON_DAYS:
            continue
        path = ("node_groups", name, "capacity", "ends_at")
        if end.date() < today:
            yield Problem(
                path,
                f"{end:%Y-%m-%d} has passed: no node of the group starts any more; write the "
                "capacity that follows, or remove the group",
            )
        elif group.capacity.type == "capacity_block":
            yield Problem(
                path,
                f"the block ends on {end:%Y-%m-%d at %H:%M} UTC, {_in_days(end.date(), today)}; "
                "EKS takes all nodes away 40 minutes before: have checkpoints written by then",
            )
        else:
            yield Problem(
                path,
                f"the reservation ends on {end:%Y-%m-%d at %H:%M} UTC, "
                f"{_in_days(end.date(), today)}; nodes that run then stay, at on-demand prices, "
                "and no other starts",
            )


def _leave_to_destroy_ends(cluster: ClusterSections, today: date) -> Iterator[Problem]:
    allowed = cluster.allow_destroy
    if allowed is None:
        return
    path = ("allow_destroy", "until")
    if allowed.last_day < today:
        yield Problem(path, f"{allowed.until} has passed: it allows nothing; remove allow_destroy")
    elif (allowed.last_day - today).days > _LONG_LEAVE_DAYS:
        yield Problem(
            path,
            f"{allowed.until} is more than {_LONG_LEAVE_DAYS} days ahead: until then no plan is "
            "refused that loses what nobody meant to lose; write the day after the apply",
        )


def _in_days(day: date, today: date) -> str:
    days = (day - today).days
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")


WARNINGS = (
    _support_ends,
    _starts_have_passed,
    _reserved_capacity_ends,
    _leave_to_destroy_ends,
)
