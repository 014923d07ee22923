"""Tell in short Markdown what a plan does: ``python -m tools.plan_summary plan.json``.

Reads what ``terraform show -json PLAN`` writes. Names of attributes are told, values never, but for
how many nodes a group has and loses.
Source: https://developer.hashicorp.com/terraform/internals/json-format
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from modules.planning.changes.effects import (
    CLUSTER,
    HOLDS_DATA,
    NETWORK,
    NODE_GROUP,
    Effects,
    effects_of,
    worded,
)
from modules.planning.changes.group_lines import group_line
from modules.planning.changes.plans import Plan, ResourceChange, read_plan

#: What takes running work, or data, along when it goes.
GRAVE = (CLUSTER, NODE_GROUP, NETWORK, "aws_subnet", *HOLDS_DATA)
#: GitHub refuses comments and issues of more than 65,536 characters.
LIMIT = 60_000
_LONGEST_LIST = 12


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the summary to standard output."""
    given = _parse(arguments)
    document = json.loads(given.plan.read_text(encoding="utf-8"))
    if given.gitlab_report is not None:
        given.gitlab_report.write_text(json.dumps(gitlab_report(document)), encoding="utf-8")
    if given.only_changes and not changes_something(document):
        return 0
    print(summary(document, given.title, limit=given.limit))
    return 0


def changes_something(document: Mapping[str, Any]) -> bool:
    """Tell whether applying a plan would do anything."""
    plan = read_plan(document)
    return bool(document.get("applyable", plan.changes or plan.outputs))


def summary(document: Mapping[str, Any], title: str, *, limit: int = LIMIT) -> str:
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


def gitlab_report(document: Mapping[str, Any]) -> Mapping[str, int]:
    """Count as GitLab's widget does, where a replacement is a deletion and a creation.

    Source: https://docs.gitlab.com/user/infrastructure/iac/mr_integration/
    """
    plan = read_plan(document).in_aws
    return {action: plan.count(action) for action in ("create", "update", "delete")}


def _counts(plan: Plan) -> str:
    counted = Counter(_kind(change) for change in plan.changes)
    told = [f"{counted[kind]} to {kind}" for kind in _KINDS if counted[kind]]
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


_KINDS = ("destroy", "replace", "change", "create", "forget")


def _kind(change: ResourceChange) -> str:
    actions = set(change.actions)
    if {"create", "delete"} <= actions:
        return "replace"
    if "delete" in actions:
        return "destroy"
    return {"update": "change", "create": "create"}.get(change.actions[0], "forget")


def _sections(plan: Plan) -> Iterator[str]:
    of = {kind: [change for change in plan.changes if _kind(change) == kind] for kind in _KINDS}
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
    return f"- **{_kind(change)}** {_code(change.address)}{because}"


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


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.plan_summary", description=__doc__)
    parser.add_argument("plan", type=Path, help="what terraform show -json wrote")
    parser.add_argument("--title", default="plan", help="what the heading begins with")
    parser.add_argument("--limit", type=int, default=LIMIT, help="most characters")
    parser.add_argument(
        "--only-changes", action="store_true", help="write nothing if nothing changes"
    )
    parser.add_argument(
        "--gitlab-report", type=Path, metavar="FILE", help="also write GitLab's counts there"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
