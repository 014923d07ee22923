"""Tell which clusters differ between two syntheses: ``python -m tools.changed_clusters BASE HEAD``.

BASE and HEAD are folders such as ``cdktf.out``; one that is missing has no clusters. What counts is
what was synthesized, so that a shared file, code or a lock file count as well as a cluster file.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: Synthesized stacks by cluster.
Stacks = Mapping[str, Mapping[str, Any]]


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


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 2 when a cluster that was asked for cannot be planned, else 0."""
    given = _parse(arguments)
    head = read_stacks(given.head)
    if given.cluster is not None and not _has_shared_state(head.get(given.cluster, {})):
        print(f"{given.cluster}: no such cluster, or its state is a local file", file=sys.stderr)
        return 2
    base = {} if given.all or given.cluster else read_stacks(given.base)
    if given.cluster is not None:
        head = {given.cluster: head[given.cluster]}
    changes = compare(base, head)
    for name in changes.without_shared_state:
        print(
            f"::warning::{name} is left out: its state is a local file, which this machine would "
            "forget; write state: {backend: s3, bucket: ...}",
            file=sys.stderr,
        )
    print(f"clusters={json.dumps(changes.clusters)}")
    print(f"removed={json.dumps(changes.removed)}")
    return 0


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


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.changed_clusters", description=__doc__)
    parser.add_argument("base", type=Path, help="synthesis of what is compared with")
    parser.add_argument("head", type=Path, help="synthesis of what is proposed")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--all", action="store_true", help="every cluster, as if all differed")
    which.add_argument("--cluster", metavar="NAME", help="this cluster alone, differing or not")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
