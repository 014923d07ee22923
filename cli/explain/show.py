"""Explanations for people, for pull requests and for programs."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict

from rich.console import Console
from rich.markup import escape

from cli.explain.told import Explanation, Line


def _text(explanations: Sequence[Explanation]) -> None:
    # Lines are as long as they are: what is looked for in them must not be cut in two.
    console = Console(highlight=False, soft_wrap=True)
    for explanation in explanations:
        console.print(f"[bold]{escape(explanation.title)}[/]")
        for line in explanation.lines:
            first, *others = map(_shown, line.value.splitlines() or [""])
            console.print(f"  {escape(line.what)}: [bold]{escape(first)}[/]")
            for other in others:
                console.print(f"    {escape(other)}")
            for why in _reasons(line, explanation.within):
                console.print(f"    [dim]{escape(why)}[/]")


def _shown(text: str) -> str:
    """Escape what a terminal would act on: user data may hold any character."""
    return "".join(
        char
        if char.isprintable() or char == "\t"
        else char.encode("unicode_escape").decode("ascii")
        for char in text
    )


def _reasons(line: Line, within: str) -> Sequence[str]:
    return [
        *([f"because: {line.because}"] if line.because else []),
        *([f"from: {', '.join(key.worded(within) for key in line.keys)}"] if line.keys else []),
        *([f"source: {line.source}"] if line.source else []),
    ]


def _markdown(explanations: Sequence[Explanation]) -> None:
    for explanation in explanations:
        print(f"### {_cell(explanation.title)}\n\n| what | value | why |\n|---|---|---|")
        for line in explanation.lines:
            cells = (line.what, line.value, "\n".join(_reasons(line, explanation.within)))
            print(f"| {' | '.join(map(_cell, cells))} |")
        print()


def _json(explanations: Sequence[Explanation]) -> None:
    print(json.dumps([asdict(explanation) for explanation in explanations], indent=2))


def _cell(text: str) -> str:
    """Write text so that Markdown shows it, and no more than shows it."""
    escaped = text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
    return escaped.replace("`", "\\`").replace("\n", "<br>")


STYLES: Mapping[str, Callable[[Sequence[Explanation]], None]] = {
    "text": _text,
    "markdown": _markdown,
    "json": _json,
}
