"""What a plan does, in short Markdown.

Names of attributes are told, values never, but for how many nodes a group has and loses.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cli.summary.kinds import GRAVE, KINDS, changes_something, kind_of
from modules.planning.changes.effects import Effects, effects_of, worded
from modules.planning.changes.group_lines import group_line
from modules.planning.changes.leave import Before, lost_its_state, makes_cluster
from modules.planning.changes.losses import kinds_lost, losses_of
from modules.planning.changes.plans import ResourceChange
from modules.planning.changes.vanished import Vanished

_LONGEST_LIST = 12


def summary(
    document: Mapping[str, Any],
    title: str,
    *,
    limit: int,
    refused: Sequence[str] = (),
    before: Before | None = None,
) -> str:
    """Describe a plan: its worst, each node group, what is lost, what changes, what is new.

    Args:
        document: The plan.
        title: What the heading begins with, such as the cluster's name.
        limit: Most characters; what is more is cut, and a line says so.
        refused: What it loses that its cluster file does not allow.
        before: What was before, where the plan cannot know.
    """
    if not changes_something(document):
        return f"### {title}: no changes"
    effects = effects_of(document)
    lines = [
        f"### {title}: {_left(effects, before or Before())}{_lost(effects)}{_counts(effects)}",
        *_worst(effects),
        *_refused(refused),
        *_sections(effects),
    ]
    return _shortened(lines, limit)


def _left(effects: Effects, was: Before) -> str:
    """Say that what is in a state is forgotten, as the state was not moved, or that it is empty."""
    if lost_its_state(effects, was):
        return "finds nothing in its state, "
    return f"forgets what is in {was.state}: " if was.state and makes_cluster(effects) else ""


def _lost(effects: Effects) -> str:
    """Say in the very first line what is lost that a cluster file has to say a word for."""
    kinds = kinds_lost(losses_of(effects))
    return f"loses {', '.join(kind.replace('_', ' ') for kind in kinds)}: " if kinds else ""


def _refused(refused: Sequence[str]) -> Iterator[str]:
    if refused:
        yield "> [!WARNING]\n> The check fails, as this plan"
        yield from (f"> - {each}" for each in refused)
        yield ""


def _counts(effects: Effects) -> str:
    counted = Counter(kind_of(change) for change in effects.plan.changes)
    counted["forget"] += len(effects.forgotten)
    told = [f"{counted[kind]} to {kind}" for kind in KINDS if counted[kind]]
    return ", ".join(told) or "only outputs and entries of the state change"


def _worst(effects: Effects) -> Iterator[str]:
    if effects.plan.changes or effects.vanished:
        yield f"**{_sentence(effects)}**\n"
    if effects.groups:
        yield "**Node groups**\n"
        yield from (f"- {_code(group.name)}: {group_line(group)}" for group in effects.groups)
        yield ""


def _sentence(effects: Effects) -> str:
    words = worded(effects)
    if words != ["in place"]:
        return f"It {', '.join(words)}"
    if makes_cluster(effects):
        return "It makes a cluster; if that runs already, its state is lost, or elsewhere"
    return "It only adds" if effects.only_adds else "It changes what runs in place"


def _sections(effects: Effects) -> Iterator[str]:
    plan = effects.plan
    of = {kind: [change for change in plan.changes if kind_of(change) == kind] for kind in KINDS}
    lost = sorted([*of["destroy"], *of["replace"]], key=_gravest_first)
    grave = [change for change in lost if change.type in GRAVE]
    yield from _boxed(grave, effects)
    others = [change for change in lost if change.type not in GRAVE]
    if others:
        yield "\n**Destroyed or replaced**\n"
        yield from map(_loss, others)
    if of["change"]:
        yield "\n**Changed in place**\n"
        yield from (f"- {_code(each.address)}: {_names(each.attributes)}" for each in of["change"])
    if of["create"]:
        yield "\n**Created**\n"
        types = Counter(change.type for change in of["create"])
        yield from (f"- {count} {_code(type_)}" for type_, count in sorted(types.items()))
    yield from _let_go(of["forget"], effects)
    if plan.outputs:
        yield f"\n**Outputs that change**: {_names(plan.outputs)}"


def _boxed(grave: Sequence[ResourceChange], effects: Effects) -> Iterator[str]:
    if grave:
        yield "> [!CAUTION]\n> This takes down what work may be running on, or what data needs:"
        yield from (f"> {_loss(change)}" for change in grave)
    forgotten = sorted((each for each in effects.forgotten if each.type in GRAVE), key=_by_type)
    if forgotten:
        yield ">" if grave else "> [!CAUTION]"
        yield "> This runs on, is paid for, and Terraform no longer knows of it:"
        yield from (f"> - **forget** {_code(e.address)} in {e.runs_on_in}" for e in forgotten)


def _let_go(forgotten: Sequence[ResourceChange], effects: Effects) -> Iterator[str]:
    addresses = [change.address for change in forgotten]
    addresses += [each.address for each in effects.forgotten if each.type not in GRAVE]
    if addresses:
        yield "\n**No longer managed, but left running**\n"
        yield from (f"- {_code(address)}" for address in addresses)
    deleted = sorted((each for each in effects.vanished if not each.runs_on_in), key=_by_type)
    if deleted:
        yield "\n**No longer found: deleted outside of Terraform**\n"
        yield from (f"- {_code(each.address)}" for each in deleted)


def _by_type(each: Vanished) -> tuple[int, str]:
    return _rank(each.type), each.address


def _rank(type_: str) -> int:
    return GRAVE.index(type_) if type_ in GRAVE else len(GRAVE)


def _gravest_first(change: ResourceChange) -> tuple[int, str]:
    return _rank(change.type), change.address


def _loss(change: ResourceChange) -> str:
    because = f", because of {_names(change.forced_by)}" if change.forced_by else ""
    return f"- **{kind_of(change)}** {_code(change.address)}{because}"


def _names(names: Sequence[str]) -> str:
    more = f" and {len(names) - _LONGEST_LIST} more" if len(names) > _LONGEST_LIST else ""
    return ", ".join(map(_code, names[:_LONGEST_LIST])) + more


def _code(name: str) -> str:
    # Keys of tags and labels are anybody's: nothing in one may end the code span or its line.
    return "`" + " ".join(name.replace("`", "'").split()) + "`"


def _shortened(lines: Sequence[str], limit: int) -> str:
    text = "\n".join(lines)
    if len(text) <= limit:
        return text
    note = "\n\n*Cut here: the whole plan is in the log of the run.*"
    kept = text[: limit - len(note)]
    return kept[: kept.rindex("\n")] + note if "\n" in kept else kept + note
