"""The options of ``trainyard summarize``."""

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from cli.exit_codes import exit_code

if TYPE_CHECKING:
    from modules.planning.changes.leave import Before

# Imports what it needs when it runs, as the other commands do.
# ruff: noqa: PLC0415

#: Less than the 65,536 characters that GitHub takes in a comment or an issue.
_LIMIT = 60_000


class SummaryStyle(str, Enum):
    """How a plan is told."""

    markdown = "markdown"
    json = "json"


class FileIs(str, Enum):
    """What becomes of a cluster file."""

    new = ""
    changed = "changed"
    removed = "removed"


StateWas: TypeAlias = Annotated[
    str, typer.Option(metavar="PLACE", help="Where the state was, if it is elsewhere now")
]
FileOption: TypeAlias = Annotated[
    FileIs,
    typer.Option(
        help="What the change does to the cluster file: where it changes it, there must be "
        "a state, and where it removes it, nothing may be left"
    ),
]


def before(state_was: str, file: FileIs) -> "Before":
    """Give what was before a change."""
    from modules.planning.changes.leave import Before

    known = file is FileIs.changed
    return Before(state=state_was, removed=file is FileIs.removed, known=known)


def summarize(
    plan: Annotated[
        Path, typer.Argument(metavar="PLAN", help="What terraform show -json PLAN wrote")
    ],
    *,
    title: Annotated[str, typer.Option(help="What the heading begins with")] = "plan",
    limit: Annotated[int, typer.Option(min=1, help="Most characters of Markdown")] = _LIMIT,
    only_changes: Annotated[
        bool, typer.Option("--only-changes", help="Write nothing if nothing changes")
    ] = False,
    gitlab_report: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Also write the counts that GitLab shows there"),
    ] = None,
    losses: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Also write there, as JSON, the kinds of what is lost"),
    ] = None,
    stack: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="The stack that was planned: tell what its cluster file does not allow to be lost",
        ),
    ] = None,
    state_was: StateWas = "",
    file: FileOption = FileIs.new,
    style: Annotated[
        SummaryStyle, typer.Option("--format", help="For pull requests, or for programs")
    ] = SummaryStyle.markdown,
) -> None:
    """Tell what a plan does: its worst first, each node group, what is lost, changed and new.

    Names of attributes are told, values never, but for how many nodes a group has and loses.
    """

    def run() -> None:
        from cli.summary.run import summarize as run_summarize

        run_summarize(
            plan,
            title,
            style.value,
            limit=limit,
            only_changes=only_changes,
            gitlab=gitlab_report,
            losses=losses,
            stack=stack,
            before=before(state_was, file),
        )

    raise typer.Exit(exit_code(run))
