"""The Kubernetes API is not for everybody."""

from terraform_graph import Configuration, ConfigurationCheck, Resource, Verdicts
from terraform_values import blocks, first, texts

_EVERYBODY = {"0.0.0.0/0", "::/0"}


class ClusterEndpointIsNotOpen(ConfigurationCheck):
    """EKS opens a public endpoint to everybody unless blocks are named."""

    def __init__(self) -> None:
        super().__init__(
            name="A public API endpoint is open to named address blocks alone",
            id="CKV_TRAINYARD_4",
            resource_types=["aws_eks_cluster"],
        )

    def judge(self, configuration: Configuration) -> Verdicts:
        for cluster in configuration.of_type("aws_eks_cluster"):
            yield cluster, not _is_open(cluster)


def _is_open(cluster: Resource) -> bool:
    for network in blocks(cluster.conf, "vpc_config"):
        # True if left out.
        if str(first(network, "endpoint_public_access")).lower() == "false":
            continue
        allowed = set(texts(network, "public_access_cidrs"))
        if not allowed or allowed & _EVERYBODY:
            return True
    return False


check = ClusterEndpointIsNotOpen()
