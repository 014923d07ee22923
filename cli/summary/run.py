"""The command that tells what a plan does."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cli.summary.kinds import changes_something
from cli.summary.markdown import summary
from cli.summary.programs import for_programs, gitlab_report


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
) -> None:
    """Print what a plan does.

    Args:
        plan: What ``terraform show -json PLAN`` wrote.
        title: What the heading begins with, such as the cluster's name.
        style: ``markdown`` or ``json``.
        limit: Most characters of Markdown.
        only_changes: Whether to print nothing where nothing changes.
        gitlab: File to write GitLab's counts to as well.

    Raises:
        NotAPlanError: If the file holds no plan.
    """
    document = _read(plan)
    if gitlab is not None:
        gitlab.write_text(json.dumps(gitlab_report(document)), encoding="utf-8")
    if only_changes and not changes_something(document):
        return
    if style == "json":
        print(json.dumps(for_programs(document, title), indent=2))
    else:
        print(summary(document, title, limit=limit))


def _read(plan: Path) -> Mapping[str, Any]:
    """Read a plan; what is none must not be told of as one that changes nothing."""
    try:
        document = json.loads(plan.read_text(encoding="utf-8"))
    except ValueError:
        document = None
    # The JSON of a state, or of a stack, has neither.
    if isinstance(document, dict) and document.keys() & {"planned_values", "resource_changes"}:
        return document
    message = f"{plan}: holds no plan; write one with: terraform show -json PLAN > {plan}"
    raise NotAPlanError(message)
