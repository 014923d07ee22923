"""Which clusters differ between two syntheses.

What counts is what was synthesized, so that a shared file, code or a lock file count as well as a
cluster file.
"""

import json
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import MappingProxyType

from cli.ci.left_behind import (
    Stack,
    Stacks,
    is_decommissioned,
    left_behind,
    moved_from,
    state_of,
)
from cli.ci.matrices import ORDER, environment_of, in_order, pages, waves
from cli.ci.stacks import read_stacks, region_of


class NoSuchClusterError(Exception):
    """The cluster that was asked for cannot be planned."""


class LeftBehindError(Exception):
    """A cluster would be left running, with nothing to plan it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What differs between two syntheses.

    Attributes:
        clusters: Clusters to plan: name, region and environment; where its state was, as
            ``state_was``, if that is elsewhere now; ``changed`` as ``file``, if it was there
            before, or ``removed``.
        removed: Clusters that are no longer there.
        without_shared_state: Clusters that differ, but whose state a runner would forget.
        left_behind: Clusters that nothing would plan any more: name, and what to do about it as
            ``why``.
    """

    clusters: tuple[Mapping[str, str], ...]
    removed: tuple[str, ...]
    without_shared_state: tuple[str, ...]
    left_behind: tuple[Mapping[str, str], ...] = ()


def changed_clusters(
    base: Path | None,
    head: Path,
    style: str,
    *,
    only: str | None = None,
    prove_removed: bool = False,
    refuse_left_behind: bool = False,
    order: Sequence[str] = ORDER,
) -> None:
    """Tell which clusters differ between two folders such as ``cdktf.out``.

    Args:
        base: Synthesis of what is compared with; one that is missing has no clusters. None to take
            every cluster for one that differs.
        head: Synthesis of what is proposed.
        style: ``text``, ``json``, or ``github`` for the outputs of a step.
        only: The one cluster to tell of, differing or not.
        prove_removed: Whether to have clusters planned that were decommissioned and whose files are
            gone, as they were in the base, so that it shows whether anything is left of them.
        order: Environments in the order of their turns.
        refuse_left_behind: Whether it is an error that a cluster would be left behind.

    Raises:
        LeftBehindError: If one would, and that is asked for.
        NoSuchClusterError: If that cluster is not there, or its state is a local file.
        NoPlaceForClustersError: If the workflow has no job for a cluster.
    """
    changes = find_changes(base, head, only=only)
    if base is not None and prove_removed and only is None:
        changes = _with_removed(changes, read_stacks(base), base, head)
    warn(changes, style)
    if style == "github":
        _github(changes, order, applied=base is not None or only is not None)
    else:
        _STYLES[style](changes)
    if refuse_left_behind and changes.left_behind:
        raise LeftBehindError("\n".join(each["why"] for each in changes.left_behind))


def find_changes(base: Path | None, head: Path, *, only: str | None = None) -> Changes:
    """Find which clusters differ between two folders, as `changed_clusters` tells them.

    Raises:
        NoSuchClusterError: If the one that is asked for is not there, or its state is a local file.
    """
    stacks = read_stacks(head)
    if only is None:
        return compare({} if base is None else read_stacks(base), stacks)
    if not _has_shared_state(stacks.get(only, {})):
        message = f"{only}: no such cluster, or its state is a local file"
        raise NoSuchClusterError(message)
    return compare({}, {only: stacks[only]})


def warn(changes: Changes, style: str) -> None:
    """Tell of clusters that are left out, so that nobody waits for their plans."""
    for name in changes.without_shared_state:
        print(
            f"{'::warning::' if style == 'github' else 'warning: '}{name} is left out: its state "
            "is a local file, which another machine would forget; write "
            "state: {backend: s3, bucket: ...}",
            file=sys.stderr,
        )


def compare(base: Stacks, head: Stacks) -> Changes:
    """Compare two syntheses; a cluster that is new differs as well."""
    differ = [name for name in sorted(head) if head[name] != base.get(name)]
    return Changes(
        clusters=tuple(
            _entry(
                name,
                head[name],
                moved_from(base, name, head[name]),
                known=bool(base.get(name, {}).get("resource")),
            )
            for name in differ
            if _has_shared_state(head[name])
        ),
        removed=tuple(_removed(base, head)),
        without_shared_state=tuple(name for name in differ if not _has_shared_state(head[name])),
        left_behind=tuple({"cluster": name, "why": why} for name, why in left_behind(base, head)),
    )


def _entry(
    name: str, stack: Stack, state_was: str | None = None, *, known: bool = False
) -> Mapping[str, str]:
    moved = {} if state_was is None else {"state_was": state_was}
    changed = {"file": "changed"} if known else {}
    return {
        "cluster": name,
        "region": region_of(stack),
        "environment": environment_of(stack),
        **moved,
        **changed,
    }


def _with_removed(changes: Changes, before: Stacks, base: Path, head: Path) -> Changes:
    """Have what was decommissioned, and is removed, planned as it was before."""
    ended = [name for name in changes.removed if is_decommissioned(before[name])]
    for name in ended:
        shutil.copytree(base / "stacks" / name, head / "stacks" / name, dirs_exist_ok=True)
    planned = [{**_entry(name, before[name]), "file": "removed"} for name in ended]
    return replace(changes, clusters=(*changes.clusters, *planned))


def _removed(base: Stacks, head: Stacks) -> Iterator[str]:
    for name in sorted(base.keys() - head.keys()):
        if _has_shared_state(base[name]):
            yield name


def _has_shared_state(stack: Stack) -> bool:
    return state_of(stack) is not None


def _text(changes: Changes) -> None:
    for each in changes.clusters:
        print(f"{each['cluster']} ({each['region']}): to plan")
    for name in changes.removed:
        print(f"{name}: removed")
    for each in changes.left_behind:
        print(f"{each['cluster']}: left behind: {each['why']}")
    if not (changes.clusters or changes.removed):
        print("no cluster to plan")


def _json(changes: Changes) -> None:
    print(json.dumps(asdict(changes), indent=2))


def _github(changes: Changes, order: Sequence[str], *, applied: bool) -> None:
    """Write outputs of a step, with clusters spread over the jobs that the workflow has.

    Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
    """
    clusters = in_order(changes.clusters, order)
    if applied:
        # Better told before the review than after the merge.
        waves(clusters)
    outputs: Mapping[str, Sequence[object]] = {
        "clusters": clusters,
        "pages": pages(clusters),
        "removed": changes.removed,
        "left_behind": changes.left_behind,
    }
    for name, value in outputs.items():
        print(f"{name}={json.dumps(value)}")


_STYLES: Mapping[str, Callable[[Changes], None]] = MappingProxyType({"text": _text, "json": _json})
