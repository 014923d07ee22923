"""An account that answers what a test says, by botocore's own models, and takes no other call."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from botocore.stub import ANY, Stubber

from cli.preflight.answers import Finding, Question
from cli.preflight.asking import ask_all
from cli.preflight.questions import questions_for
from cli.preflight.subject import Subject
from embedded_aws.clients import EmbeddedAws
from modules.config import ClusterConfig, load_cluster
from tests.cluster_files import FILES, ROOT

ACCOUNT = "111122223333"
CALLER = f"arn:aws:iam::{ACCOUNT}:user/tester"
#: What IAM calls services that botocore calls otherwise.
_IAM_NAMES = {"service-quotas": "servicequotas"}


@dataclass
class StubbedAccount:
    """An account in which a test has said what each call is answered with, in order."""

    region: str = "us-west-2"
    actions: list[str] = field(default_factory=list)
    _stubs: dict[str, tuple[Any, Stubber]] = field(default_factory=dict)

    def answers(
        self,
        service: str,
        operation: str,
        response: Mapping[str, Any],
        expected: Mapping[str, Any] | None = None,
    ) -> "StubbedAccount":
        """Answer the next call of a service; the call must be this one."""
        client, stubber = self._stub(service)
        stubber.add_response(operation, response, expected)
        self._note(client, service, operation)
        return self

    def refuses(
        self, service: str, operation: str, code: str, message: str = "no"
    ) -> "StubbedAccount":
        """Refuse the next call of a service; the call must be this one."""
        client, stubber = self._stub(service)
        stubber.add_client_error(operation, code, message)
        self._note(client, service, operation)
        return self

    def client(self, service: str) -> Any:
        """Give the client of a service, which answers what was said."""
        return self._stub(service)[0]

    def assert_all_was_asked(self) -> None:
        """Fail if an answer was not asked for."""
        for _, stubber in self._stubs.values():
            stubber.assert_no_pending_responses()

    def _stub(self, service: str) -> tuple[Any, Stubber]:
        if service not in self._stubs:
            aws = EmbeddedAws(endpoint="http://127.0.0.1:9", account_id=ACCOUNT, region=self.region)
            client = aws.client(service)
            stubber = Stubber(client)
            stubber.activate()
            self._stubs[service] = client, stubber
        return self._stubs[service]

    def _note(self, client: Any, service: str, operation: str) -> None:
        name = client.meta.method_to_api_mapping[operation]
        self.actions.append(f"{_IAM_NAMES.get(service, service)}:{name}")


@cache
def _clusters() -> Mapping[str, ClusterConfig]:
    return {cluster.name: cluster for cluster in map(load_cluster, FILES)}


@cache
def document_of(name: str) -> Any:
    """Give the Terraform JSON of a cluster file of the repository, as its snapshot has it."""
    return json.loads((ROOT / "tests" / "snapshots" / f"{name}.json").read_text(encoding="utf-8"))


def subject_of(name: str, changes: Mapping[str, Any] | None = None) -> Subject:
    """Give a cluster of the repository, with members that are changed, in a test's account."""
    cluster = _clusters()[name]
    if changes:
        members = cluster.model_dump(exclude_unset=True)
        cluster = ClusterConfig.model_validate({**members, **changes})
    return Subject(
        cluster=cluster,
        document=document_of(name),
        account_id=ACCOUNT,
        caller_arn=CALLER,
        deployer_arn=CALLER,
    )


def question_about(subject: Subject, title: str) -> Question:
    """Give the question of a title."""
    questions = {question.title: question for question in questions_for(subject)}
    assert title in questions, sorted(questions)
    return questions[title]


def ask(subject: Subject, title: str, account: StubbedAccount) -> Finding:
    """Ask one question; it must ask all that the account has an answer for, and may ask it."""
    question = question_about(subject, title)
    (answer,) = ask_all([question], account, timeout_seconds=30)
    account.assert_all_was_asked()
    assert set(account.actions) <= set(question.actions)
    return answer.finding


def told(subject: Subject, title: str, account: StubbedAccount) -> str:
    """Ask one question, and give its verdict and text."""
    finding = ask(subject, title, account)
    return f"{finding.verdict.value}: {finding.text}"


__all__ = ["ACCOUNT", "ANY", "CALLER", "StubbedAccount", "ask", "document_of", "subject_of", "told"]
