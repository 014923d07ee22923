"""Differences for people, for pull requests and for programs."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict

from rich.console import Console
from rich.markup import escape

from cli.diff.told import Change, Difference
from modules.planning.changes.gravity import Gravity

_NOTHING = "nothing changes"


def _text(difference: Difference) -> None:
    # Lines are as long as they are: what is looked for in them must not be cut in two.
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"[bold]{escape(_title(difference))}[/]")
    if difference.note:
        console.print(f"  [yellow]note:[/] {escape(difference.note)}")
    if not difference.changes:
        console.print(f"  {_NOTHING}")
    for change in difference.changes:
        colour = _COLOURS.get(change.gravity, "green")
        console.print(f"  [bold]{escape(change.what)}[/]: [{colour}]{escape(change.does)}[/]")
        for each in change.changes:
            console.print(f"    {escape(each)}")
        for where in _places(change):
            console.print(f"    [dim]{escape(where)}[/]")


def _places(change: Change) -> Sequence[str]:
    places = [f"{key.file}:{key.line}" if key.file else "left out" for key in change.keys]
    return [
        *([f"from: {' -> '.join(dict.fromkeys(places))}"] if places else []),
        *([f"from: {', '.join(key.worded() for key in change.origins)}"] if change.origins else []),
        *([f"source: {change.source}"] if change.source else []),
    ]


def _markdown(difference: Difference) -> None:
    print(f"### {_cell(_title(difference))}\n")
    if difference.note:
        print(f"{_cell(difference.note)}\n")
    if not difference.changes:
        print(_NOTHING)
        return
    print("| what | change | does |\n|---|---|---|")
    for change in difference.changes:
        cells = (change.what, "\n".join(change.changes), change.does)
        print(f"| {' | '.join(map(_cell, cells))} |")


def _json(difference: Difference) -> None:
    changes = [
        {
            "what": change.what,
            "changes": [*change.changes],
            "does": change.does,
            "gravity": change.gravity.value,
            "written": [{"file": key.file, "line": key.line} for key in change.keys],
            "origins": [asdict(key) for key in change.origins],
            "source": change.source,
        }
        for change in difference.changes
    ]
    told = {
        "old": difference.old,
        "new": difference.new,
        "note": difference.note,
        "changes": changes,
    }
    print(json.dumps(told, indent=2))


def _title(difference: Difference) -> str:
    return f"{difference.old} -> {difference.new}"


def _cell(text: str) -> str:
    """Write text so that Markdown shows it, and no more than shows it."""
    escaped = text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
    return escaped.replace("`", "\\`").replace("\n", "<br>")


_COLOURS: Mapping[Gravity, str] = {
    Gravity.deletes_data: "red",
    Gravity.replaces_cluster: "red",
    Gravity.replaces_nodes: "red",
    Gravity.rolls_nodes: "yellow",
    Gravity.takes_nodes_away: "yellow",
    Gravity.removes: "yellow",
}

STYLES: Mapping[str, Callable[[Difference], None]] = {
    "text": _text,
    "markdown": _markdown,
    "json": _json,
}
