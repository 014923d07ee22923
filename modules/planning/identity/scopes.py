"""What the actions of a deployer's policy are narrowed down to."""

from collections.abc import Mapping, Sequence

from modules.planning.identity.deployed_stack import DeployedStack
from modules.planning.names import CLUSTER_TAG

Condition = Mapping[str, Mapping[str, object]]
#: Resources of some actions, and what narrows them down further.
Scope = tuple[str | Sequence[str], Condition | None]


def tagged(stack: DeployedStack) -> Condition:
    """Ask for the tag of the cluster on what is changed."""
    return of_cluster(stack, f"aws:ResourceTag/{CLUSTER_TAG}")


def tagging(stack: DeployedStack) -> Condition:
    """Ask for the tag of the cluster on what is made."""
    return of_cluster(stack, f"aws:RequestTag/{CLUSTER_TAG}")


def of_cluster(stack: DeployedStack, key: str) -> Condition:
    """Ask for the cluster's name, which of a fleet may be a pattern."""
    return {"StringLike" if "*" in stack.cluster else "StringEquals": {key: stack.cluster}}
