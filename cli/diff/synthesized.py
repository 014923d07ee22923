"""What differs between a cluster file and what was last synthesized beside it."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from cli.diff.resources import differing_arguments, what_it_does
from cli.diff.told import Change, Difference
from cli.explain.address import addresses_of
from cli.explain.places import shown
from cli.explain.told import key_at
from cli.synthesis import project_folder
from modules.config import ReadCluster, read_cluster
from modules.planning.terraform.state_blocks import state_blocks

# What synthesizes is loaded when it is needed.
# ruff: noqa: PLC0415

_LONGEST_SHOWN = 100
#: What of a file decides what is no resource.
_ORIGINS: Mapping[str, Sequence[str]] = {
    "output": ("node_groups", "network"),
    "provider": ("region", "account_id", "assume_role_arn", "tags"),
    "terraform": ("state",),
}
Json = Mapping[str, Any]


class NotSynthesizedError(Exception):
    """Nothing was synthesized beside a cluster file."""


def difference_from_synthesized(file: Path) -> Difference:
    """Compare the resources of what was last synthesized with those of the file as it is now.

    Args:
        file: The cluster file.

    Raises:
        ClusterFileError: If the cluster file is wrong.
        NotSynthesizedError: If nothing was synthesized beside it.
    """
    read = read_cluster(file)
    name = read.cluster.name
    folder = project_folder(file) / "cdktf.out" / "stacks" / name
    kept = folder / "cdk.tf.json"
    if not kept.is_file():
        message = f"{folder}: nothing is synthesized there; run: trainyard synth {file}"
        raise NotSynthesizedError(message)
    from stacks.app import build_app

    stack: Any = build_app([read.cluster]).node.find_child(name)
    # As it would be written: numbers and texts are told apart there alone.
    new = json.loads(json.dumps(stack.to_terraform()))
    changes = _changes(read, _kept(kept, file), new)
    gravest_first = sorted(changes, key=lambda change: change.gravity)
    return Difference(old=str(kept), new=str(file), changes=gravest_first)


def _kept(path: Path, file: Path) -> Json:
    """Read what was synthesized last."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        message = f"{path}: is not JSON: {error}; run: trainyard synth {file}"
        raise NotSynthesizedError(message) from error
    if not isinstance(found, dict) or not {"provider", "terraform"} <= {*found}:
        message = f"{path}: is no stack of a cluster; run: trainyard synth {file}"
        raise NotSynthesizedError(message)
    return found


def _changes(read: ReadCluster, old: Json, new: Json) -> Iterator[Change]:
    from stacks.origins import origins_of

    before, after = _bodies(_as_moved(old, new)), _bodies(new)
    forgotten = {block["from"] for block in state_blocks(new, "removed")}
    for address in sorted({*before, *after}):
        was, becomes = before.get(address), after.get(address)
        differing = [] if was is None or becomes is None else differing_arguments(was, becomes)
        if (was is None) == (becomes is None) and not differing:
            continue
        kind, _, name = address.partition(".")
        path = (becomes or was or {}).get("//", {}).get("metadata", {}).get("path", name)
        origins = _ORIGINS.get(kind) or origins_of(path)
        yield Change(
            what=address,
            changes=[f"{path}: {_cut(one)} -> {_cut(other)}" for path, one, other in differing],
            does=what_it_does(address, was, becomes, differing, forgotten=address in forgotten),
            origins=[key_at(read.source, origin.split("."), origin) for origin in origins],
        )


def _bodies(document: Json) -> Mapping[str, Json]:
    """Give all of a stack that can differ, by address or by what stands for one."""
    (provider,) = document["provider"]["aws"]
    outputs = {f"output.{name}": body for name, body in document.get("output", {}).items()}
    stack = {"provider.aws": provider, "terraform": document["terraform"]}
    return {**addresses_of(document), **stack, **outputs}


def _as_moved(old: Json, new: Json) -> Json:
    """Give what was there, under the addresses it is moved to; whatever refers to it, too."""
    there = addresses_of(old)
    every = {block["from"]: block["to"] for block in state_blocks(new, "moved")}
    ends = {address: _end_of(address, every) for address in every if address in there}
    moves = {address: end for address, end in ends.items() if end not in there}
    if not moves:
        return old
    named = re.compile("|".join(rf"\b{re.escape(address)}\b(?=\.)" for address in moves))
    text = named.sub(lambda found: moves[found[0]], json.dumps(old))
    moved: dict[str, Any] = json.loads(text)
    for address, becomes in moves.items():
        kind, _, name = address.partition(".")
        # A move never leaves its type.
        moved["resource"][kind][becomes.partition(".")[2]] = moved["resource"][kind].pop(name)
    return moved


def _end_of(address: str, moves: Mapping[str, str]) -> str:
    """Follow an address to where its moves end."""
    while address in moves:
        address = moves[address]
    return address


def _cut(value: object) -> str:
    text = shown(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."
