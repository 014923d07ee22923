"""Nodes with accelerators are for pods that ask for them."""

import re
from collections.abc import Mapping
from typing import Any

from terraform_check import ConfigurationCheck
from terraform_graph import Configuration, Resource
from terraform_values import UNKNOWN, any_of, blocks, first, is_one_of, texts

_AMI = re.compile(r"_(NVIDIA|NEURON)(_FIPS)?$")
#: Families with accelerators: P, G and DL with GPUs, Trn and Inf with Neuron devices.
#: Source: https://docs.aws.amazon.com/ec2/latest/instancetypes/ac.html
_TYPE = re.compile(r"^(p\d|g\d|gr\d|trn\d|inf\d|dl\d)")
KEEP_AWAY = ("NO_SCHEDULE", "NO_EXECUTE")


class AcceleratorNodesAreTainted(ConfigurationCheck):
    """Without a taint, any pod may take the place of one that waits for a GPU."""

    def __init__(self) -> None:
        super().__init__(
            name="Node groups with accelerators keep other pods away by a taint",
            id="CKV_TRAINYARD_1",
            resource_types=["aws_eks_node_group"],
        )

    def is_about(self, configuration: Configuration, resource: Resource) -> bool | None:
        return is_accelerated(configuration, resource)

    def judge(self, configuration: Configuration, resource: Resource) -> bool | None:
        return any_of(
            is_one_of(first(taint, "effect"), *KEEP_AWAY)
            for taint in blocks(resource.conf, "taint")
        )


def is_accelerated(configuration: Configuration, group: Resource) -> bool | None:
    """Whether a group's nodes have accelerators, by their types or their AMI."""
    ami_type = first(group.conf, "ami_type")
    by_type = [_is_accelerator(type_) for type_ in _types(configuration, group)]
    if isinstance(ami_type, str) and _AMI.search(ami_type):
        return True
    # Types that are known say all there is to know.
    return any_of(by_type if by_type else [None if ami_type is UNKNOWN else False])


def templates_of(configuration: Configuration, group: Resource) -> list[Resource]:
    """Give the launch templates of a group that are of the same configuration."""
    named = list(_template_blocks(group))
    return [
        each for each in configuration.referred(group, named) if each.type == "aws_launch_template"
    ]


def _types(configuration: Configuration, group: Resource) -> list[Any]:
    types = texts(group.conf, "instance_types")
    templates = templates_of(configuration, group)
    types += [type_ for template in templates for type_ in texts(template.conf, "instance_type")]
    if not types and not templates and any(_template_blocks(group)):
        return [UNKNOWN]
    return types


def _template_blocks(group: Resource) -> list[Mapping[str, Any]]:
    return list(blocks(group.conf, "launch_template"))


def _is_accelerator(type_: Any) -> bool | None:
    return None if type_ is UNKNOWN else _TYPE.match(type_) is not None


check = AcceleratorNodesAreTainted()
