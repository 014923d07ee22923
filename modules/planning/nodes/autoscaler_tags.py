"""Tags that tell the cluster autoscaler what a node of an empty group would be."""

from collections.abc import Mapping

from modules.planning.nodes.conventions import GROUP_LABEL
from modules.planning.nodes.node import Node

#: An Auto Scaling group has at most 50 tags, of which EKS sets some itself.
#: Source: https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-quotas.html
MOST_TAGS = 50 - 8

_TEMPLATE = "k8s.io/cluster-autoscaler/node-template"


def autoscaler_tags(node: Node, *, group: str) -> Mapping[str, str]:
    """Encode what a node would be as the autoscaler reads it, keyed by tag.

    The label that EKS gives every node of a group is not among those that the autoscaler asks EKS
    for, and pods may select a group by it.

    Args:
        node: The node.
        group: Name of its group.

    Source: https://github.com/kubernetes/autoscaler
    (cluster-autoscaler/cloudprovider/aws/README.md, aws_wrapper.go)
    """
    labels = {**node.labels, GROUP_LABEL: group}
    return {
        **{f"{_TEMPLATE}/label/{key}": value for key, value in labels.items()},
        **{f"{_TEMPLATE}/taint/{t.key}": f"{t.value}:{t.effect}" for t in node.taints},
        **{f"{_TEMPLATE}/resources/{name}": amount for name, amount in node.capacity.items()},
    }
