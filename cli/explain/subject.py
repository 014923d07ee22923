"""The node group that is explained."""

import re
from dataclasses import dataclass

from cli.explain.told import Key, Line, key_at
from modules.config import NodeGroupConfig, ReadCluster
from modules.planning.nodes.decided import Reason
from modules.planning.nodes.node import Node

_IN_LIST = re.compile(r"(.+)\[([0-9]+)\]")
#: Keys of labels have dots of their own.
_LABELS = "labels."


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSubject:
    """The node group that is explained.

    Attributes:
        read: Its cluster file.
        name: Its name.
        group: Its section.
        node: What its nodes are.
    """

    read: ReadCluster
    name: str
    group: NodeGroupConfig
    node: Node

    def line(self, what: str, value: str, reason: Reason) -> Line:
        """Tell one thing, with the reason it has."""
        return Line(
            what=what,
            value=value,
            because=reason.text,
            keys=[self._key(key) for key in reason.keys],
            source=reason.source,
        )

    def of_keys(self, what: str, value: str, *keys: str) -> Line:
        """Tell one thing that keys of the group say."""
        return self.line(what, value, Reason(keys=keys))

    def of_file(self, what: str, value: str, *paths: tuple[str, ...], because: str = "") -> Line:
        """Tell one thing that keys elsewhere in the file say."""
        keys = [key_at(self.read.source, path, ".".join(path)) for path in paths]
        return Line(what=what, value=value, because=because, keys=keys)

    def _key(self, key: str) -> Key:
        path = ("node_groups", self.name, *_path(key))
        return key_at(self.read.source, path, f"node_groups.{self.name}.{key}")


def _path(key: str) -> tuple[str | int, ...]:
    if key.startswith(_LABELS):
        return "labels", key.removeprefix(_LABELS)
    in_list = _IN_LIST.fullmatch(key)
    return (in_list[1], int(in_list[2])) if in_list else tuple(key.split("."))
