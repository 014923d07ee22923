"""Asking many questions at once."""

import threading
import time

from cli.preflight.answers import Finding, Question, Verdict, failed, passed
from cli.preflight.asking import ask_all
from cli.verification.check import Aws
from tests.cli.preflight.stubs import StubbedAccount


def question(title: str, finding: Finding, *, after: threading.Event | None = None) -> Question:
    def ask(_: Aws) -> Finding:
        if after is not None:
            after.wait()
        return finding

    return Question(title=title, actions=(), ask=ask)


def test_answers_come_in_the_order_of_the_questions() -> None:
    gate = threading.Event()

    def opens(_: Aws) -> Finding:
        gate.set()
        return passed("second")

    questions = [
        question("a", failed("first"), after=gate),
        Question(title="b", actions=(), ask=opens),
    ]
    answers = ask_all(questions, StubbedAccount(), timeout_seconds=30)
    assert [(a.title, a.finding.text) for a in answers] == [("a", "first"), ("b", "second")]


def test_what_has_no_answer_in_time_holds_nothing_else_up() -> None:
    never = threading.Event()
    slow = [question(str(number), passed("late"), after=never) for number in range(15)]
    start = time.monotonic()
    answers = ask_all([*slow, question("x", passed("quick"))], StubbedAccount(), timeout_seconds=1)
    assert time.monotonic() - start < 20
    never.set()
    assert answers[-1].finding == passed("quick")
    assert answers[0].finding == Finding(
        verdict=Verdict.timed_out,
        text="no answer within 1 s; give more with --timeout-seconds",
    )


def test_an_answer_that_is_not_understood_is_no_pass() -> None:
    def ask(_: Aws) -> Finding:
        raise KeyError("Quota")

    (answer,) = ask_all(
        [Question(title="x", actions=(), ask=ask)], StubbedAccount(), timeout_seconds=30
    )
    assert answer.finding.verdict is Verdict.unknown
    assert answer.finding.text == "the answer was not understood: KeyError: 'Quota'"


def test_no_questions_have_no_answers() -> None:
    assert ask_all([], StubbedAccount(), timeout_seconds=30) == []
