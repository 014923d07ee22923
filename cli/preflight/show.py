"""Answers for people, for pull requests and for programs."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.markup import escape

from cli.markdown import cell
from cli.preflight.answers import Answer, Verdict

_WIDTH_OF_A_LOG = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Preflight:
    """What came of the questions for one cluster.

    Attributes:
        cluster: Its name.
        region: Its AWS region.
        account_id: The account that was asked, or None where none could be.
        answers: The answers, in the order of the questions.
    """

    cluster: str
    region: str
    account_id: str | None
    answers: Sequence[Answer]


def _text(preflights: Sequence[Preflight]) -> None:
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = _WIDTH_OF_A_LOG
    width = max(len(verdict.value) for verdict in Verdict)
    for preflight in preflights:
        console.print(f"[bold]{escape(_title(preflight))}[/]", soft_wrap=True)
        for answer in preflight.answers:
            verdict = answer.finding.verdict
            word = f"[{_COLOURS.get(verdict, 'yellow')}]{verdict.value:<{width}}[/]"
            console.print(
                f"  {word}  {escape(answer.title)}: {escape(answer.finding.text)}", soft_wrap=True
            )


def _markdown(preflights: Sequence[Preflight]) -> None:
    for preflight in preflights:
        print(f"### {_title(preflight)}\n\n| | question | answer |\n|---|---|---|")
        for answer in preflight.answers:
            verdict = answer.finding.verdict
            cells = (verdict.value, answer.title, answer.finding.text)
            print(f"| {' | '.join(map(cell, cells))} |")
        print()


def _json(preflights: Sequence[Preflight]) -> None:
    told = [
        {
            "cluster": preflight.cluster,
            "region": preflight.region,
            "account_id": preflight.account_id,
            "answers": [
                {
                    "question": answer.title,
                    "verdict": answer.finding.verdict.value,
                    "text": answer.finding.text,
                }
                for answer in preflight.answers
            ],
        }
        for preflight in preflights
    ]
    print(json.dumps(told, indent=2))


def _title(preflight: Preflight) -> str:
    return f"{preflight.cluster}: {preflight.region}, account {preflight.account_id or 'not known'}"


_COLOURS: Mapping[Verdict, str] = {Verdict.passed: "green", Verdict.failed: "red"}

STYLES: Mapping[str, Callable[[Sequence[Preflight]], None]] = {
    "text": _text,
    "markdown": _markdown,
    "json": _json,
}
