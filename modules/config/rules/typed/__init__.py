"""Fields whose contents others define, held against those definitions."""

from collections.abc import Iterator

from modules.config.problems import Problem, written
from modules.config.rules.typed import add_ons, bottlerocket, kubelet, node_repair, user_data
from modules.config.sections.cluster import ClusterSections

#: Where a part of the file says what is taken as it is.
_UNCHECKED = "unchecked"
_OF_EACH_GROUP = (kubelet, user_data, bottlerocket, node_repair)


def _node_groups_hold_what_is_defined(cluster: ClusterSections) -> Iterator[Problem]:
    for name in cluster.node_groups:
        yield from _apart(_found_in_group(cluster, name), cluster.node_groups[name].unchecked)[0]


def _add_ons_hold_what_is_defined(cluster: ClusterSections) -> Iterator[Problem]:
    for name, add_on in cluster.add_ons.items():
        yield from _apart(list(add_ons.problems(name, add_on)), add_on.unchecked)[0]


def _scripts_may_do_what_nodeadm_does(cluster: ClusterSections) -> Iterator[Problem]:
    for name, group in cluster.node_groups.items():
        doubts = [found.below("node_groups", name) for found in user_data.doubts(cluster, name)]
        yield from _apart(doubts, group.unchecked)[0]


def _what_is_unchecked_needs_to_be(cluster: ClusterSections) -> Iterator[Problem]:
    for name, group in cluster.node_groups.items():
        found = _found_in_group(cluster, name)
        found += [doubt.below("node_groups", name) for doubt in user_data.doubts(cluster, name)]
        unused = _apart(found, group.unchecked)[1]
        yield from (_needless(entry, "node_groups", name) for entry in unused)
    for name, add_on in cluster.add_ons.items():
        unused = _apart(list(add_ons.problems(name, add_on)), add_on.unchecked)[1]
        yield from (_needless(entry, "add_ons", name) for entry in unused)


def _found_in_group(cluster: ClusterSections, name: str) -> list[Problem]:
    return [
        problem.below("node_groups", name)
        for part in _OF_EACH_GROUP
        for problem in part.problems(cluster, name)
    ]


def _apart(found: list[Problem], unchecked: list[str]) -> tuple[list[Problem], list[str]]:
    """Give the problems that count, and what is said to be unchecked although nothing is wrong."""
    used = {entry for entry in unchecked for problem in found if _is_at(problem, entry)}
    left = [problem for problem in found if not any(_is_at(problem, entry) for entry in used)]
    return left, [entry for entry in unchecked if entry not in used]


def _is_at(problem: Problem, entry: str) -> bool:
    """Whether a problem is at a path below its group or add-on, or further down."""
    place = written(problem.path[2:])
    return place == entry or place.startswith((f"{entry}.", f"{entry}["))


def _needless(entry: str, *part: str) -> Problem:
    message = f"nothing is wrong with {entry}, or it is not there; remove it"
    return Problem((*part, _UNCHECKED), message)


RULES = (_node_groups_hold_what_is_defined, _add_ons_hold_what_is_defined)
WARNINGS = (_what_is_unchecked_needs_to_be, _scripts_may_do_what_nodeadm_does)
