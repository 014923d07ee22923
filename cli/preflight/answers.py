"""Questions and their answers."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from cli.verification.check import Aws


class Verdict(str, Enum):
    """How a question ended; all but the first two mean that nobody knows."""

    passed = "passed"
    failed = "failed"
    denied = "denied"
    timed_out = "timed out"
    unknown = "unknown"

    @property
    def is_unsure(self) -> bool:
        """Whether the question has no answer."""
        return self not in {Verdict.passed, Verdict.failed}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What came of a question.

    Attributes:
        verdict: How it ended.
        text: What was seen; for what failed what to do, and for what has no answer why not.
    """

    verdict: Verdict
    text: str


#: Asks AWS; what AWS refuses may be raised.
Ask: TypeAlias = Callable[[Aws], Finding]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of the account.

    Attributes:
        title: What it is about, for example ``node group training: offered``.
        actions: The IAM actions it may call; each of them reads.
        ask: Asks it.
    """

    title: str
    actions: tuple[str, ...]
    ask: Ask


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A question with what came of it.

    Attributes:
        title: What it is about.
        finding: What came of it.
    """

    title: str
    finding: Finding


def passed(text: str) -> Finding:
    """Say that all is well, and what was seen."""
    return Finding(verdict=Verdict.passed, text=text)


def failed(text: str) -> Finding:
    """Say what is wrong and what to do about it."""
    return Finding(verdict=Verdict.failed, text=text)


def unknown(text: str) -> Finding:
    """Say why nobody knows."""
    return Finding(verdict=Verdict.unknown, text=text)


def verdict_on(problems: list[str], otherwise: str) -> Finding:
    """Say what is wrong, all of it, or what was seen where nothing is."""
    return failed("; ".join(problems)) if problems else passed(otherwise)
