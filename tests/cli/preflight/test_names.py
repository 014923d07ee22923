"""Whether names are free; asked of the emulator."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest

from cli.preflight.asking import ask_all
from cli.verification.check import Aws
from embedded_aws.clients import EmbeddedAws
from embedded_aws.emulator import Emulator
from tests.cli.preflight.stubs import ACCOUNT, StubbedAccount, question_about, subject_of, told

OURS = {"trainyard/cluster": "p4d-from-zero"}
_TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "eks.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
)
_SUBJECT = subject_of("p4d-from-zero")
_REGION = _SUBJECT.cluster.region
_ROLE = f"p4d-from-zero-{_REGION}-cluster"
_POLICY = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"


def pairs(tags: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def for_launch(type_: str, tags: Mapping[str, str]) -> list[dict[str, object]]:
    return [{"ResourceType": type_, "Tags": pairs(tags)}] if tags else []


def make_cluster(aws: Aws, tags: Mapping[str, str]) -> None:
    ec2, iam = aws.client("ec2"), aws.client("iam")
    role = iam.create_role(RoleName="eks", AssumeRolePolicyDocument=_TRUST)["Role"]["Arn"]
    iam.attach_role_policy(RoleName="eks", PolicyArn=_POLICY)
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(
            VpcId=vpc, CidrBlock=f"10.0.{number}.0/24", AvailabilityZone=f"{_REGION}{letter}"
        )["Subnet"]["SubnetId"]
        for number, letter in enumerate("ab")
    ]
    aws.client("eks").create_cluster(
        name="p4d-from-zero",
        roleArn=role,
        resourcesVpcConfig={"subnetIds": subnets},
        tags=dict(tags),
    )


def make_role(aws: Aws, tags: Mapping[str, str]) -> None:
    # Roles of one name are one, whatever their paths.
    aws.client("iam").create_role(
        RoleName=_ROLE, Path="/other/", AssumeRolePolicyDocument=_TRUST, Tags=pairs(tags)
    )


def make_log_group(aws: Aws, tags: Mapping[str, str]) -> None:
    logs = aws.client("logs")
    logs.create_log_group(logGroupName="/aws/eks/p4d-from-zero/cluster", tags=dict(tags))
    logs.create_log_group(logGroupName="/aws/eks/p4d-from-zero/cluster-2")


def make_alias(aws: Aws, tags: Mapping[str, str]) -> None:
    kms = aws.client("kms")
    of_key = [{"TagKey": key, "TagValue": value} for key, value in tags.items()]
    key = kms.create_key(Tags=of_key)["KeyMetadata"]["KeyId"]
    kms.create_alias(AliasName="alias/p4d-from-zero-logs", TargetKeyId=key)
    kms.create_alias(AliasName="alias/p4d-from-zero-logs-2", TargetKeyId=key)


def make_launch_template(aws: Aws, tags: Mapping[str, str]) -> None:
    aws.client("ec2").create_launch_template(
        LaunchTemplateName="p4d-from-zero-a100",
        LaunchTemplateData={"InstanceType": "p4d.24xlarge"},
        TagSpecifications=for_launch("launch-template", tags),
    )


def make_placement_group(aws: Aws, tags: Mapping[str, str]) -> None:
    aws.client("ec2").create_placement_group(
        GroupName="p4d-from-zero-a100",
        Strategy="cluster",
        TagSpecifications=for_launch("placement-group", tags),
    )


@dataclass(frozen=True)
class Kind:
    """A kind of thing whose names are asked about."""

    plural: str
    thing: str
    make: Callable[[Aws, Mapping[str, str]], None]


KINDS = [
    Kind("clusters", "cluster p4d-from-zero", make_cluster),
    Kind("roles", f"role {_ROLE}", make_role),
    Kind("log groups", "log group /aws/eks/p4d-from-zero/cluster", make_log_group),
    Kind("KMS aliases", "KMS alias alias/p4d-from-zero-logs", make_alias),
    Kind("launch templates", "launch template p4d-from-zero-a100", make_launch_template),
    Kind("placement groups", "placement group p4d-from-zero-a100", make_placement_group),
]
every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.plural))


def asked(kind: Kind, aws: Aws) -> str:
    question = question_about(_SUBJECT, f"names of {kind.plural}")
    (answer,) = ask_all([question], aws, timeout_seconds=60)
    return f"{answer.finding.verdict.value}: {answer.finding.text}"


def account(emulator: Emulator, kind: Kind, first_digits: int) -> EmbeddedAws:
    """Give an account of a test's own."""
    number = f"{first_digits:04}{KINDS.index(kind):08}"
    return EmbeddedAws(endpoint=emulator.url, account_id=number, region=_REGION)


@every_kind
def test_names_that_nothing_has_are_free(emulator: Emulator, kind: Kind) -> None:
    name = kind.thing.rpartition(" ")[2]
    found = asked(kind, account(emulator, kind, 1000))
    assert found.startswith("passed: free: ")
    assert name in found


@every_kind
def test_names_of_others_are_taken(emulator: Emulator, kind: Kind) -> None:
    aws = account(emulator, kind, 2000)
    kind.make(aws, {})
    assert asked(kind, aws) == (
        f"failed: there is a {kind.thing} already, without this cluster's tag; choose another name "
        "for the cluster, or remove what is there"
    )


@every_kind
def test_a_cluster_does_not_collide_with_itself(emulator: Emulator, kind: Kind) -> None:
    aws = account(emulator, kind, 3000)
    kind.make(aws, OURS)
    assert asked(kind, aws) == (
        f"passed: {kind.thing.rpartition(' ')[2]} there already, with this cluster's tag: right "
        "once it was applied; if Terraform's state does not have it, import or remove it"
    )


_BUCKET = f"production-checkpoints-{ACCOUNT}"
_TAGGED = [{"Key": "trainyard/cluster", "Value": "production"}]


@pytest.mark.parametrize(
    ("account", "text"),
    [
        (
            StubbedAccount().refuses("s3", "get_bucket_tagging", "NoSuchBucket"),
            f"passed: free: {_BUCKET}",
        ),
        (
            StubbedAccount().refuses("s3", "get_bucket_tagging", "NoSuchTagSet"),
            f"failed: there is a bucket {_BUCKET} already, without this cluster's tag; choose "
            "another name for the cluster, or remove what is there",
        ),
        (
            StubbedAccount().answers("s3", "get_bucket_tagging", {"TagSet": _TAGGED}),
            f"passed: {_BUCKET} there already, with this cluster's tag: right once it was applied; "
            "if Terraform's state does not have it, import or remove it",
        ),
        (
            StubbedAccount().refuses("s3", "get_bucket_tagging", "AccessDenied"),
            "denied: s3:GetBucketTagging is denied; allow it, as the policy preflight of trainyard "
            "policy does",
        ),
    ],
)
def test_a_bucket_is_found_by_its_tags(account: StubbedAccount, text: str) -> None:
    assert told(subject_of("production"), "names of buckets", account) == text


def test_a_second_call_that_is_denied_is_named() -> None:
    group = {"logGroupName": "/aws/eks/demo/cluster", "arn": "arn:aws:logs:::log-group:x:*"}
    denying = (
        StubbedAccount()
        .answers("logs", "describe_log_groups", {"logGroups": [group]})
        .refuses("logs", "list_tags_for_resource", "AccessDeniedException")
    )
    assert told(subject_of("demo"), "names of log groups", denying) == (
        "denied: logs:ListTagsForResource is denied; allow it, as the policy preflight of "
        "trainyard policy does"
    )
