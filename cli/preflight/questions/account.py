"""Whether the credentials are of the account that the file names."""

from collections.abc import Iterator
from functools import partial

from cli.preflight.answers import Finding, Question, failed, passed
from cli.preflight.subject import Subject
from cli.verification.check import Aws


def account_questions(subject: Subject) -> Iterator[Question]:
    """Ask which account it is."""
    yield Question(
        title="account", actions=("sts:GetCallerIdentity",), ask=partial(_is_named, subject)
    )


def _is_named(subject: Subject, _: Aws) -> Finding:
    named = subject.cluster.account_id
    told = f"{subject.caller_arn} is of account {subject.account_id}"
    if named is not None and named != subject.account_id:
        return failed(
            f"{told}, and account_id is {named}; use credentials of that account, as with "
            "AWS_PROFILE, or put account_id right"
        )
    return passed(told if named is not None else f"{told}; the file names none")
