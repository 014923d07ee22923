"""The page that says what the emulator refuses, written from the tables that it refuses by."""

from collections.abc import Iterable

from embedded_aws.harms import HARMS
from embedded_aws.refusals import REFUSALS
from embedded_aws.refusals.kindness import KINDNESS

_HEAD = """\
# What the emulator refuses

Written anew by `make schema` from the tables in `embedded_aws/`. The emulator itself takes nearly
anything; the [layer around it](emulator.md) says no where AWS says no, with AWS's own error. Where
no report of a message was found, its words are ours. Code and status are AWS's where its models
list them; EC2's list none, and there they are as reported or documented, in a few rows by our best
reading. Node groups have nodes for this: as many as are desired, in any of the group's subnets,
launched from the group's launch template.
"""
_HARMS = """\
## What AWS allows though it does harm

Carried out, as on AWS, and written down: `Emulator.harms()` lists what happened, and
`Emulator.missed_keys()` the KMS keys that cannot be used while something needs them.
"""
_KINDNESS = """\
## What it is still kind about

Taken here, refused or painful on AWS:
"""


def refusals_page() -> str:
    """Give the page in Markdown."""
    refused = [
        (row.service, _operations(row.operations), row.when, f"`{row.code}`", _link(row.source))
        for row in REFUSALS
    ]
    harms = [
        (row.service, _operations(row.operations), row.when, _link(row.source)) for row in HARMS
    ]
    sections = [
        _HEAD,
        *_table(("service", "operation", "refused if", "error", "source"), sorted(refused)),
        "",
        _HARMS,
        *_table(("service", "operation", "does harm if", "source"), sorted(harms)),
        "",
        _KINDNESS,
        *(f"- {service}: {what}" for service, what in KINDNESS),
    ]
    return "\n".join(sections) + "\n"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    lines = [head, ("---",) * len(head), *rows]
    return [f"| {' | '.join(line)} |" for line in lines]


def _operations(operations: Iterable[str]) -> str:
    return ", ".join(operations)


def _link(source: str) -> str:
    host = source.removeprefix("https://").partition("/")[0]
    return f"[{host}]({source})"
