"""What a plan loses: what is destroyed, made anew in place of what was, or forgotten.

Of some kinds nothing may be lost unless the cluster file says the word for it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from modules.planning.changes.effects import CLUSTER, HOLDS_DATA, NETWORK, NODE_GROUP, Effects
from modules.planning.changes.plans import ResourceChange

#: What is guarded, as the cluster file names it.
LossKind = Literal["cluster", "network", "node_groups", "keys", "logs", "storage"]
LOSS_KINDS: tuple[LossKind, ...] = get_args(LossKind)

#: Whatever else holds data is storage.
KIND_OF: Mapping[str, LossKind] = {
    **dict.fromkeys(HOLDS_DATA, "storage"),
    CLUSTER: "cluster",
    NETWORK: "network",
    "aws_subnet": "network",
    NODE_GROUP: "node_groups",
    "aws_kms_key": "keys",
    "aws_cloudwatch_log_group": "logs",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """Something that is lost.

    Attributes:
        kind: What it is, as the cluster file names it.
        does: What happens to it: ``destroy``, ``replace`` or ``forget``.
        address: Address of the resource.
        type: Type of the resource.
        because: Paths of the attributes that cannot change in place.
        where: Where it runs on, if it is forgotten because the plan looks elsewhere.
    """

    kind: LossKind
    does: Literal["destroy", "replace", "forget"]
    address: str
    type: str
    because: tuple[str, ...] = ()
    where: str = ""


def losses_of(effects: Effects) -> tuple[Loss, ...]:
    """List what a plan loses of what is guarded, gravest first.

    A node group without a node is none: nothing runs on it.

    Args:
        effects: What the plan does.
    """
    return tuple(sorted(_losses(effects), key=_gravest_first))


def _losses(effects: Effects) -> Iterator[Loss]:
    empty = {group.address for group in effects.groups if not group.nodes}
    for change in effects.plan.changes:
        does = _does(change)
        if does is not None and change.type in KIND_OF and change.address not in empty:
            yield Loss(
                kind=KIND_OF[change.type],
                does=does,
                address=change.address,
                type=change.type,
                because=change.forced_by,
            )
    for gone in effects.forgotten:
        if gone.type in KIND_OF:
            yield Loss(
                kind=KIND_OF[gone.type],
                does="forget",
                address=gone.address,
                type=gone.type,
                where=gone.runs_on_in,
            )


def _does(change: ResourceChange) -> Literal["destroy", "replace", "forget"] | None:
    if "delete" in change.actions:
        return "replace" if "create" in change.actions else "destroy"
    return "forget" if "forget" in change.actions else None


def _gravest_first(loss: Loss) -> tuple[int, str]:
    return LOSS_KINDS.index(loss.kind), loss.address


def kinds_lost(losses: Sequence[Loss]) -> tuple[LossKind, ...]:
    """Give the kinds of what is lost, gravest first."""
    lost = {loss.kind for loss in losses}
    return tuple(kind for kind in LOSS_KINDS if kind in lost)
