"""The questions of a preflight, by subject."""

from collections.abc import Callable, Iterator, Sequence

from cli.preflight.answers import Question
from cli.preflight.questions.account import account_questions
from cli.preflight.questions.names import name_questions
from cli.preflight.questions.offerings import offering_questions
from cli.preflight.questions.quotas import quota_questions
from cli.preflight.subject import Subject

#: What a preflight asks, in the order in which it is told.
QUESTIONS: Sequence[Callable[[Subject], Iterator[Question]]] = (
    account_questions,
    offering_questions,
    quota_questions,
    name_questions,
)


def questions_for(subject: Subject) -> Sequence[Question]:
    """Give what is to be asked for a cluster."""
    return [question for ask_of in QUESTIONS for question in ask_of(subject)]
