"""Tags that tell the cluster autoscaler what a node of an empty group would be."""

from collections.abc import Mapping

from modules.planning.nodes.node import Node

#: An Auto Scaling group has at most 50 tags, of which EKS sets some itself.
#: Source: https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-quotas.html
MOST_TAGS = 50 - 8

_TEMPLATE = "k8s.io/cluster-autoscaler/node-template"


def autoscaler_tags(node: Node) -> Mapping[str, str]:
    """Encode what a node would be as the autoscaler reads it, keyed by tag.

    Source: https://github.com/kubernetes/autoscaler
    (cluster-autoscaler/cloudprovider/aws/README.md)
    """
    return {
        **{f"{_TEMPLATE}/label/{key}": value for key, value in node.labels.items()},
        **{f"{_TEMPLATE}/taint/{t.key}": f"{t.value}:{t.effect}" for t in node.taints},
        **{f"{_TEMPLATE}/resources/{name}": amount for name, amount in node.capacity.items()},
    }
