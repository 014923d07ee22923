"""An edit of a file, and the two files it lies between."""

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

Members = dict[str, Any]

#: Stands for a key that a file does not have.
LEFT_OUT: Final = "left out"
#: A longer value says less than that there is one.
_SHORT = 24

_EXISTING: Members = {
    "vpc_id": "vpc-0123456789abcdef0",
    "private_subnets": {
        "us-west-2a": "subnet-0123456789abcdef0",
        "us-west-2b": "subnet-0123456789abcdef1",
    },
}
_GROUPS: Members = {
    "system": {"instance_types": ["m7i.large"]},
    "training": {"instance_types": ["g6.8xlarge"], "availability_zone": "us-west-2a"},
}
#: As little as a cluster can be: what is not there need not be planned.
_WITHOUT: Members = {
    name: {"install": False}
    for name in ("aws-ebs-csi-driver", "eks-node-monitoring-agent", "metrics-server")
}
PLAIN: Members = {
    "name": "demo",
    "region": "us-west-2",
    "account_id": "111122223333",
    "network": {"existing": _EXISTING},
    "add_ons": _WITHOUT,
    "node_groups": _GROUPS,
}
#: With a network of its own.
BUILT: Members = {
    **PLAIN,
    "network": {"availability_zones": ["us-west-2a", "us-west-2b"]},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """An edit of a cluster file.

    Attributes:
        at: Where, with dots: ``node_groups.training.labels``.
        before: What stands there before; `LEFT_OUT` for nothing.
        after: What stands there after.
        start: The rest of the file.
        given: What else differs from the start, before and after alike, by place.
        also: What must change with it, by place: what stands there before, and after.
        of: The place of the field that is measured, where more than it must change; else `at`.
        names: What the reference calls before and after; else it shows the values.
    """

    at: str
    before: Any
    after: Any
    start: Mapping[str, Any] = field(default_factory=lambda: PLAIN)
    given: Mapping[str, Any] = field(default_factory=dict)
    also: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    of: str = ""
    names: tuple[str, str] | None = None

    @property
    def place(self) -> str:
        """Place of the field that is measured."""
        return self.of or self.at

    @property
    def called(self) -> tuple[str, str]:
        """What the reference calls before and after."""
        return self.names or (spelled(self.before), spelled(self.after))

    def files(self) -> tuple[Members, Members]:
        """Give the members of the file before and after."""
        pairs = {**self.also, self.at: (self.before, self.after)}
        return self._file({place: before for place, (before, _) in pairs.items()}), self._file(
            {place: after for place, (_, after) in pairs.items()}
        )

    def _file(self, edited: Mapping[str, Any]) -> Members:
        members = copy.deepcopy(dict(self.start))
        for place, given in {**self.given, **edited}.items():
            _put(members, place.split("."), copy.deepcopy(given))
        return members


def spelled(value: Any) -> str:
    """Write a value as the reference names it: itself if it is short, or whether there is one."""
    if value == LEFT_OUT:
        return LEFT_OUT
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) or (isinstance(value, str) and len(value) <= _SHORT):
        return str(value)
    return "given" if value else "none"


def _put(members: Any, path: Sequence[str], value: Any) -> None:
    *parents, last = path
    for key in parents:
        members = members[int(key)] if isinstance(members, list) else members.setdefault(key, {})
    if isinstance(members, list):
        members[int(last)] = value
    elif value == LEFT_OUT:
        members.pop(last, None)
    else:
        members[last] = value


def edits(
    rows: Iterator[tuple[str, Any, Any]] | Sequence[tuple[str, Any, Any]], **rest: Any
) -> list[Edit]:
    return [Edit(at=at, before=before, after=after, **rest) for at, before, after in rows]
