"""One mistake put into the text of a file that is right: the corners of YAML."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Slip:
    """A text with a mistake.

    Attributes:
        kind: What kind of mistake.
        text: The text.
        line: Line that must be told, counted from 1; None where it depends.
        words: One of these must be in what is told; none where it depends.
    """

    kind: str
    text: str
    line: int | None
    words: tuple[str, ...]


#: What stands in place of a whole value, and what is said of it.
_VALUES: Mapping[str, str] = {
    "012345670123": "012345670123 is a number on whose value",
    "0x1F": "0x1F is a number on whose value",
    "1_000": "1_000 is a number on whose value",
    "12:30:45": "12:30:45 is a number on whose value",
    ".nan": ".nan is no number",
    "-.inf": "-.inf is no number",
    "1.0e+999": "1.0e+999 is a larger number",
    "99999999999999999999": "99999999999999999999 is a larger number",
    "!!int ''": "the tag !!int is not read",
    "!!binary aGk=": "the tag !!binary is not read",
    "!mine x": "the tag !mine is not read",
    "*nothing": "*nothing stands for nothing",
    "@x": "'@' cannot begin a value",
    "`x`": "'`' cannot begin a value",
    "{<<: [a]}": "'<<' takes keys and values",
    "{on: x}": 'the key on means true to YAML; put it in quotes: "on"',
    "{1: x}": 'the key 1 is a number to YAML; put it in quotes: "1"',
    "{? [a] : x}": "a key is a list or a mapping",
    "[" * 60 + "]" * 60: "is nested over 40 deep",
    '"' + "x" * 40_000 + '"': "has 40000 characters",
    '"a\\qb"': "begins an escape",
    '"not closed': "not YAML",
    "[not closed": "not YAML",
    "a: b: c": "not YAML",
}
#: What stands in the middle of a line.
_CHARACTERS = {
    "\x00": "U+0000",
    "\x07": "U+0007",
    "\x85": "U+0085",
    "\u2028": "U+2028 LINE SEPARATOR",
    "\ufeff": "U+FEFF",
    "\x7f": "U+007F",
}


_PIECES = (*"\t:{}[]'\"#\n!%|>0", "- ", "&a ", "*a", "? ", "\ud7ff", "")


def slip(seed: int, right: Mapping[str, Any]) -> Slip:
    """Put a mistake into the text of a right file; the same for the same seed."""
    random = Random(seed)  # noqa: S311
    lines = written(right).splitlines()
    kind = random.choice(("value", "value", "value", "character", "twice", "document", "edits"))
    at = random.randrange(len(lines))
    if kind == "value":
        at, key = random.choice(
            [
                (number, line.partition(": ")[0])
                for number, line in enumerate(lines)
                if line.endswith((": true", ": false")) or line.startswith(("name:", "region:"))
            ]
        )
        value = random.choice(sorted(_VALUES))
        lines[at] = f"{key}: {value}"
        # What is not closed may be by what follows.
        closed = not value.endswith("closed")
        words = (_VALUES[value],) if closed else ()
        return Slip(kind, joined(lines), at + 1 if closed else None, words)
    if kind == "character":
        char = random.choice(sorted(_CHARACTERS))
        column = random.randint(0, len(lines[at]))
        lines[at] = lines[at][:column] + char + lines[at][column:]
        return Slip(kind, joined(lines), at + 1, (_CHARACTERS[char],))
    if kind == "twice":
        at = random.choice([n for n, line in enumerate(lines) if line[:1].isalpha()])
        key = lines[at].partition(":")[0]
        lines.append(f"{key}: x")
        return Slip(kind, joined(lines), len(lines), (f"stands twice, first on line {at + 1}",))
    if kind == "document":
        lines.append("---\nname: x")
        return Slip(kind, joined(lines), len(lines), ("a second document begins here",))
    return Slip(kind, _edited(random, joined(lines)), None, ())


def _edited(random: Random, text: str) -> str:
    """Make several edits anywhere; what comes of it nobody knows."""
    for _ in range(random.randint(1, 6)):
        at = random.randrange(len(text))
        piece = random.choice(_PIECES)
        text = text[:at] + piece + text[at + random.randint(0, 3) :]
    return text


def joined(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"


def written(file: Any) -> str:
    """Write a file, one key to a line."""
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    return str(yaml.dump(file, Dumper=dumper, sort_keys=False, allow_unicode=True, width=10**6))
