"""Whether what a file names, and does not make, is there."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from botocore.exceptions import ClientError

from cli.preflight.answers import Finding, Question, failed, passed, verdict_on
from cli.preflight.asking import error_code
from cli.preflight.subject import Subject
from cli.verification.check import Aws, filtered
from modules.config import ClusterConfig
from modules.config.derived.buckets import made_buckets

_NO_SUCH = frozenset({"NoSuchBucket", "NoSuchEntity", "NotFoundException"})
#: S3 names no region for it.
#: Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
_FIRST_REGION = "us-east-1"
_OF_AWS = "aws"


def reference_questions(subject: Subject) -> Iterator[Question]:
    """Ask for people, policies, keys and placement groups."""
    cluster = subject.cluster
    for arn in sorted({*cluster.access.admins, *cluster.access.viewers}):
        # IAM tells nobody of the principals of another account.
        if arn.split(":")[4] == subject.account_id:
            is_role = ":role/" in arn
            yield Question(
                title=f"access of {arn}",
                actions=("iam:GetRole" if is_role else "iam:GetUser",),
                ask=partial(_role_is_there if is_role else _user_is_there, arn),
            )
    policies = [*_policies(cluster, subject.account_id)]
    if policies:
        yield Question(
            title="IAM policies",
            actions=("iam:GetPolicy",),
            ask=partial(_policies_are_there, policies),
        )
    for bucket in sorted({*filter(None, _existing_buckets(cluster))}):
        yield Question(
            title=f"bucket {bucket}",
            actions=("s3:GetBucketLocation",),
            ask=partial(_bucket_is_there, bucket, cluster.region),
        )
    for arn in sorted(_keys(cluster)):
        yield Question(
            title=f"KMS key {arn.rpartition('/')[2]}",
            actions=("kms:DescribeKey",),
            ask=partial(_key_works, arn),
        )
    named = {group.named_placement_group for group in cluster.node_groups.values()} - {None}
    if named:
        yield Question(
            title="placement groups",
            actions=("ec2:DescribePlacementGroups",),
            ask=partial(_placement_groups_are_there, sorted(filter(None, named))),
        )


def _role_is_there(arn: str, aws: Aws) -> Finding:
    name = arn.rpartition("/")[2]
    found = _found(aws.client("iam").get_role, RoleName=name)
    return _principal("role", arn, None if found is None else found["Role"]["Arn"])


def _user_is_there(arn: str, aws: Aws) -> Finding:
    name = arn.rpartition("/")[2]
    found = _found(aws.client("iam").get_user, UserName=name)
    return _principal("user", arn, None if found is None else found["User"]["Arn"])


def _principal(kind: str, arn: str, found: str | None) -> Finding:
    """Compare ARNs as a whole: EKS takes one with a wrong path, and then lets nobody in."""
    if found is None:
        return failed(f"there is no {kind} {arn}; make it first, or take it out of access")
    if found != arn:
        return failed(f"the {kind} has another path: write {found} in place of {arn}")
    return passed(arn)


def _policies(cluster: ClusterConfig, account_id: str) -> Iterator[str]:
    named = {
        arn
        for add_on in cluster.add_ons.values()
        if add_on.pod_identity is not None
        for arn in add_on.pod_identity.policy_arns
    }
    named |= {arn for account in cluster.service_accounts.values() for arn in account.policy_arns}
    if cluster.iam.permissions_boundary is not None:
        named.add(cluster.iam.permissions_boundary)
    yield from sorted(arn for arn in named if arn.split(":")[4] in {account_id, _OF_AWS})


def _policies_are_there(arns: list[str], aws: Aws) -> Finding:
    get = aws.client("iam").get_policy
    missing = [arn for arn in arns if _found(get, PolicyArn=arn) is None]
    return verdict_on(
        [f"there is no {arn}; make it first, or put its name and path right" for arn in missing],
        ", ".join(arns),
    )


def _keys(cluster: ClusterConfig) -> set[str]:
    """Name the keys of volumes and buckets; they are in the cluster's region, as a rule holds."""
    of_volumes = (group.volume.kms_key_arn for group in cluster.node_groups.values())
    of_buckets = (bucket.kms_key_arn for bucket in made_buckets(cluster).values())
    return {arn for arn in (*of_volumes, *of_buckets) if arn is not None}


def _existing_buckets(cluster: ClusterConfig) -> Iterator[str | None]:
    yield from (bucket.existing for bucket in cluster.storage.buckets.values())
    yield from (bucket.access_log_bucket for bucket in cluster.storage.buckets.values())


def _bucket_is_there(name: str, region: str, aws: Aws) -> Finding:
    found = _found(aws.client("s3").get_bucket_location, Bucket=name)
    if found is None:
        return failed(f"there is no bucket {name}; make it first, or put its name right")
    where = found.get("LocationConstraint") or _FIRST_REGION
    if where != region:
        return passed(f"{name} is in {where}: what nodes in {region} read is paid for by the GB")
    return passed(f"{name} is in {where}")


def _key_works(arn: str, aws: Aws) -> Finding:
    found = _found(aws.client("kms").describe_key, KeyId=arn)
    if found is None:
        return failed(f"there is no {arn}")
    key = found["KeyMetadata"]
    if key["KeyState"] != "Enabled":
        return failed(f"{arn} is {key['KeyState']}, and what it encrypts needs one that is Enabled")
    if key["KeyUsage"] != "ENCRYPT_DECRYPT" or key.get("KeySpec") != "SYMMETRIC_DEFAULT":
        return failed(f"{arn} is no symmetric key for encryption, which is needed")
    return passed(f"{arn} is enabled")


def _placement_groups_are_there(names: list[str], aws: Aws) -> Finding:
    found = aws.client("ec2").describe_placement_groups(Filters=filtered("group-name", *names))
    there = {each["GroupName"]: each for each in found["PlacementGroups"]}
    problems = [f"there is no placement group {name}" for name in names if name not in there]
    problems += [
        f"the placement group {name} is {each['State']}"
        for name, each in there.items()
        if each["State"] != "available"
    ]
    return verdict_on(problems, ", ".join(f"{n} is {e['Strategy']}" for n, e in there.items()))


def _found(get: Any, **asked: str) -> Mapping[str, Any] | None:
    """Get one thing, or None where it is not there."""
    try:
        answer: Mapping[str, Any] = get(**asked)
    except ClientError as error:
        if error_code(error) not in _NO_SUCH:
            raise
        return None
    return answer
