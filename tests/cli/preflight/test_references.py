"""Whether what a file names is there; asked of the emulator, but for what it cannot be asked."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from cli.preflight.asking import ask_all
from cli.preflight.questions import questions_for
from embedded_aws.clients import EmbeddedAws
from embedded_aws.emulator import Emulator
from tests.cli.preflight.stubs import (
    ACCOUNT,
    StubbedAccount,
    question_about,
    subject_of,
    told,
)

ROLE = f"arn:aws:iam::{ACCOUNT}:role"
POLICY = f"arn:aws:iam::{ACCOUNT}:policy"
KEY = f"arn:aws:kms:us-west-2:{ACCOUNT}:key"
_ALLOWS_READING = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}],
    }
)


def asked(emulator: Emulator, title: str, changes: Mapping[str, Any]) -> str:
    aws = EmbeddedAws(endpoint=emulator.url, account_id=ACCOUNT, region="us-west-2")
    question = question_about(subject_of("demo", changes), title)
    (answer,) = ask_all([question], aws, timeout_seconds=60)
    return f"{answer.finding.verdict.value}: {answer.finding.text}"


@pytest.fixture(scope="module", autouse=True)
def made(emulator: Emulator) -> Mapping[str, str]:
    """People, policies, keys and a placement group."""
    aws = EmbeddedAws(endpoint=emulator.url, account_id=ACCOUNT, region="us-west-2")
    iam, kms = aws.client("iam"), aws.client("kms")
    iam.create_role(RoleName="Admin", Path="/team/", AssumeRolePolicyDocument="{}")
    iam.create_user(UserName="ada", Path="/team/")
    iam.create_policy(PolicyName="Boundary", Path="/team/", PolicyDocument=_ALLOWS_READING)
    aws.client("ec2").create_placement_group(GroupName="there", Strategy="cluster")
    aws.client("s3").create_bucket(
        Bucket="there", CreateBucketConfiguration={"LocationConstraint": "us-west-2"}
    )
    us_east_1 = EmbeddedAws(endpoint=emulator.url, account_id=ACCOUNT, region="us-east-1")
    us_east_1.client("s3").create_bucket(Bucket="elsewhere")
    good, off = (kms.create_key()["KeyMetadata"]["Arn"] for _ in range(2))
    kms.disable_key(KeyId=off)
    asymmetric = kms.create_key(KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["Arn"]
    return {"good": good, "off": off, "asymmetric": asymmetric}


@pytest.mark.parametrize(
    ("arn", "text"),
    [
        (f"{ROLE}/team/Admin", f"passed: {ROLE}/team/Admin"),
        (
            f"{ROLE}/Admin",
            f"failed: the role has another path: write {ROLE}/team/Admin in place of {ROLE}/Admin",
        ),
        (
            f"{ROLE}/Nobody",
            f"failed: there is no role {ROLE}/Nobody; make it first, or take it out of access",
        ),
        (f"arn:aws:iam::{ACCOUNT}:user/team/ada", f"passed: arn:aws:iam::{ACCOUNT}:user/team/ada"),
        (
            f"arn:aws:iam::{ACCOUNT}:user/ada",
            f"failed: the user has another path: write arn:aws:iam::{ACCOUNT}:user/team/ada in "
            f"place of arn:aws:iam::{ACCOUNT}:user/ada",
        ),
        (
            f"arn:aws:iam::{ACCOUNT}:user/eve",
            f"failed: there is no user arn:aws:iam::{ACCOUNT}:user/eve; make it first, or take it "
            "out of access",
        ),
    ],
)
@pytest.mark.parametrize("key", ["admins", "viewers"])
def test_people_are_there_under_their_paths(
    emulator: Emulator, key: str, arn: str, text: str
) -> None:
    title = f"access of {arn}"
    assert asked(emulator, title, {"access": {key: [arn]}}) == text


def test_nobody_is_asked_about_people_of_other_accounts() -> None:
    other = "arn:aws:iam::444455556666:role/Admin"
    subject = subject_of("demo", {"access": {"admins": [other]}})
    assert not [q for q in questions_for(subject) if q.title.startswith("access of")]


def test_policies_are_there(emulator: Emulator) -> None:
    there = {"iam": {"permissions_boundary": f"{POLICY}/team/Boundary"}}
    assert asked(emulator, "IAM policies", there) == f"passed: {POLICY}/team/Boundary"
    identity = {
        "service_account": "x",
        "policy_arns": [f"{POLICY}/Nothing", "arn:aws:iam::aws:policy/NoSuch"],
    }
    not_there = {
        "iam": {"permissions_boundary": f"{POLICY}/Boundary"},
        "add_ons": {"aws-mountpoint-s3-csi-driver": {"pod_identity": identity}},
    }
    way_out = "make it first, or put its name and path right"
    assert asked(emulator, "IAM policies", not_there) == (
        f"failed: there is no {POLICY}/Boundary; {way_out}; there is no {POLICY}/Nothing; "
        f"{way_out}; there is no arn:aws:iam::aws:policy/NoSuch; {way_out}"
    )


def group(**changes: Any) -> Mapping[str, Any]:
    return {"node_groups": {"system": {"instance_types": ["m7i.large"], **changes}}}


def test_keys_of_volumes_work(emulator: Emulator, made: Mapping[str, str]) -> None:
    def of_key(arn: str) -> str:
        title = f"KMS key {arn.rpartition('/')[2]}"
        return asked(emulator, title, group(volume={"kms_key_arn": arn}))

    assert of_key(made["good"]) == f"passed: {made['good']} is enabled"
    assert of_key(made["off"]) == (
        f"failed: {made['off']} is Disabled, and what it encrypts needs one that is Enabled"
    )
    assert of_key(made["asymmetric"]) == (
        f"failed: {made['asymmetric']} is no symmetric key for encryption, which is needed"
    )
    assert of_key(f"{KEY}/1234abcd-12ab-34cd-56ef-1234567890ab") == (
        f"failed: there is no {KEY}/1234abcd-12ab-34cd-56ef-1234567890ab"
    )


def in_group(name: str) -> Mapping[str, Any]:
    return group(placement_group=name, availability_zone="us-west-2a")


def test_placement_groups_are_there(emulator: Emulator) -> None:
    there = in_group("there")
    assert asked(emulator, "placement groups", there) == "passed: there is cluster"
    assert asked(emulator, "placement groups", in_group("gone")) == (
        "failed: there is no placement group gone"
    )
    leaving = {"GroupName": "there", "State": "deleting", "Strategy": "cluster"}
    account = StubbedAccount().answers(
        "ec2", "describe_placement_groups", {"PlacementGroups": [leaving]}
    )
    assert told(subject_of("demo", there), "placement groups", account) == (
        "failed: the placement group there is deleting"
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("there", "passed: there is in us-west-2"),
        (
            "elsewhere",
            "passed: elsewhere is in us-east-1: what nodes in us-west-2 read is paid for by the GB",
        ),
        ("gone", "failed: there is no bucket gone; make it first, or put its name right"),
    ],
)
def test_a_bucket_that_is_named_is_there(emulator: Emulator, name: str, text: str) -> None:
    changes = {"storage": {"buckets": {"datasets": {"existing": name}}}}
    assert asked(emulator, f"bucket {name}", changes) == text
