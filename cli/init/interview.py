"""The questions of ``trainyard init``, each answer held against the rules before the next."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from cli.init.answers import MOST_ACCELERATORS, NO_ACCELERATOR, RESERVED, Answers, InitRefusedError
from cli.init.checking import problems_of
from cli.init.choices import choose, models
from cli.init.text import file_text
from modules.catalog.regions import regions
from modules.config.sections.capacity import TARGETS

#: Asks with a text and an answer for who gives none.
Ask: TypeAlias = Callable[[str, str], str]
Tell: TypeAlias = Callable[[str], None]
Check: TypeAlias = Callable[[Answers], Sequence[str]]

_DIGITS = 10
_NEW, _PRIVATE = "new", "private"
_EXAMPLE_RESERVATION = "cr-0123456789abcdef0"
_EXAMPLE_SUBNETS = ("subnet-0123456789abcdef0", "subnet-0123456789abcdef1")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """One question.

    Attributes:
        fields: Answers that it is about; where an option gave one, it is not asked.
        text: How it is asked.
        default: The answer of who gives none.
        take: Puts an answer among the others.
        is_wanted: Whether it is asked at all.
    """

    fields: tuple[str, ...]
    text: str
    default: str
    take: Callable[[Answers, str], Answers]
    is_wanted: Callable[[Answers], bool] = lambda _: True


def interview(
    answers: Answers, given: Collection[str], ask: Ask, tell: Tell, check: Check
) -> Answers:
    """Ask for what options did not give.

    Args:
        answers: What options gave.
        given: The answers that they gave.
        ask: Asks one question.
        tell: Tells what is wrong with an answer, which is then asked for again.
        check: Says what is wrong with answers besides what rules say.

    Raises:
        InitRefusedError: If what options gave is wrong already.
    """
    wrong = _wrong_so_far(answers, check)
    if wrong:
        raise InitRefusedError("\n".join(wrong))
    for step in _STEPS:
        if step.is_wanted(answers) and not set(step.fields) & set(given):
            answers = _asked(step, answers, ask, tell, check)
    return answers


def _asked(step: _Step, answers: Answers, ask: Ask, tell: Tell, check: Check) -> Answers:
    while True:
        try:
            taken = step.take(answers, ask(step.text, step.default).strip())
            wrong = _wrong_so_far(taken, check)
        except InitRefusedError as error:
            wrong = [str(error)]
        if not wrong:
            return taken
        for line in wrong:
            tell(line)


def _wrong_so_far(answers: Answers, check: Check) -> Sequence[str]:
    """Say what is wrong, with examples in place of what was not asked yet."""
    zones = regions()["us-west-2"].zones
    region = regions().get(answers.region)
    whole = replace(
        answers,
        name=answers.name or "demo",
        region=answers.region or "us-west-2",
        reservation_id=answers.reservation_id
        or (_EXAMPLE_RESERVATION if answers.capacity in RESERVED else None),
        subnets=answers.subnets
        or (
            tuple(zip(zones if region is None else region.zones, _EXAMPLE_SUBNETS, strict=False))
            if answers.vpc_id
            else ()
        ),
    )
    if not answers.region and answers.accelerator != NO_ACCELERATOR:
        # What is offered where cannot be told yet.
        whole = replace(whole, accelerator=NO_ACCELERATOR, zone=None)
    try:
        return [*problems_of(file_text(whole, choose(whole), schema=None)), *check(answers)]
    except InitRefusedError as error:
        return str(error).splitlines()


def _count(answers: Answers, text: str) -> Answers:
    return replace(answers, count=number(text) if text else None)


def number(text: str) -> int:
    """Read a number of accelerators.

    Raises:
        InitRefusedError: If it is none.
    """
    is_number = text.isascii() and text.isdigit() and len(text) < _DIGITS
    if not is_number or not 1 <= int(text) <= MOST_ACCELERATORS:
        message = f"--count: {text!r} is no number of accelerators; write one like 16"
        raise InitRefusedError(message)
    return int(text)


def _capacity(answers: Answers, text: str) -> Answers:
    if text not in TARGETS:
        message = f"--capacity: there is no {text!r}; write one of {', '.join(TARGETS)}"
        raise InitRefusedError(message)
    return replace(answers, capacity=text)


def _network(answers: Answers, text: str) -> Answers:
    if text in {_NEW, _PRIVATE}:
        return replace(answers, private=text == _PRIVATE)
    return replace(answers, vpc_id=text)


def subnet(text: str) -> tuple[str, str]:
    """Read a zone and the id of a subnet.

    Raises:
        InitRefusedError: If it is not written as ``ZONE=ID``.
    """
    zone, equals, id_ = text.partition("=")
    if not (zone and equals and id_):
        message = (
            f"--subnet: {text!r} is not written as ZONE=ID; write one like "
            "us-west-2a=subnet-0123456789abcdef0"
        )
        raise InitRefusedError(message)
    return zone, id_


def _subnets(answers: Answers, text: str) -> Answers:
    return replace(answers, subnets=tuple(subnet(each) for each in text.split()))


def _has_accelerator(answers: Answers) -> bool:
    return answers.accelerator != NO_ACCELERATOR


def _is_reserved(answers: Answers) -> bool:
    return _has_accelerator(answers) and answers.capacity in RESERVED


_STEPS = (
    _Step(
        fields=("name",),
        text="Name of the cluster",
        default="demo",
        take=lambda answers, text: replace(answers, name=text),
    ),
    _Step(
        fields=("region",),
        text="AWS region",
        default="us-west-2",
        take=lambda answers, text: replace(answers, region=text),
    ),
    _Step(
        fields=("account_id",),
        text="AWS account, 12 digits; empty for whichever the credentials are of",
        default="",
        take=lambda answers, text: replace(answers, account_id=text or None),
    ),
    _Step(
        fields=("admins",),
        text="ARN of the IAM role that may do everything in it; empty for none yet",
        default="",
        take=lambda answers, text: replace(answers, admins=(text,) if text else ()),
    ),
    _Step(
        fields=("accelerator",),
        text=f"Accelerator ({', '.join(models())}), an instance type, or none",
        default=NO_ACCELERATOR,
        take=lambda answers, text: replace(answers, accelerator=text),
    ),
    _Step(
        fields=("count",),
        text="How many accelerators in all; empty for one node",
        default="",
        take=_count,
        is_wanted=_has_accelerator,
    ),
    _Step(
        fields=("capacity",),
        text=f"How they are bought ({', '.join(TARGETS)})",
        default="on_demand",
        take=_capacity,
        is_wanted=_has_accelerator,
    ),
    _Step(
        fields=("reservation_id",),
        text="Id of the reservation or block",
        default="",
        take=lambda answers, text: replace(answers, reservation_id=text),
        is_wanted=_is_reserved,
    ),
    _Step(
        fields=("zone",),
        text="Its availability zone",
        default="",
        take=lambda answers, text: replace(answers, zone=text),
        is_wanted=_is_reserved,
    ),
    _Step(
        fields=("private", "vpc_id"),
        text=(
            f"VPC: {_NEW}, {_PRIVATE} (a new one without a way to the internet), or the id of one "
            "that exists"
        ),
        default=_NEW,
        take=_network,
    ),
    _Step(
        fields=("subnets",),
        text="Its private subnets, each ZONE=ID, with spaces between them",
        default="",
        take=_subnets,
        is_wanted=lambda answers: answers.vpc_id is not None,
    ),
)
