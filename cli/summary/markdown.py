"""What a plan does, in short Markdown.

Names of attributes are told, values never, but for how many nodes a group has and loses.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cli.summary.kinds import GRAVE, KINDS, changes_something, kind_of
from modules.planning.changes.effects import Effects, effects_of, worded
from modules.planning.changes.group_lines import group_line
from modules.planning.changes.plans import Plan, ResourceChange

_LONGEST_LIST = 12


def summary(document: Mapping[str, Any], title: str, *, limit: int) -> str:
    """Describe a plan: its worst, each node group, what is lost, what changes, what is new.

    Args:
        document: The plan.
        title: What the heading begins with, such as the cluster's name.
        limit: Most characters; what is more is cut, and a line says so.
    """
    if not changes_something(document):
        return f"### {title}: no changes"
    effects = effects_of(document)
    plan = effects.plan
    lines = [f"### {title}: {_counts(plan)}", *_worst(effects), *_sections(plan)]
    return _shortened(lines, limit)


def _counts(plan: Plan) -> str:
    counted = Counter(kind_of(change) for change in plan.changes)
    told = [f"{counted[kind]} to {kind}" for kind in KINDS if counted[kind]]
    return ", ".join(told) or "only outputs and entries of the state change"


def _worst(effects: Effects) -> Iterator[str]:
    if effects.plan.changes:
        yield f"**{_sentence(effects)}**\n"
    if effects.groups:
        yield "**Node groups**\n"
        yield from (f"- {_code(group.name)}: {group_line(group)}" for group in effects.groups)
        yield ""


def _sentence(effects: Effects) -> str:
    words = worded(effects)
    if words != ["in place"]:
        return f"It {', '.join(words)}"
    return "It only adds" if effects.only_adds else "It changes what runs in place"


def _sections(plan: Plan) -> Iterator[str]:
    of = {kind: [change for change in plan.changes if kind_of(change) == kind] for kind in KINDS}
    lost = sorted([*of["destroy"], *of["replace"]], key=_gravest_first)
    grave = [change for change in lost if change.type in GRAVE]
    if grave:
        yield "> [!CAUTION]\n> This takes down what work may be running on, or what data needs:"
        yield from (f"> {_loss(change)}" for change in grave)
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
    if of["forget"]:
        yield "\n**No longer managed, but left running**\n"
        yield from (f"- {_code(change.address)}" for change in of["forget"])
    if plan.outputs:
        yield f"\n**Outputs that change**: {_names(plan.outputs)}"


def _gravest_first(change: ResourceChange) -> tuple[int, str]:
    grave = GRAVE.index(change.type) if change.type in GRAVE else len(GRAVE)
    return grave, change.address


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
