"""What refusals of EKS look at."""

from embedded_aws.refusals.refusal import Look
from embedded_aws.requests import Members

API = "https://docs.aws.amazon.com/eks/latest/APIReference/API_{}.html"
IMPOSSIBLE = "InvalidParameterException"
IN_USE = "ResourceInUseException"
IN_USE_STATUS = 409
#: How many minor versions nodes may be older than the control plane.
#: Source: https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html
MOST_MINORS_OLDER = 3


def _cluster_name(asked: Members) -> str:
    return str(asked["clusterName"] if "clusterName" in asked else asked["name"])


def _of_cluster(asked: Members) -> Members:
    return {"clusterName": _cluster_name(asked)}


def _described_by_name(asked: Members) -> Members:
    return {"name": _cluster_name(asked)}


def _one_node_group(asked: Members) -> Members:
    return {name: asked[name] for name in ("clusterName", "nodegroupName")}


CLUSTER = Look(
    name="cluster",
    service="eks",
    operation="DescribeCluster",
    items="[cluster]",
    parameters=_described_by_name,
)
NODE_GROUP = Look(
    name="node group",
    service="eks",
    operation="DescribeNodegroup",
    items="[nodegroup]",
    parameters=_one_node_group,
)
NODE_GROUP_NAMES = Look(
    name="names of node groups",
    service="eks",
    operation="ListNodegroups",
    items="nodegroups[].{name: @}",
    parameters=_of_cluster,
)


def minor_of(version: str) -> int:
    """Give the minor version of Kubernetes in a version such as ``1.35`` or ``v1.35.2``."""
    return int(version.removeprefix("v").split(".")[1])
