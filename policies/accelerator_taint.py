"""Nodes with accelerators are for pods that ask for them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from terraform_graph import Configuration, ConfigurationCheck, Resource, Verdicts, references
from terraform_values import blocks, first, texts

_AMI = re.compile(r"_(NVIDIA|NEURON)(_FIPS)?$")
#: Families with accelerators: P, G and DL with GPUs, Trn and Inf with Neuron devices.
#: Source: https://docs.aws.amazon.com/ec2/latest/instancetypes/ac.html
_TYPE = re.compile(r"^(p\d|g\d|gr\d|trn\d|inf\d|dl\d)")
KEEP_AWAY = {"NO_SCHEDULE", "NO_EXECUTE"}


class AcceleratorNodesAreTainted(ConfigurationCheck):
    """Without a taint, any pod may take the place of one that waits for a GPU."""

    def __init__(self) -> None:
        super().__init__(
            name="Node groups with accelerators keep other pods away by a taint",
            id="CKV_TRAINYARD_1",
            resource_types=["aws_eks_node_group"],
        )

    def judge(self, configuration: Configuration) -> Verdicts:
        for group in configuration.of_type("aws_eks_node_group"):
            if is_accelerated(group.conf, templates_of(configuration, group)):
                yield group, keeps_pods_away(group.conf)


def is_accelerated(conf: Mapping[str, Any], templates: Sequence[Resource]) -> bool:
    """Whether a node group's nodes have accelerators, by their type or their AMI."""
    ami_type = first(conf, "ami_type")
    if isinstance(ami_type, str) and _AMI.search(ami_type):
        return True
    types = texts(conf, "instance_types")
    types += [type_ for template in templates for type_ in texts(template.conf, "instance_type")]
    return any(map(_TYPE.match, types))


def keeps_pods_away(conf: Mapping[str, Any]) -> bool:
    """Whether a node group takes no pod that does not tolerate a taint of it."""
    return bool({first(taint, "effect") for taint in blocks(conf, "taint")} & KEEP_AWAY)


def templates_of(configuration: Configuration, group: Resource) -> list[Resource]:
    """Give the launch template of a node group, if it is of the same configuration."""
    return configuration.at(references(list(blocks(group.conf, "launch_template"))))


check = AcceleratorNodesAreTainted()
