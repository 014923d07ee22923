"""What is true of every question, for every cluster file of the repository."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from policy_sentry.querying.actions import get_action_data

from cli.preflight.answers import Question, Verdict, unknown
from cli.preflight.asking import ask_all
from cli.preflight.policy import preflight_policy
from cli.preflight.questions import questions_for
from cli.preflight.subject import Subject
from embedded_aws.clients import EmbeddedAws
from modules.config import load_cluster
from tests.cli.preflight.stubs import ACCOUNT, subject_of
from tests.cluster_files import FILES

NAMES = [load_cluster(file).name for file in FILES]
#: Answered from what is known before any question is asked.
ASKS_NOTHING = {"account"}
_READS = {"List", "Read"}


class Raising:
    """An account in which every call ends in an error."""

    def __init__(self, error: Callable[[str], Exception]) -> None:
        self._error = error
        self._clients: dict[str, Any] = {}

    def client(self, service: str) -> Any:
        """Give a client of a service."""

        def fail(model: Any, **_: Any) -> None:
            raise self._error(model.name)

        if service not in self._clients:
            aws = EmbeddedAws(endpoint="http://nowhere", account_id=ACCOUNT, region="us-west-2")
            self._clients[service] = aws.client(service)
            self._clients[service].meta.events.register_first("before-call", fail)
        return self._clients[service]


def refusing(code: str) -> Raising:
    return Raising(lambda name: ClientError({"Error": {"Code": code, "Message": "no"}}, name))


DENYING = refusing("AccessDenied")
SILENT = Raising(lambda _: EndpointConnectionError(endpoint_url="https://example.com"))


@pytest.fixture(scope="module", params=NAMES)
def subject(request: pytest.FixtureRequest) -> Subject:
    return subject_of(request.param)


def asking(subject: Subject) -> list[Question]:
    return [q for q in questions_for(subject) if q.title not in ASKS_NOTHING]


def test_each_says_which_permission_is_lacking(subject: Subject) -> None:
    questions = asking(subject)
    answers = ask_all(questions, DENYING, timeout_seconds=60)
    for question, answer in zip(questions, answers, strict=True):
        action, _, rest = answer.finding.text.partition(" ")
        assert answer.finding.verdict is Verdict.denied, answer
        assert action in question.actions
        assert rest == "is denied; allow it, as the policy preflight of trainyard policy does"


@pytest.mark.parametrize("code", ["AccessDeniedException", "UnauthorizedOperation"])
def test_every_services_word_for_denied_is_known(code: str) -> None:
    (answer,) = ask_all(asking(subject_of("demo"))[:1], refusing(code), timeout_seconds=60)
    assert answer.finding.verdict is Verdict.denied


def test_what_else_aws_says_is_handed_on() -> None:
    question = asking(subject_of("demo"))[0]
    (answer,) = ask_all([question], refusing("RequestExpired"), timeout_seconds=60)
    assert answer.finding == unknown("AWS answered RequestExpired: no")


def test_each_says_that_aws_gave_no_answer(subject: Subject) -> None:
    for answer in ask_all(asking(subject), SILENT, timeout_seconds=60):
        assert answer.finding.verdict is Verdict.unknown
        assert answer.finding.text.startswith("AWS gave no answer: Could not connect")


def test_no_two_have_one_title(subject: Subject) -> None:
    titles = [question.title for question in questions_for(subject)]
    assert len(titles) == len(set(titles))


def test_each_only_reads(subject: Subject) -> None:
    for action in sorted({a for q in questions_for(subject) for a in q.actions}):
        service, _, name = action.partition(":")
        data = get_action_data(service, name)
        assert data, action
        assert {each["access_level"] for each in data[service]} <= _READS, action


def test_the_policy_allows_what_they_ask(subject: Subject) -> None:
    policy = preflight_policy([subject])
    assert len(policy) < 6144
    for question in questions_for(subject):
        assert all(f'"{action}"' in policy for action in question.actions)
