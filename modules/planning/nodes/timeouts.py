"""How long Terraform waits for a node group, by how many nodes it has.

Waiting too long costs nothing, since Terraform goes on as soon as EKS is done. Waiting too short
leaves an update that EKS carries on with, and a state that knows nothing of it.
"""

from dataclasses import dataclass, field

from modules.planning.nodes.decided import Reason

#: Source: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/eks_node_group
PROVIDER_MINUTES = 60
#: EKS gives pods 15 minutes to leave a node, and waits a minute more before it ends the node.
_MANAGED_UPDATES = (
    "https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html"
)
_EVICTION_MINUTES, _LAST_MINUTES = 15, 1
#: Allowances of ours, and generous: until a node that was asked for is ready. Accelerators take
#: longer, with large machines, drivers, a volume of many disks and dozens of interfaces.
_START_MINUTES, _START_MINUTES_WITH_ACCELERATORS = 5, 15
#: An allowance of ours for what an update does once, before and after nodes are replaced.
_ONCE_MINUTES = 10
_PERCENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeGroupTimeouts:
    """How long Terraform waits.

    Attributes:
        create_minutes: For a group to be made.
        update_minutes: For an update, which may replace every node.
        delete_minutes: For a group to be deleted.
        because: Why an update is waited for so long.
    """

    create_minutes: int = PROVIDER_MINUTES
    update_minutes: int = PROVIDER_MINUTES
    delete_minutes: int = PROVIDER_MINUTES
    because: Reason = field(default_factory=Reason, compare=False)


def node_group_timeouts(
    *,
    most_nodes: int,
    max_unavailable: int | None,
    max_unavailable_percentage: int | None,
    has_accelerators: bool,
) -> NodeGroupTimeouts:
    """Give what is enough for a group, and at least what the provider waits by itself.

    Nodes of a new group start all at once, and those of a deleted one end so; an update goes
    through the group a few nodes at a time, each time to the last pod and a new node.

    Args:
        most_nodes: Most nodes the group may have.
        max_unavailable: Nodes that an update takes down at once, or None.
        max_unavailable_percentage: The same as a share of the group.
        has_accelerators: Whether its instances have accelerators.
    """
    start = _START_MINUTES_WITH_ACCELERATORS if has_accelerators else _START_MINUTES
    at_once = max_unavailable or most_nodes * (max_unavailable_percentage or 0) // _PERCENT
    rounds = -(-most_nodes // max(at_once, 1))
    each = _EVICTION_MINUTES + _LAST_MINUTES + start
    text = (
        f"{most_nodes} nodes, {max(at_once, 1)} at once: {rounds} times {each} minutes, "
        f"{_EVICTION_MINUTES} of which pods have to leave; the provider waits "
        f"{PROVIDER_MINUTES} by itself"
    )
    keys = ("timeouts", "scaling.max", "update")
    return NodeGroupTimeouts(
        create_minutes=PROVIDER_MINUTES + (start if has_accelerators else 0),
        update_minutes=max(PROVIDER_MINUTES, _ONCE_MINUTES + start + rounds * each),
        because=Reason(text=text, keys=keys, source=_MANAGED_UPDATES),
    )
