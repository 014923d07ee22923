"""Whether names are free of what the cluster will make."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from botocore.exceptions import ClientError

from cli.preflight.answers import Finding, Question, verdict_on
from cli.preflight.asking import error_code
from cli.preflight.subject import Subject
from cli.verification.check import Aws, filtered, tags_of

#: Gives the tags of what has one of the names, by name.
_Lookup: TypeAlias = Callable[[Aws, list[str]], dict[str, Mapping[str, str]]]

_NO_BUCKET, _NO_TAGS = "NoSuchBucket", "NoSuchTagSet"


def name_questions(subject: Subject) -> Iterator[Question]:
    """Ask of each kind of thing whether its names are taken."""
    for kind in _KINDS:
        names = subject.names(kind.type, kind.argument)
        if names:
            yield Question(
                title=f"names of {kind.plural}",
                actions=kind.actions,
                ask=partial(_are_free, subject, kind, names),
            )


def _are_free(subject: Subject, kind: "_Kind", names: list[str], aws: Aws) -> Finding:
    found = kind.look_up(aws, names)
    ours = sorted(name for name, tags in found.items() if subject.is_ours(tags))
    problems = [
        f"there is a {kind.name} {name} already, without this cluster's tag; choose another name "
        "for the cluster, or remove what is there"
        for name in sorted(set(found) - set(ours))
    ]
    seen = f"free: {', '.join(names)}"
    if ours:
        seen = (
            f"{', '.join(ours)} there already, with this cluster's tag: right once it was applied; "
            "if Terraform's state does not have it, import or remove it"
        )
    return verdict_on(problems, seen)


def _clusters(aws: Aws, names: list[str]) -> dict[str, Mapping[str, str]]:
    eks = aws.client("eks")
    found: dict[str, Mapping[str, str]] = {}
    for name in names:
        try:
            found[name] = eks.describe_cluster(name=name)["cluster"].get("tags", {})
        except eks.exceptions.ResourceNotFoundException:
            continue
    return found


def _roles(aws: Aws, names: list[str]) -> dict[str, Mapping[str, str]]:
    iam = aws.client("iam")
    found: dict[str, Mapping[str, str]] = {}
    for name in names:
        try:
            found[name] = tags_of(iam.get_role(RoleName=name)["Role"])
        except iam.exceptions.NoSuchEntityException:
            continue
    return found


def _log_groups(aws: Aws, names: list[str]) -> dict[str, Mapping[str, str]]:
    logs = aws.client("logs")
    found: dict[str, Mapping[str, str]] = {}
    for name in names:
        pages = logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=name)
        for group in (group for page in pages for group in page["logGroups"]):
            if group["logGroupName"] == name:
                arn = group["arn"].removesuffix(":*")
                found[name] = logs.list_tags_for_resource(resourceArn=arn)["tags"]
    return found


def _aliases(aws: Aws, names: list[str]) -> dict[str, Mapping[str, str]]:
    kms = aws.client("kms")
    found: dict[str, Mapping[str, str]] = {}
    for page in kms.get_paginator("list_aliases").paginate():
        for alias in page["Aliases"]:
            if alias["AliasName"] in names:
                tags = kms.list_resource_tags(KeyId=alias["TargetKeyId"])["Tags"]
                found[alias["AliasName"]] = {tag["TagKey"]: tag["TagValue"] for tag in tags}
    return found


def _launch_templates(aws: Aws, names: list[str]) -> dict[str, Mapping[str, str]]:
    found = aws.client("ec2").describe_launch_templates(
        Filters=filtered("launch-template-name", *names)
    )
    return {each["LaunchTemplateName"]: tags_of(each) for each in found["LaunchTemplates"]}


def _placement_groups(aws: Aws, names: list[str]) -> dict[str, Mapping[str, str]]:
    found = aws.client("ec2").describe_placement_groups(Filters=filtered("group-name", *names))
    return {each["GroupName"]: tags_of(each) for each in found["PlacementGroups"]}


def _buckets(aws: Aws, names: list[str]) -> dict[str, Mapping[str, str]]:
    """Look for buckets; S3 denies what it knows of one of another account."""
    s3 = aws.client("s3")
    found: dict[str, Mapping[str, str]] = {}
    for name in names:
        try:
            found[name] = tags_of({"Tags": s3.get_bucket_tagging(Bucket=name)["TagSet"]})
        except ClientError as error:
            code = error_code(error)
            if code == _NO_TAGS:
                found[name] = {}
            elif code != _NO_BUCKET:
                raise
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """A kind of thing of whose name there is one in an account, or in its region.

    Attributes:
        name: What to call one.
        plural: What to call several.
        type: Terraform's type.
        actions: What the look-up calls.
        look_up: Finds those that there are.
        argument: Where Terraform says what it is called.
    """

    name: str
    plural: str
    type: str
    actions: tuple[str, ...]
    look_up: _Lookup
    argument: str = "name"


_KINDS = (
    _Kind(
        name="cluster",
        plural="clusters",
        type="aws_eks_cluster",
        actions=("eks:DescribeCluster",),
        look_up=_clusters,
    ),
    _Kind(
        name="role",
        plural="roles",
        type="aws_iam_role",
        actions=("iam:GetRole",),
        look_up=_roles,
    ),
    _Kind(
        name="log group",
        plural="log groups",
        type="aws_cloudwatch_log_group",
        actions=("logs:DescribeLogGroups", "logs:ListTagsForResource"),
        look_up=_log_groups,
    ),
    _Kind(
        name="KMS alias",
        plural="KMS aliases",
        type="aws_kms_alias",
        actions=("kms:ListAliases", "kms:ListResourceTags"),
        look_up=_aliases,
    ),
    _Kind(
        name="launch template",
        plural="launch templates",
        type="aws_launch_template",
        actions=("ec2:DescribeLaunchTemplates",),
        look_up=_launch_templates,
    ),
    _Kind(
        name="placement group",
        plural="placement groups",
        type="aws_placement_group",
        actions=("ec2:DescribePlacementGroups",),
        look_up=_placement_groups,
    ),
    _Kind(
        name="bucket",
        plural="buckets",
        type="aws_s3_bucket",
        actions=("s3:GetBucketTagging",),
        look_up=_buckets,
        argument="bucket",
    ),
)
