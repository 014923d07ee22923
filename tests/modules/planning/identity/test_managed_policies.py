"""Statements are packed into policies that IAM takes, and none is lost."""

import json

from modules.planning.identity.managed_policies import LONGEST_POLICY, managed_policies
from modules.planning.identity.policy_documents import Statement
from tests.modules.planning.identity.iam import Iam, requests_within


def statement(number: int, names: int) -> Statement:
    return {
        "Sid": f"Roles{number}",
        "Effect": "Allow",
        "Action": ["iam:GetRole", "iam:TagRole"],
        "Resource": [f"arn:aws:iam::111122223333:role/{number}-{name}" for name in range(names)],
        "Condition": {"StringEquals": {"aws:RequestTag/a": ["b", "c"]}},
    }


def test_what_fits_stays_together() -> None:
    written = managed_policies("plan", [statement(1, 3), statement(2, 3)])
    assert [*written] == ["plan"]
    assert [each["Sid"] for each in json.loads(written["plan"])["Statement"]] == [
        "Roles1",
        "Roles2",
    ]


def test_what_does_not_fit_goes_on_in_another_policy_and_allows_the_same() -> None:
    wide = [statement(1, 300), statement(2, 3), statement(3, 100)]
    written = managed_policies("plan", wide)
    assert [*written] == ["plan", "plan-2", "plan-3"]
    for policy in written.values():
        document = json.loads(policy)
        assert len(json.dumps(document, separators=(",", ":"))) <= LONGEST_POLICY
        sids = [each["Sid"] for each in document["Statement"]]
        assert len({*sids}) == len(sids)
    whole = json.dumps({"Statement": wide})
    assert all(Iam(written.values()).allows(each) for each in requests_within(whole, {}))
    assert all(
        Iam([whole]).allows(each)
        for policy in written.values()
        for each in requests_within(policy, {})
    )


def test_nothing_makes_no_policy() -> None:
    assert managed_policies("plan", []) == {}
