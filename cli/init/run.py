"""From answers to a cluster file."""

import os
from collections.abc import Collection, Sequence
from pathlib import Path

from cli.init.answers import Answers, InitRefusedError, missing
from cli.init.checking import problems_of
from cli.init.choices import choose
from cli.init.interview import Ask, Tell, interview
from cli.init.text import file_text
from cli.synthesis import CHECKOUT

_FOLDER = "clusters"
_SCHEMA = CHECKOUT / "schema" / "cluster.schema.json"


def init(
    file: Path | None,
    answers: Answers,
    *,
    given: Collection[str],
    force: bool,
    ask: Ask | None,
    tell: Tell,
) -> Path:
    """Write a cluster file that Trainyard's rules accept, or none.

    Args:
        file: Where to write it; ``clusters/NAME.yaml`` if None.
        answers: What options said.
        given: The answers that they gave.
        force: Whether to replace a file that is there.
        ask: Asks for the others; None where there is nobody to ask.
        tell: Tells what is wrong with an answer.

    Raises:
        InitRefusedError: If the file is there already, or of the answers none can be made.
    """

    def taken(so_far: Answers) -> Sequence[str]:
        return [] if force else _taken(file or _file_of(so_far))

    _refuse(taken(answers))
    if ask is not None:
        answers = interview(answers, given, ask, tell, taken)
    _refuse(missing(answers))
    choices = choose(answers)
    _refuse(problems_of(file_text(answers, choices, schema=None)))
    # Only now is the name known to be one, and not a way to another folder.
    chosen = file or _file_of(answers)
    _refuse(taken(answers))
    chosen.parent.mkdir(parents=True, exist_ok=True)
    text = file_text(answers, choices, schema=_schema_for(chosen))
    with chosen.open("w" if force else "x", encoding="utf-8") as written:
        written.write(text)
    return chosen


def _refuse(problems: Sequence[str]) -> None:
    if problems:
        raise InitRefusedError("\n".join(problems))


def _file_of(answers: Answers) -> Path:
    return Path(_FOLDER, f"{answers.name}.yaml")


def _taken(file: Path) -> Sequence[str]:
    there = f"{file}: is there already; name another file, or give --force to replace it"
    return [there] if file.exists() else []


def _schema_for(file: Path) -> str | None:
    """Say where the schema is, unless it is in another checkout, which others do not have."""
    folder = file.absolute().parent
    return os.path.relpath(_SCHEMA, folder) if folder.is_relative_to(CHECKOUT) else None
