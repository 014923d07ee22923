"""Groups of nodes, whether EKS manages them or not."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from terraform_graph import Configuration, Resource, strings
from terraform_user_data import makes_node
from terraform_values import UNKNOWN, all_of, any_of, blocks, first, is_known, texts

#: Where each kind of group names its subnets.
SUBNETS = {"aws_eks_node_group": "subnet_ids", "aws_autoscaling_group": "vpc_zone_identifier"}
MANAGED = "aws_eks_node_group"
_TEMPLATES = ("aws_launch_template", "aws_launch_configuration")
_AMI = re.compile(r"_(NVIDIA|NEURON)(_FIPS)?$")
#: Families with accelerators: P, G and DL with GPUs, Trn and Inf with Neuron devices.
#: Source: https://docs.aws.amazon.com/ec2/latest/instancetypes/ac.html
_TYPE = re.compile(r"^(p\d|g\d|gr\d|trn\d|inf\d|dl\d)")
_CLUSTER_TAG = "kubernetes.io/cluster/"


def has_accelerators(configuration: Configuration, group: Resource) -> bool | None:
    """Whether a group is of nodes of Kubernetes that have accelerators, by their types or AMI."""
    accelerated = _is_accelerated(configuration, group)
    if group.type == MANAGED or accelerated is False:
        return accelerated
    return all_of((accelerated, _is_for_kubernetes(configuration, group)))


def templates_of(configuration: Configuration, group: Resource) -> list[Resource]:
    """Give what starts the nodes of a group, as far as it is of the same configuration."""
    named = [*_template_blocks(group), group.conf.get("launch_configuration")]
    return configuration.named(group, named, *_TEMPLATES)


def has_cluster_tag(group: Resource) -> bool:
    """Whether an Auto Scaling group has the tag by which a cluster owns its nodes."""
    keys = [str(key) for tags in blocks(group.conf, "tags") for key in tags]
    found = [*strings(group.conf.get("tag")), *strings(group.conf.get("tags")), *keys]
    return any(_CLUSTER_TAG in text for text in found)


def _is_for_kubernetes(configuration: Configuration, group: Resource) -> bool | None:
    if has_cluster_tag(group):
        return True
    tags = [first(tag, "key") for tag in blocks(group.conf, "tag")]
    told = [makes_node(template) for template in templates_of(configuration, group)]
    return any_of([*(None if tag is UNKNOWN else False for tag in tags), *(told or [None])])


def _is_accelerated(configuration: Configuration, group: Resource) -> bool | None:
    ami_type = first(group.conf, "ami_type")
    if isinstance(ami_type, str) and _AMI.search(ami_type):
        return True
    by_type = [_is_accelerator(type_) for type_ in _types(configuration, group)]
    by_type += [_asks_for_accelerators(each) for each in _requirements(configuration, group)]
    # Types that are known say all there is to know.
    return any_of(by_type if by_type else [None if ami_type is UNKNOWN else False])


def _types(configuration: Configuration, group: Resource) -> list[Any]:
    types = texts(group.conf, "instance_types")
    types += [type_ for each in _overrides(group) for type_ in texts(each, "instance_type")]
    templates = templates_of(configuration, group)
    if group.type == MANAGED or not types:
        types += [
            type_ for template in templates for type_ in texts(template.conf, "instance_type")
        ]
    if not types and not templates and _names_template(group):
        return [UNKNOWN]
    return types


def _requirements(configuration: Configuration, group: Resource) -> list[Mapping[str, Any]]:
    """Give what types are chosen by, where they are not named."""
    places = [*_overrides(group), *(each.conf for each in templates_of(configuration, group))]
    return [found for place in places for found in blocks(place, "instance_requirements")]


def _asks_for_accelerators(requirements: Mapping[str, Any]) -> bool | None:
    """Without a count, types with accelerators are among those that may be chosen."""
    for count in blocks(requirements, "accelerator_count"):
        for limit, verdict in (("min", True), ("max", False)):
            value = str(first(count, limit))
            if value.isdigit() and (int(value) > 0) is verdict:
                return verdict
    return True if texts(requirements, "accelerator_types") else None


def _names_template(group: Resource) -> bool:
    return any(_template_blocks(group)) or group.conf.get("launch_configuration") is not None


def _template_blocks(group: Resource) -> Iterator[Mapping[str, Any]]:
    yield from blocks(group.conf, "launch_template")
    for template in _mixed(group):
        yield from blocks(template, "launch_template_specification")
        for override in blocks(template, "override"):
            yield from blocks(override, "launch_template_specification")


def _overrides(group: Resource) -> list[Mapping[str, Any]]:
    return [each for template in _mixed(group) for each in blocks(template, "override")]


def _mixed(group: Resource) -> Iterator[Mapping[str, Any]]:
    for policy in blocks(group.conf, "mixed_instances_policy"):
        yield from blocks(policy, "launch_template")


def _is_accelerator(type_: Any) -> bool | None:
    return None if type_ is UNKNOWN or not is_known(type_) else _TYPE.match(type_) is not None
