"""The questions of a preflight, by subject."""

from collections.abc import Callable, Iterator, Sequence

from cli.preflight.answers import Question
from cli.preflight.questions.account import account_questions
from cli.preflight.questions.addresses import address_questions
from cli.preflight.questions.names import name_questions
from cli.preflight.questions.network import network_questions
from cli.preflight.questions.offerings import offering_questions
from cli.preflight.questions.permissions import permission_questions
from cli.preflight.questions.quotas import quota_questions
from cli.preflight.questions.references import reference_questions
from cli.preflight.questions.releases import release_questions
from cli.preflight.questions.reservations import reservation_questions
from cli.preflight.questions.way_out import way_out_questions
from cli.preflight.subject import Subject

#: What a preflight asks, in the order in which it is told.
QUESTIONS: Sequence[Callable[[Subject], Iterator[Question]]] = (
    account_questions,
    offering_questions,
    quota_questions,
    reservation_questions,
    network_questions,
    address_questions,
    way_out_questions,
    release_questions,
    reference_questions,
    name_questions,
    permission_questions,
)


def questions_for(subject: Subject) -> Sequence[Question]:
    """Give what is to be asked for a cluster."""
    return [question for ask_of in QUESTIONS for question in ask_of(subject)]
