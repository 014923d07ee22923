"""The Kubernetes API is not for everybody."""

from collections.abc import Mapping
from typing import Any

from terraform_check import ConfigurationCheck
from terraform_graph import Configuration, Resource
from terraform_values import all_of, any_of, blocks, first, is_one_of, opposite, texts

_EVERYBODY = ("0.0.0.0/0", "::/0")


class ClusterEndpointIsNotOpen(ConfigurationCheck):
    """EKS opens a public endpoint to everybody unless blocks are named."""

    def __init__(self) -> None:
        super().__init__(
            name="A public API endpoint is open to named address blocks alone",
            id="CKV_TRAINYARD_4",
            resource_types=["aws_eks_cluster"],
        )

    def judge(self, configuration: Configuration, resource: Resource) -> bool | None:
        return opposite(any_of(map(_is_open, blocks(resource.conf, "vpc_config"))))


def _is_open(network: Mapping[str, Any]) -> bool | None:
    # True if left out.
    is_private = is_one_of(first(network, "endpoint_public_access"), "false", "False")
    allowed = texts(network, "public_access_cidrs")
    to_everybody = any_of(is_one_of(each, *_EVERYBODY) for each in allowed) if allowed else True
    return all_of((opposite(is_private), to_everybody))


check = ClusterEndpointIsNotOpen()
