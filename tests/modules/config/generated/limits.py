"""What AWS takes of names, sizes and counts, by botocore's models of its services."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import botocore.session

#: Argument of a resource, to the service and shape of what AWS takes there. ``[]`` is each entry of
#: a list, ``{}`` each key of a mapping, ``{}=`` each value.
SHAPES: Mapping[str, tuple[str, str]] = {
    "aws_eks_cluster.name": ("eks", "ClusterName"),
    "aws_eks_node_group.ami_type": ("eks", "AMITypes"),
    "aws_eks_node_group.capacity_type": ("eks", "CapacityTypes"),
    "aws_eks_node_group.labels.{}": ("eks", "labelKey"),
    "aws_eks_node_group.labels.{}=": ("eks", "labelValue"),
    "aws_eks_node_group.taint.[].key": ("eks", "taintKey"),
    "aws_eks_node_group.taint.[].value": ("eks", "taintValue"),
    "aws_eks_node_group.taint.[].effect": ("eks", "TaintEffect"),
    "aws_eks_node_group.scaling_config.min_size": ("eks", "ZeroCapacity"),
    "aws_eks_node_group.scaling_config.desired_size": ("eks", "ZeroCapacity"),
    "aws_eks_node_group.scaling_config.max_size": ("eks", "Capacity"),
    "aws_eks_node_group.update_config.max_unavailable": ("eks", "NonZeroInteger"),
    "aws_eks_node_group.update_config.max_unavailable_percentage": ("eks", "PercentCapacity"),
    "aws_iam_role.name": ("iam", "roleNameType"),
    "aws_iam_role.path": ("iam", "pathType"),
    "aws_iam_role.description": ("iam", "roleDescriptionType"),
    "aws_iam_role.permissions_boundary": ("iam", "arnType"),
    "aws_iam_role_policy.name": ("iam", "policyNameType"),
    "aws_iam_role_policy_attachment.policy_arn": ("iam", "arnType"),
    "aws_kms_alias.name": ("kms", "AliasNameType"),
    "aws_kms_key.description": ("kms", "DescriptionType"),
    "aws_kms_key.policy": ("kms", "PolicyType"),
    "aws_cloudwatch_log_group.name": ("logs", "LogGroupName"),
    "aws_launch_template.name": ("ec2", "LaunchTemplateName"),
    "aws_autoscaling_group_tag.tag.key": ("autoscaling", "TagKey"),
    "aws_autoscaling_group_tag.tag.value": ("autoscaling", "TagValue"),
    "provider.aws.[].default_tags.[].tags.{}": ("iam", "tagKeyType"),
    "provider.aws.[].default_tags.[].tags.{}=": ("iam", "tagValueType"),
}
#: Longest texts that botocore does not say, in characters, and who does.
LONGEST: Mapping[str, tuple[int, str]] = {
    "aws_launch_template.name": (125, "terraform-provider-aws, internal/service/ec2"),
    "aws_eks_node_group.node_group_name": (63, "EKS, CreateNodegroup"),
    "aws_security_group.name": (255, "EC2, CreateSecurityGroup"),
    "aws_placement_group.name": (255, "EC2, CreatePlacementGroup"),
    "aws_iam_role.assume_role_policy": (2048, "IAM quotas, role trust policy length"),
    "aws_iam_role_policy.policy": (10_240, "IAM quotas, role policies in total"),
    "aws_kms_key.policy": (32_768, "KMS quotas, key policy document size"),
    "aws_launch_template.user_data": (21_848, "EC2 user data, 16 KiB in base64"),
    "aws_subnet.tags.{}=": (256, "EC2 tags"),
}
#: Of a key or value that is known only at apply.
_REFERENCE = re.compile(r"\$\{(aws|data)[_.]")


def violations(document: Mapping[str, Any]) -> Iterator[str]:
    """Say what of a stack AWS would refuse for its length, form or choice."""
    for argument in SHAPES.keys() | LONGEST.keys():
        for value in _values(document, argument.split(".")):
            if isinstance(value, str) and _REFERENCE.search(value):
                continue
            if argument in SHAPES and not _fits(value, *SHAPES[argument]):
                yield f"{argument} is {value!r}, which {SHAPES[argument]} does not take"
            if argument in LONGEST and len(value) > LONGEST[argument][0]:
                yield f"{argument} has {len(value)} characters, over {LONGEST[argument]}"


def used(document: Mapping[str, Any]) -> set[str]:
    """Name the arguments of `SHAPES` and `LONGEST` that a stack has."""
    every = SHAPES.keys() | LONGEST.keys()
    return {name for name in every if any(True for _ in _values(document, name.split(".")))}


def _values(document: Mapping[str, Any], path: Sequence[str]) -> Iterator[Any]:
    first, *rest = path
    if first == "provider":
        yield from _inner(document[first], rest)
    else:
        for resource in document["resource"].get(first, {}).values():
            yield from _inner(resource, rest)


def _inner(value: Any, path: Sequence[str]) -> Iterator[Any]:
    if value is None:
        return
    if not path:
        yield value
    elif path[0] == "[]":
        for item in value:
            yield from _inner(item, path[1:])
    elif path[0] in {"{}", "{}="}:
        yield from value if path[0] == "{}" else value.values()
    elif isinstance(value, Mapping) and path[0] in value:
        yield from _inner(value[path[0]], path[1:])


@cache
def _metadata(service: str, shape: str) -> Mapping[str, Any]:
    models = botocore.session.get_session()
    return dict(models.get_service_model(service).shape_for(shape).metadata)


def _fits(value: Any, service: str, shape: str) -> bool:
    rules = _metadata(service, shape)
    size = len(value) if isinstance(value, str) else value
    if not rules.get("min", 0) <= size <= rules.get("max", size):
        return False
    if "enum" in rules:
        return value in rules["enum"]
    return "pattern" not in rules or bool(re.search(f"^(?:{_of_python(rules['pattern'])})", value))


def _of_python(pattern: str) -> str:
    """Write a pattern of Java's, for the whole text, as Python's."""
    for java, python in {r"\p{L}": r"\w", r"\p{Z}": r"\s", r"\p{N}": r"\d"}.items():
        pattern = pattern.replace(java, python)
    escaped = re.sub(r"\\uD800\\uDC00-\\uDBFF\\uDFFF", r"\\U00010000-\\U0010FFFF", pattern)
    return f"{escaped.removeprefix('^').removesuffix('$')})$(?:"
