"""How many clusters are spread over jobs, and whose turn it is.

Environments are applied in an order: none before every cluster of those before it is.
"""

import json
from collections.abc import Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import Any, TypeAlias

#: A cluster as an entry of a matrix.
Entry: TypeAlias = Mapping[str, str]

#: Source: https://docs.github.com/en/actions/reference/limits (jobs of a matrix)
MOST_JOBS = 256
#: How many jobs with a matrix of their own ci/github/clusters.yml has.
MOST_PAGES, MOST_WAVES = 2, 4
ORDER = ("development", "staging", "production")
_ELSEWHERE = MappingProxyType({"environment": "production"})


class NoPlaceForClustersError(Exception):
    """Clusters have no turn, or there are more of them than jobs; the text says what to do."""


def environment_of(stack: Mapping[str, Any]) -> str:
    """Give the environment that a synthesized cluster is of, as its file says."""
    return str({**_ELSEWHERE, **stack.get("//", {})}["environment"])


def order_of(text: str) -> tuple[str, ...]:
    """Read the order of environments, a list in JSON.

    Raises:
        NoPlaceForClustersError: If it is none.
    """
    try:
        names = json.loads(text)
    except ValueError:
        names = None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        message = f"{text} is no order of environments; write one like {json.dumps(ORDER)}"
        raise NoPlaceForClustersError(message)
    return tuple(names)


def pages(clusters: Sequence[Entry]) -> list[list[Entry]]:
    """Spread clusters over matrices that are planned side by side.

    Raises:
        NoPlaceForClustersError: If there are more than the workflow has jobs for.
    """
    found = _parts(clusters)
    if len(found) > MOST_PAGES:
        message = (
            f"{len(clusters)} clusters are to be planned, and a run plans "
            f"{MOST_PAGES * MOST_JOBS} at most: change fewer at a time, or keep some in another "
            "repository, or in another folder with a workflow of its own"
        )
        raise NoPlaceForClustersError(message)
    return found


def in_order(clusters: Sequence[Entry], order: Sequence[str]) -> list[Entry]:
    """Sort clusters by the turns of their environments.

    Raises:
        NoPlaceForClustersError: If the environment of one has no place in the order.
    """
    lost = [each for each in clusters if each["environment"] not in order]
    if lost:
        first = lost[0]
        message = (
            f"{first['cluster']}: environment: {first['environment']} has no place in "
            f"{', '.join(order)}; name one of them, or write the order that is meant into the "
            "variable ENVIRONMENTS"
        )
        raise NoPlaceForClustersError(message)
    return sorted(clusters, key=lambda each: order.index(each["environment"]))


def by_environment(clusters: Sequence[Entry]) -> list[tuple[str, list[Entry]]]:
    """Part clusters that are in order by their environments."""
    parts = groupby(clusters, key=lambda each: each["environment"])
    return [(name, [*entries]) for name, entries in parts]


def waves(clusters: Sequence[Entry]) -> list[list[Entry]]:
    """Spread clusters that are in order over matrices that are applied one after another.

    Raises:
        NoPlaceForClustersError: If there are more waves than the workflow has jobs for.
    """
    turns = by_environment(clusters)
    found = [part for _, entries in turns for part in _parts(entries)]
    if len(found) > MOST_WAVES:
        message = (
            f"{len(clusters)} clusters of {len(turns)} environments differ, which takes "
            f"{len(found)} waves of at most {MOST_JOBS} clusters of one environment, and a run "
            f"applies {MOST_WAVES}: change fewer at a time"
        )
        raise NoPlaceForClustersError(message)
    return found


def _parts(entries: Sequence[Entry]) -> list[list[Entry]]:
    return [[*entries[at : at + MOST_JOBS]] for at in range(0, len(entries), MOST_JOBS)]
