"""Asks many questions at once, until a time limit."""

import queue
import threading
import time
from collections.abc import Sequence
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from cli.preflight.answers import Answer, Finding, Question, Verdict, unknown
from cli.verification.check import Aws

_AT_ONCE = 16
#: What services call a lack of permission.
#: Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html, and each
#: service's common errors
_DENIED = frozenset({"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"})


class _SharedClients:
    """The clients of an account, for several threads: botocore makes them in one at a time."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws
        self._clients: dict[str, Any] = {}
        self._lock = threading.Lock()

    def client(self, service: str) -> Any:
        """Give the client of a service."""
        with self._lock:
            if service not in self._clients:
                self._clients[service] = self._aws.client(service)
            return self._clients[service]


def ask_all(questions: Sequence[Question], aws: Aws, *, timeout_seconds: float) -> Sequence[Answer]:
    """Ask every question, several at a time, and give the answers in the order of the questions.

    Args:
        questions: What to ask.
        aws: The account and region.
        timeout_seconds: How long to wait for all answers together; what is open then timed out.
    """
    clients = _SharedClients(aws)
    pending: queue.SimpleQueue[tuple[int, Question]] = queue.SimpleQueue()
    answered: queue.SimpleQueue[tuple[int, Finding]] = queue.SimpleQueue()
    for numbered in enumerate(questions):
        pending.put(numbered)

    def work() -> None:
        while True:
            try:
                number, question = pending.get_nowait()
            except queue.Empty:
                return
            answered.put((number, _ask(question, clients)))

    # No end of the process waits for daemons: a call that hangs must not hold up the answers.
    for _ in range(min(_AT_ONCE, len(questions))):
        threading.Thread(target=work, daemon=True).start()
    findings = _collect(answered, len(questions), time.monotonic() + timeout_seconds)
    late = Finding(
        verdict=Verdict.timed_out,
        text=f"no answer within {timeout_seconds:g} s; give more with --timeout-seconds",
    )
    return [
        Answer(title=question.title, finding=findings.get(number, late))
        for number, question in enumerate(questions)
    ]


def _collect(
    answered: "queue.SimpleQueue[tuple[int, Finding]]", count: int, deadline: float
) -> dict[int, Finding]:
    findings: dict[int, Finding] = {}
    while len(findings) < count:
        try:
            number, finding = answered.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            break
        findings[number] = finding
    return findings


def _ask(question: Question, aws: Aws) -> Finding:
    try:
        return question.ask(aws)
    except ClientError as error:
        if error_code(error) in _DENIED:
            return _denied(question, error)
        return unknown(f"AWS answered {error_code(error)}: {_message(error)}")
    except BotoCoreError as error:
        return unknown(f"AWS gave no answer: {error}")
    # A thread that ends without an answer would look as if AWS were slow.
    except Exception as error:
        return unknown(f"the answer was not understood: {type(error).__name__}: {error}")


def error_code(error: ClientError) -> str:
    """Give AWS's word for an error."""
    return str(error.response.get("Error", {}).get("Code", ""))


def _message(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Message", "")) or "without a message"


def _denied(question: Question, error: ClientError) -> Finding:
    name = error.operation_name
    action = next((a for a in question.actions if a.partition(":")[2] == name), name)
    return Finding(
        verdict=Verdict.denied,
        text=f"{action} is denied; allow it, as the policy preflight of trainyard policy does",
    )
