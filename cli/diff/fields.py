"""Which fields differ between two cluster files."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from pydantic import BaseModel

from cli.diff.told import Change
from cli.explain.places import FIELDS, shown
from cli.explain.told import is_written, key_at
from modules.config import ClusterConfig, NodeGroupConfig, ReadCluster
from modules.config.derived.taints import taints_of
from modules.config.derived.updates import starts_new_nodes_first
from modules.config.problems import Path, written
from modules.config.reference.on_change import Does, what_a_change_does

_GROUPS = "node_groups"
#: What is so of a group where the key is left out, by key.
_EFFECTIVE: Mapping[str, Callable[[NodeGroupConfig], object]] = MappingProxyType(
    {
        "ami_type": lambda group: group.resolved_ami_type,
        "efa": lambda group: group.efa_layout,
        "instance_store": lambda group: group.uses_instance_store,
        "placement_group": lambda group: (group.makes_placement_group, group.named_placement_group),
        "taints": lambda group: sorted(map(str, taints_of(group))),
        "update.strategy": starts_new_nodes_first,
    }
)
#: What is told in their place where two files say the same in other words.
_THE_SAME = Does(words="nothing: it is what it was by default")
_IN_PLACE = Does(words="in place")


@dataclass(frozen=True, slots=True)
class _Differing:
    """A field that differs.

    Attributes:
        path: Its path.
        reference: Its path in the reference.
        old: What it is before.
        new: What it is after.
    """

    path: Path
    reference: str
    old: object
    new: object


def changed_fields(old: ReadCluster, new: ReadCluster) -> Iterator[Change]:
    """List the fields that differ, and what each change does, in the order of the reference."""
    for found in _in_section((), "", old.cluster, new.cluster):
        yield from _changes(old, new, found)


def _in_section(path: Path, reference: str, old: BaseModel, new: BaseModel) -> Iterator[_Differing]:
    for name in type(new).model_fields:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            below = f"{reference}.{name}".lstrip(".")
            yield from _in_field((*path, name), below, before, after)


def _in_field(path: Path, reference: str, old: object, new: object) -> Iterator[_Differing]:
    if isinstance(old, BaseModel) and isinstance(new, BaseModel):
        yield from _in_section(path, reference, old, new)
    elif isinstance(old, Mapping) and isinstance(new, Mapping) and _holds_sections({**old, **new}):
        for name in dict.fromkeys([*old, *new]):
            before, after = old.get(name), new.get(name)
            if before is None or after is None:
                yield _Differing((*path, name), reference, before, after)
            elif before != after:
                yield from _in_section((*path, name), f"{reference}.<name>", before, after)
    elif _are_alike(old, new):
        yield from _in_list(path, f"{reference}[]", old, new)  # type: ignore[arg-type]
    else:
        yield _Differing(path, reference, old, new)


def _in_list(
    path: Path, reference: str, old: Sequence[BaseModel], new: Sequence[BaseModel]
) -> Iterator[_Differing]:
    for index, (before, after) in enumerate(zip(old, new, strict=True)):
        if before != after:
            yield from _in_section((*path, index), reference, before, after)


def _are_alike(old: object, new: object) -> bool:
    """Whether two lists are as long, and of sections."""
    if not isinstance(old, list) or not isinstance(new, list) or len(old) != len(new):
        return False
    return all(isinstance(each, BaseModel) for each in [*old, *new])


def _holds_sections(value: Mapping[object, object]) -> bool:
    return all(isinstance(each, BaseModel) for each in value.values())


def _changes(old: ReadCluster, new: ReadCluster, found: _Differing) -> Iterator[Change]:
    does = _does(old, new, found)
    before, after = found.old, found.new
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in dict.fromkeys([*before, *after]):
            if name not in before or name not in after or before[name] != after[name]:
                one = _Differing((*found.path, name), "", before.get(name), after.get(name))
                yield _change(old, new, one, does)
    else:
        yield _change(old, new, found, does)


def _change(old: ReadCluster, new: ReadCluster, found: _Differing, does: Does) -> Change:
    name = written(found.path)
    words = does.words
    sides = ((old, found.path, found.old), (new, found.path, found.new))
    if found.path[0] == _GROUPS and len(found.path) > 1:
        words = words.replace("the node group", f"node group {found.path[1]}")
    return Change(
        what=name,
        changes=[" -> ".join(_as_written(*side) for side in sides)],
        does=words,
        keys=[key_at(read.source, found.path, name) for read in (old, new)],
        source=does.source or "",
    )


def _as_written(read: ReadCluster, path: Path, value: object) -> str:
    """Show a value as the file has it, or as it is where the file leaves it out."""
    if not is_written(read.source.data, path):
        return shown(value)
    found = read.source.data
    for part in path:
        found = found[part]
    return shown(found)


def _does(old: ReadCluster, new: ReadCluster, found: _Differing) -> Does:
    field, before, after = FIELDS[found.reference], found.old, found.new
    if found.path[0] == "access":
        before, after = _without_the_moved(old.cluster, new.cluster, found)
    elif found.reference == "network.availability_zones":
        before, after = list(old.cluster.zones), list(new.cluster.zones)
    elif (effective := _effective(found.path)) is not None:
        was, becomes = (effective(read.cluster) for read in (old, new))
        if was == becomes:
            return _THE_SAME
        if field.name == "efa":
            before, after = was is not None, becomes is not None
            field = FIELDS[f"{found.reference}.layout"] if before == after else field
    if before == after and field.name != "layout":
        # Whoever moves to another list keeps the entry.
        return _IN_PLACE if found.path[0] == "access" else _THE_SAME
    does = what_a_change_does(field, _plain(before), _plain(after))
    # Of what nothing was measured nothing is promised.
    return does or Does(words="not measured; terraform plan tells")


def _effective(path: Path) -> Callable[[ClusterConfig], object] | None:
    """Give how to find what is so of a group where a key is left out."""
    found = _EFFECTIVE.get(".".join(map(str, path[2:]))) if path[0] == _GROUPS else None
    return None if found is None else lambda cluster: found(cluster.node_groups[str(path[1])])


def _without_the_moved(
    old: ClusterConfig, new: ClusterConfig, found: _Differing
) -> tuple[object, object]:
    """Leave out of a list of people who are in another list after, or were before."""
    others = {"admins": "viewers", "viewers": "admins"}
    other = others.get(str(found.path[-1]))
    if other is None or not isinstance(found.old, list) or not isinstance(found.new, list):
        return found.old, found.new
    were, are = getattr(old.access, other), getattr(new.access, other)
    return [who for who in found.old if who not in are], [w for w in found.new if w not in were]


def _plain(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else value
