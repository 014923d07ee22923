"""The command that tells what a plan does."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cli.summary.gate import refused_of
from cli.summary.kinds import changes_something
from cli.summary.markdown import summary
from cli.summary.programs import for_programs, gitlab_report
from modules.planning.changes.effects import effects_of
from modules.planning.changes.leave import Before, lost_its_state, makes_cluster
from modules.planning.changes.losses import LossKind, kinds_lost, losses_of


class NotAPlanError(Exception):
    """A file is not what ``terraform show -json PLAN`` writes."""


def summarize(
    plan: Path,
    title: str,
    style: str,
    *,
    limit: int,
    only_changes: bool,
    gitlab: Path | None,
    losses: Path | None = None,
    stack: Path | None = None,
    before: Before | None = None,
) -> None:
    """Print what a plan does.

    Args:
        plan: What ``terraform show -json PLAN`` wrote.
        title: What the heading begins with, such as the cluster's name.
        style: ``markdown`` or ``json``.
        limit: Most characters of Markdown.
        only_changes: Whether to print nothing where nothing changes.
        gitlab: File to write GitLab's counts to as well.
        losses: File to write the kinds of what is lost to.
        stack: Folder of the stack that was planned, to tell what its cluster file does not allow.
        before: What was before, where the plan cannot know.

    Raises:
        NotAPlanError: If the file holds no plan.
    """
    document = read_document(plan)
    was = before or Before()
    refused = () if stack is None else refused_of(document, stack, was)
    if gitlab is not None:
        gitlab.write_text(json.dumps(gitlab_report(document)), encoding="utf-8")
    if losses is not None:
        losses.write_text(json.dumps(_lost(document, was)), encoding="utf-8")
    if only_changes and not changes_something(document):
        return
    if style == "json":
        print(json.dumps(for_programs(document, title, refused), indent=2))
    else:
        print(summary(document, title, limit=limit, refused=refused, before=was))


def _lost(document: Mapping[str, Any], was: Before) -> Sequence[LossKind]:
    effects = effects_of(document)
    # What a state held that was left where it was, or emptied, no plan knows: at least a cluster.
    gone = (was.state and makes_cluster(effects)) or lost_its_state(effects, was)
    left: Sequence[LossKind] = ("cluster",) if gone else ()
    return tuple(dict.fromkeys((*left, *kinds_lost(losses_of(effects)))))


def read_document(plan: Path) -> Mapping[str, Any]:
    """Read a plan; what is none must not be told of as one that changes nothing.

    Args:
        plan: What ``terraform show -json PLAN`` wrote.

    Raises:
        NotAPlanError: If the file holds no plan.
    """
    try:
        document = json.loads(plan.read_text(encoding="utf-8"))
    except ValueError:
        document = None
    # The JSON of a state, or of a stack, has neither.
    if isinstance(document, dict) and document.keys() & {"planned_values", "resource_changes"}:
        return document
    message = f"{plan}: holds no plan; write one with: terraform show -json PLAN > {plan}"
    raise NotAPlanError(message)
