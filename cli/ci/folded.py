"""Summaries of many clusters, in as few comments as hold them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

#: GitHub takes 65,536 characters in a comment; the rest is for a marker and a footer.
_MOST_CHARACTERS = 60_000
_ROWS_IN_A_COMMENT = 100
_LONGEST_CELL = 200
_HEADING = re.compile(r"### \S+: (.+)")
_CAUTION = "> [!CAUTION]"
_UNPLANNED, _QUIET = "not planned", "no changes"
#: How headings begin that tell of a loss.
_GRAVE = ("left running", "loses ", "forgets ")


@dataclass(frozen=True, slots=True)
class _Told:
    name: str
    counts: str
    worst: str
    text: str

    @property
    def rank(self) -> int:
        if self.counts == _UNPLANNED:
            return 0
        if _CAUTION in self.text or self.counts.startswith(_GRAVE):
            return 1
        return 3 if self.counts == _QUIET else 2


def folded(texts: Mapping[str, str]) -> list[str]:
    """Give comments with a table of all clusters, worst first, and details of the worst.

    Args:
        texts: Markdown of each cluster, which begins with a heading ``### NAME: ...``.
    """
    told = sorted((_read(name, text) for name, text in texts.items()), key=_worst_first)
    pages = [
        told[first : first + _ROWS_IN_A_COMMENT]
        for first in range(0, len(told), _ROWS_IN_A_COMMENT)
    ]
    return [
        "\n".join(_comment(page, f"{_heading(told)}{_part(number, len(pages))}"))
        for number, page in enumerate(pages, start=1)
    ]


def _worst_first(told: _Told) -> tuple[int, str]:
    return told.rank, told.name


def _read(name: str, text: str) -> _Told:
    first, _, rest = text.partition("\n")
    heading = _HEADING.match(first)
    second = rest.partition("\n")[0]
    worst = second.strip("*") if second.startswith("**") else ""
    return _Told(name, heading[1] if heading else first, worst, text)


def _heading(told: Sequence[_Told]) -> str:
    unplanned = sum(each.rank == 0 for each in told)
    grave = sum(each.rank == 1 for each in told)
    counts = [
        *([f"{unplanned} not planned"] if unplanned else []),
        *([f"{grave} of which something is taken down or left behind"] if grave else []),
    ]
    return f"### {len(told)} clusters{': ' if counts else ''}{', '.join(counts)}"


def _part(number: int, parts: int) -> str:
    return f" (part {number} of {parts})" if parts > 1 else ""


def _comment(page: Sequence[_Told], heading: str) -> Iterator[str]:
    lines = [heading, "", "| cluster | plan | its worst |", "|---|---|---|"]
    lines += [f"| `{each.name}` | {_cell(each.counts)} | {_cell(each.worst)} |" for each in page]
    yield from lines
    yield ""
    left = _MOST_CHARACTERS - sum(len(line) + 1 for line in lines)
    for each in page:
        details = f"<details><summary>{each.name}</summary>\n\n{each.text}\n\n</details>\n"
        if each.rank == 1 and len(details) < left:
            left -= len(details) + 1
            yield details
    yield "What is not told here in full stands in the summary of the run."


def _cell(text: str) -> str:
    flat = " ".join(text.replace("|", "\\|").split())
    return flat if len(flat) <= _LONGEST_CELL else f"{flat[: _LONGEST_CELL - 3]}..."
