"""Whether a plan loses nothing but what its cluster file gives leave to lose."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from modules.planning.changes.effects import CLUSTER, Effects
from modules.planning.changes.losses import LOSS_KINDS, Loss, LossKind, kinds_lost, losses_of

_NAMED = 6
#: Long enough for a review and an apply.
_DAYS = timedelta(days=14)
_SHARED = "s3://"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """What a cluster file allows to be lost.

    Attributes:
        what: Kinds of things.
        until: The last day on which that is so; None without any such word.
        everything: Whether the whole cluster is to go.
    """

    what: tuple[LossKind, ...] = ()
    until: date | None = None
    everything: bool = False

    def on(self, today: date) -> tuple[LossKind, ...]:
        """Give what is allowed on a day."""
        if self.everything:
            return LOSS_KINDS
        return self.what if self.until is not None and today <= self.until else ()


def read_leave(stack: Mapping[str, Any]) -> Leave:
    """Read what a cluster file allows from the stack that was made of it.

    Args:
        stack: The stack's Terraform JSON.
    """
    said = stack.get("//", {}).get("allow_destroy", {})
    until = said.get("until")
    return Leave(
        what=tuple(kind for kind in LOSS_KINDS if kind in said.get("what", ())),
        until=None if until is None else date.fromisoformat(until),
        everything=bool(said.get("decommission")),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What the file and the state were, where a plan alone cannot tell.

    Attributes:
        state: Where the state was, if it is elsewhere now; else empty.
        removed: Whether the file is removed by the change that is planned.
        known: Whether the cluster was there before that change.
    """

    state: str = ""
    removed: bool = False
    known: bool = False


def refusals(
    effects: Effects, leave: Leave, *, today: date, before: Before | None = None
) -> tuple[str, ...]:
    """Say what a plan loses that it must not; empty if nothing.

    Args:
        effects: What the plan does.
        leave: What the file allows.
        today: The day to judge by, in UTC.
        before: What was before.
    """
    was = before or Before()
    return tuple(
        [
            *_not_allowed(losses_of(effects), leave, today),
            *_lost_with_the_state(effects, leave, today, was.state),
            *(_made_again(effects, leave, today) if lost_its_state(effects, was) else ()),
            *(_left_over(effects) if was.removed else ()),
        ]
    )


def _not_allowed(losses: Sequence[Loss], leave: Leave, today: date) -> Iterator[str]:
    lost = [loss for loss in losses if loss.kind not in leave.on(today)]
    if not lost:
        return
    addresses = [loss.address for loss in lost]
    more = f" and {len(addresses) - _NAMED} more" if len(addresses) > _NAMED else ""
    ended = leave.until is not None and leave.until < today
    allows = f"leave to do so ended on {leave.until}" if ended else "its file does not allow that"
    yield (
        f"loses {_words(kinds_lost(lost))} ({', '.join(addresses[:_NAMED])}{more}), and {allows}; "
        f"if it is meant, write {_written({*kinds_lost(lost), *leave.what}, today)}"
    )


def _lost_with_the_state(effects: Effects, leave: Leave, today: date, state: str) -> Iterator[str]:
    """Tell of a state that was left where it was, so that the plan makes everything anew."""
    if not makes_cluster(effects) or not state.startswith(_SHARED):
        return
    if "cluster" not in leave.on(today):
        yield (
            f"makes a cluster where there may be one: its state was {state}, and was not moved to "
            "where it is now, so what runs would run on unmanaged; move the state first, as "
            "docs/state.md tells, or, if nothing runs, write "
            f"{_written({'cluster', *leave.what}, today)}"
        )


def lost_its_state(effects: Effects, was: Before) -> bool:
    """Whether a state holds nothing in its place, though the cluster was there before.

    A state that was left elsewhere is told of as such.
    """
    return was.known and not was.state and effects.from_nothing and makes_cluster(effects)


def _made_again(effects: Effects, leave: Leave, today: date) -> Iterator[str]:
    if "cluster" not in leave.on(today):
        yield (
            "makes a cluster that was to be there already: its state holds nothing. If that was "
            "emptied, what runs would run on unmanaged; bring its last version back, as "
            "docs/state.md tells. If the cluster was never applied, apply what it was before this "
            f"change, or write {_written({'cluster', *leave.what}, today)}"
        )


def makes_cluster(effects: Effects) -> bool:
    """Whether a plan makes a cluster, and has none in its state."""
    missing = {each.type for each in effects.vanished}
    made = [c for c in effects.plan.changes if c.type == CLUSTER and c.actions == ("create",)]
    return bool(made) and CLUSTER not in missing


def _left_over(effects: Effects) -> Iterator[str]:
    count = len(effects.plan.changes)
    if count:
        left = "1 resource of it is" if count == 1 else f"{count} resources of it are"
        yield (
            f"the file is removed, and {left} still there; have the plan of decommission: true "
            "applied first"
        )


def _written(kinds: set[LossKind], today: date) -> str:
    what = ", ".join(kind for kind in LOSS_KINDS if kind in kinds)
    return f"allow_destroy: {{what: [{what}], until: {today + _DAYS}}}"


def _words(kinds: Sequence[LossKind]) -> str:
    return ", ".join(kind.replace("_", " ") for kind in kinds)
