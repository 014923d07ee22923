"""Conditions and reasons in ``node_repair.overrides``."""

import re
from collections.abc import Iterator

from modules.catalog.definitions import read
from modules.catalog.nearest import nearest
from modules.config.problems import Problem
from modules.config.sections.cluster import ClusterSections
from modules.config.words import not_one_of


def problems(cluster: ClusterSections, name: str) -> Iterator[Problem]:
    """Find overrides that would never be used, the paths from the group down."""
    for index, override in enumerate(cluster.node_groups[name].node_repair.overrides):
        key, message = _wrong_with(
            override.node_monitoring_condition, override.node_unhealthy_reason
        )
        if message is not None:
            yield Problem(("node_repair", "overrides", index, key), message)


def _wrong_with(condition: str, reason: str) -> tuple[str, str | None]:
    known = read("node_repair")
    by_condition, events = known["conditions"], known["events"]
    if condition not in by_condition:
        return "node_monitoring_condition", not_one_of(condition, sorted(by_condition))
    if _matches(reason, by_condition[condition]):
        return "node_unhealthy_reason", None
    return "node_unhealthy_reason", _unknown_reason(condition, reason, by_condition, events)


def _unknown_reason(
    condition: str, reason: str, by_condition: dict[str, list[str]], events: dict[str, list[str]]
) -> str:
    if any(_matches(reason, reasons) for reasons in events.values()):
        return f"{reason!r} is told as an event only, and EKS repairs nothing for it; remove this"
    other = next((name for name, known in by_condition.items() if _matches(reason, known)), None)
    if other is not None:
        return f"{reason!r} is a reason of {other}, not of {condition}; write that condition"
    reasons = [_example(pattern) for pattern in by_condition[condition]]
    if not reasons:
        return f"{reason!r} is no reason of {condition}, for which there is none; remove this"
    hint = nearest(reason, reasons)
    choice = f"did you mean {hint!r}?" if hint else f"there are {', '.join(reasons)}"
    return f"{reason!r} is no reason of {condition}; {choice}"


def _matches(reason: str, patterns: list[str]) -> bool:
    return any(re.fullmatch(pattern, reason) for pattern in patterns)


def _example(pattern: str) -> str:
    return pattern.replace("[0-9]+", "64")
