"""Checks of cluster files, and what they make, before anything is there."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cli.markdown import cell
from cli.report import Report, as_json, notes_of, report_on, table_of
from modules.config import load_clusters
from modules.planning.estimate.sizes import SIZES

_WIDTH_OF_A_LOG = 120


def check(files: Sequence[Path], style: str, *, today: date) -> None:
    """Validate cluster files, and tell what each makes.

    Args:
        files: Cluster files, which will be one app.
        style: ``text``, ``markdown`` or ``json``.
        today: The day that dates are judged by.

    Raises:
        ClusterFileError: If a file is refused; with everything that is wrong with any.
    """
    reports = [report_on(cluster, today=today) for cluster in load_clusters(files)]
    _STYLES[style](reports)


def _text(reports: Sequence[Report]) -> None:
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = _WIDTH_OF_A_LOG
    for report in reports:
        console.print(f"[bold]{escape(_title(report))}[/]", soft_wrap=True)
        for warning in report.warnings:
            console.print(f"  [yellow]warning:[/] {escape(warning)}", soft_wrap=True)
        table = Table("", *SIZES, box=None, padding=(0, 2, 0, 2))
        for name, values in table_of(report):
            table.add_row(name, *map(escape, values))
        console.print(table)
        for note in notes_of(report):
            console.print(f"  {escape(note)}", soft_wrap=True)


def _markdown(reports: Sequence[Report]) -> None:
    for report in reports:
        print(f"### {_title(report)}\n")
        for warning in report.warnings:
            print(f"- :warning: {cell(warning)}")
        if report.warnings:
            print()
        print(f"| | {' | '.join(SIZES)} |\n|---|{'---|' * len(SIZES)}")
        for name, values in table_of(report):
            print(f"| {cell(name)} | {' | '.join(map(cell, values))} |")
        print("\n<sub>" + " · ".join(map(cell, notes_of(report))) + "</sub>\n")


def _json(reports: Sequence[Report]) -> None:
    print(json.dumps([as_json(report) for report in reports], indent=2))


def _title(report: Report) -> str:
    return f"{report.cluster}: {report.region}, Kubernetes {report.kubernetes_version}"


_STYLES: Mapping[str, Callable[[Sequence[Report]], None]] = {
    "text": _text,
    "markdown": _markdown,
    "json": _json,
}
