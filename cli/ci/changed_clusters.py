"""Which clusters differ between two syntheses.

What counts is what was synthesized, so that a shared file, code or a lock file count as well as a
cluster file.
"""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

#: Synthesized stacks by cluster.
Stacks = Mapping[str, Mapping[str, Any]]


class NoSuchClusterError(Exception):
    """The cluster that was asked for cannot be planned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What differs between two syntheses.

    Attributes:
        clusters: Clusters to plan: name and region.
        removed: Clusters that are no longer there.
        without_shared_state: Clusters that differ, but whose state a runner would forget.
    """

    clusters: tuple[Mapping[str, str], ...]
    removed: tuple[str, ...]
    without_shared_state: tuple[str, ...]


def changed_clusters(base: Path | None, head: Path, style: str, *, only: str | None = None) -> None:
    """Tell which clusters differ between two folders such as ``cdktf.out``.

    Args:
        base: Synthesis of what is compared with; one that is missing has no clusters. None to take
            every cluster for one that differs.
        head: Synthesis of what is proposed.
        style: ``text``, ``json``, or ``github`` for the outputs of a step.
        only: The one cluster to tell of, differing or not.

    Raises:
        NoSuchClusterError: If that cluster is not there, or its state is a local file.
    """
    stacks = read_stacks(head)
    if only is not None:
        if not _has_shared_state(stacks.get(only, {})):
            message = f"{only}: no such cluster, or its state is a local file"
            raise NoSuchClusterError(message)
        changes = compare({}, {only: stacks[only]})
    else:
        changes = compare({} if base is None else read_stacks(base), stacks)
    for name in changes.without_shared_state:
        print(
            f"{'::warning::' if style == 'github' else 'warning: '}{name} is left out: its state "
            "is a local file, which another machine would forget; write "
            "state: {backend: s3, bucket: ...}",
            file=sys.stderr,
        )
    _STYLES[style](changes)


def read_stacks(folder: Path) -> Stacks:
    """Read what was synthesized, by cluster."""
    return {
        file.parent.name: json.loads(file.read_text(encoding="utf-8"))
        for file in sorted(folder.glob("stacks/*/cdk.tf.json"))
    }


def compare(base: Stacks, head: Stacks) -> Changes:
    """Compare two syntheses; a cluster that is new differs as well."""
    differ = [name for name in sorted(head) if head[name] != base.get(name)]
    return Changes(
        clusters=tuple(
            {"cluster": name, "region": _region(head[name])}
            for name in differ
            if _has_shared_state(head[name])
        ),
        removed=tuple(_removed(base, head)),
        without_shared_state=tuple(name for name in differ if not _has_shared_state(head[name])),
    )


def _removed(base: Stacks, head: Stacks) -> Iterator[str]:
    for name in sorted(base.keys() - head.keys()):
        if _has_shared_state(base[name]):
            yield name


def _has_shared_state(stack: Mapping[str, Any]) -> bool:
    return "s3" in stack.get("terraform", {}).get("backend", {})


def _region(stack: Mapping[str, Any]) -> str:
    (provider,) = stack["provider"]["aws"]
    return str(provider["region"])


def _text(changes: Changes) -> None:
    for each in changes.clusters:
        print(f"{each['cluster']} ({each['region']}): to plan")
    for name in changes.removed:
        print(f"{name}: removed")
    if not (changes.clusters or changes.removed):
        print("no cluster to plan")


def _json(changes: Changes) -> None:
    print(json.dumps(asdict(changes), indent=2))


def _github(changes: Changes) -> None:
    """Write outputs of a step.

    Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
    """
    outputs: Mapping[str, Sequence[object]] = {
        "clusters": changes.clusters,
        "removed": changes.removed,
    }
    for name, value in outputs.items():
        print(f"{name}={json.dumps(value)}")


_STYLES: Mapping[str, Callable[[Changes], None]] = MappingProxyType(
    {"text": _text, "json": _json, "github": _github}
)
