"""The IAM policy of whoever runs a preflight."""

from collections.abc import Iterable

from cli.preflight.questions import questions_for
from cli.preflight.subject import Subject
from modules.planning.identity.policy_documents import policy_json


def preflight_policy(subjects: Iterable[Subject]) -> str:
    """Write the policy: what the questions of clusters call, all of it reading.

    It names no resources. Most of these actions take none, and the others are asked of things that
    may not be there.
    """
    actions = {
        action
        for subject in subjects
        for question in questions_for(subject)
        for action in question.actions
    }
    statement = {
        "Sid": "Preflight",
        "Effect": "Allow",
        "Action": sorted(actions),
        "Resource": "*",
    }
    return policy_json([statement])
