"""What edits do to a cluster that runs, in words, each found out by a plan of the real provider."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cdktf import Testing
from pydantic import BaseModel

from modules.catalog.changes import FileKind
from modules.config import ClusterConfig, StateBucketConfig
from modules.config.reference.fields import path_of
from modules.planning.changes.effects import CLUSTER, effects_of, worded
from modules.planning.changes.plans import ResourceChange
from stacks.state_bucket import StateBucketStack
from stacks.training_cluster import TrainingCluster
from tests.changes.edits import ALL_EDITS, Edit, Members
from tests.changes.planning import Bench
from tests.changes.roots import ROOTS
from tests.changes.slices import sliced
from tests.end_to_end.oldest_provider import without_newer_arguments
from tests.synthesis import Json

_GROUPS = "node_groups"
_MOVES_STATE = "moves the state"
_ONLY_OUTPUTS = "changes outputs alone"
_NOTHING = "nothing"
_ANOTHER_STACK = "nothing to what runs: it is another stack, with a state of its own"
_REFUSED = "refused by Terraform: what would be destroyed is protected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one edit does in one direction.

    Attributes:
        place: Place of the field in the file.
        before: What the reference calls what stood there.
        after: What the reference calls what stands there now.
        does: What it does, gravest first.
    """

    place: str
    before: str
    after: str
    does: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Synthesized:
    """What a file becomes.

    Attributes:
        stack: Name of the stack, and of the folder that Terraform works in.
        document: The stack.
    """

    stack: str
    document: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """An edit in one direction, synthesized."""

    edit: Edit
    names: tuple[str, str]
    before: "Synthesized"
    after: "Synthesized"

    @property
    def is_planned(self) -> bool:
        """Whether the plan may have anything in it."""
        before, after = self.before.document, self.after.document
        return any(before.get(part) != after.get(part) for part in _PLANNED)


#: What of a stack a plan looks at, besides where its state is.
_PLANNED = ("resource", "data", "provider", "locals", "moved", "removed")


def measure(edits: Iterable[Edit], bench: Bench) -> list[Measured]:
    """Measure edits, each in both directions."""
    steps = [step for edit in edits for step in _steps(edit)]
    plans = bench.plans(
        {
            f"step_{index}": sliced(step.before.document, step.after.document, bench.schema)
            for index, step in enumerate(steps)
            if step.is_planned
        }
    )
    return [
        Measured(
            place=step.edit.place,
            before=step.names[0],
            after=step.names[1],
            does=_does(step, plans.get(f"step_{index}", {})),
        )
        for index, step in enumerate(steps)
    ]


def _steps(edit: Edit) -> Iterator[_Step]:
    before, after = (synthesized(members) for members in edit.files())
    names = edit.called
    yield _Step(edit=edit, names=names, before=before, after=after)
    yield _Step(edit=edit, names=(names[1], names[0]), before=after, after=before)


def synthesized(members: Members) -> Synthesized:
    """Give the stack of a cluster file, or of a state bucket file."""
    stack = (
        TrainingCluster(
            Testing.app(), without_newer_arguments(ClusterConfig.model_validate(members))
        )
        if "node_groups" in members
        else StateBucketStack(Testing.app(), StateBucketConfig.model_validate(members))
    )
    return Synthesized(stack=stack.node.id, document=json.loads(Testing.synth(stack)))


def _does(step: _Step, plan: Json) -> tuple[str, ...]:
    if step.before.stack != step.after.stack:
        return (_ANOTHER_STACK,)
    before, after = step.before.document, step.after.document
    moves = [_MOVES_STATE] if _backend(before) != _backend(after) else []
    words = told(step.edit, plan, before)
    if any(_is_protected(after, change) for change in effects_of(plan).plan.changes):
        words = [_REFUSED]
    if words == [_NOTHING] and moves:
        words = []
    elif words == [_NOTHING] and before.get("output") != after.get("output"):
        words = [_ONLY_OUTPUTS]
    return (*moves, *words)


def told(edit: Edit, plan: Json, before: Json) -> list[str]:
    """Say what the plan of an edit does, in the words of the reference.

    Args:
        edit: The edit.
        plan: What Terraform would do.
        before: The stack as it was.
    """
    place = edit.place.split(".")
    edited = place[1] if place[0] == _GROUPS else None
    groups = before.get("resource", {}).get("aws_eks_node_group", {})
    effects = effects_of(plan)
    # What a plan does not reach it was not shown.
    keeps_cluster = CLUSTER in before.get("resource", {}) and not effects.lost(CLUSTER)
    effects = replace(effects, keeps_cluster=keeps_cluster)
    return worded(effects, edited=edited, groups=len(groups))


def _is_protected(document: Json, change: ResourceChange) -> bool:
    type_, _, name = change.address.partition(".")
    block = document.get("resource", {}).get(type_, {}).get(name, {})
    return "delete" in change.actions and bool(block.get("lifecycle", {}).get("prevent_destroy"))


def _backend(document: Json) -> Any:
    return document["terraform"]["backend"]


def published(root: type[BaseModel], measured: Iterable[Measured]) -> Mapping[str, Any]:
    """Give by path of the field what is published: one text where all changes do the same."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for each in measured:
        of_field, edit = found[path_of(root, each.place)], f"{each.before} to {each.after}"
        does = ", ".join(each.does)
        if of_field.setdefault(edit, does) != does:
            message = (
                f"{each.place}: {edit!r} does two things; give the row in tests/changes/edits names"
            )
            raise ValueError(message)
    return {
        path: next(iter(does.values())) if len({*does.values()}) == 1 else does
        for path, does in found.items()
    }


def measure_files(bench: Bench, paths: Sequence[str] = ()) -> Mapping[FileKind, Any]:
    """Measure edits of every kind of file, and give what is published.

    Args:
        bench: Where they are planned.
        paths: Paths of the fields to measure; none for all.
    """
    wanted: list[tuple[FileKind, Edit]] = [
        (kind, edit)
        for kind, edits in ALL_EDITS.items()
        for edit in edits
        if not paths or path_of(ROOTS[kind], edit.place) in paths
    ]
    measured = measure([edit for _, edit in wanted], bench)
    kinds = [kind for kind, _ in wanted for _ in ("there", "and back")]
    return {
        kind: published(
            ROOTS[kind], [each for of, each in zip(kinds, measured, strict=True) if of == kind]
        )
        for kind in ALL_EDITS
    }
