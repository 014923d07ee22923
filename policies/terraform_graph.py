"""The resources of a configuration or a plan, each instance by its address."""

import re
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from terraform_blanks import blank_paths, blank_variables, without_blanks
from terraform_dynamic import with_dynamic_blocks
from terraform_modules import call_of, callers_of, makes_none

#: ``aws_subnet.private["a"]`` in ``${aws_subnet.private["a"].id}``.
_REFERENCE = re.compile(
    r"(?<![\w.])((?:module\.[\w-]+(?:\[[^]]*\])?\.)*)(aws_\w+\.[A-Za-z_][\w-]*)"
    r"(\[(?:\"[^\"]*\"|\d+)\])?"
)
_MODULES = re.compile(r"^((?:module\.[\w-]+(?:\[(?:\d+|\"[^\"]*\")\])?\.)*)(.*)$", re.DOTALL)
#: What checkov keeps of a plan's references, beside the arguments.
_REFERENCES = "references_"
#: The argument with the name, where it is another than ``name``.
_NAMES = {"aws_s3_bucket": "bucket"}
#: Among the keys of a ``for_each`` in JSON, checkov has two of its own.
_NO_INSTANCE = re.compile(r"\[\"__(start|end)_?line__\"\]$")


@dataclass(frozen=True, eq=False)
class Resource:
    """An instance of a resource of somebody's configuration.

    Attributes:
        address: For example ``module.nodes["a"].aws_launch_template.gpu[0]``.
        type: For example ``aws_launch_template``.
        conf: Its arguments, as checkov has them, with its dynamic blocks among them.
        vertex: What checkov wants back.
    """

    address: str
    type: str
    conf: Mapping[str, Any]
    vertex: Mapping[str, Any]

    @property
    def module(self) -> str:
        """The module it is in, with a dot at the end; empty for the root."""
        return _split(self.address)[0]


def _split(address: str) -> tuple[str, str]:
    found = _MODULES.match(address)
    return (found[1], found[2]) if found else ("", address)


def strings(value: Any) -> Iterator[str]:
    """Give all texts anywhere in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, Iterable):
        for item in value:
            yield from strings(item)


class Configuration:
    """All resources of one folder with the modules it calls, or of one plan."""

    def __init__(
        self, place: str, resources: Iterable[Resource], *, unseen: Sequence[str] = ()
    ) -> None:
        #: The folder, or the file of the plan.
        self.place = place
        #: Modules it calls whose resources are not here.
        self.unseen = unseen
        self._by_type: dict[str, list[Resource]] = defaultdict(list)
        self._instances: dict[str, list[Resource]] = defaultdict(list)
        self._anywhere: dict[str, list[Resource]] = defaultdict(list)
        #: What checks have worked out of the whole, by their names for it.
        self.notes: dict[str, Any] = {}
        for resource in resources:
            module, name = _split(resource.address)
            block = name.partition("[")[0]
            self._by_type[resource.type].append(resource)
            self._instances[f"{module}{block}"].append(resource)
            if name != block:
                self._instances[resource.address].append(resource)
            self._anywhere[block].append(resource)

    def of_type(self, *types: str) -> Iterator[Resource]:
        """Give the resources of some types."""
        for type_ in types:
            yield from self._by_type.get(type_, ())

    def referred(self, resource: Resource, value: Any) -> list[Resource]:
        """Give the resources that are mentioned anywhere in a value of a resource.

        A mention that names no instance is one of all. Modules are handed references, so what is
        not in the module of the resource is looked for in those that call it, and then anywhere.
        """
        found: dict[str, Resource] = {}
        for text in strings(value):
            for module, block, index in _REFERENCE.findall(text):
                named = self._named(resource, module, block, index)
                found |= {each.address: each for each in named}
        return [found[address] for address in sorted(found)]

    def _named(self, resource: Resource, module: str, block: str, index: str) -> list[Resource]:
        own = resource.module
        while True:
            for name in (f"{own}{module}{block}{index}", f"{own}{module}{block}"):
                if name in self._instances:
                    return self._instances[name]
            if not own:
                return self._anywhere.get(block, [])
            own = own[: own.rstrip(".").rfind("module.")]

    def named(self, resource: Resource, value: Any, *types: str) -> list[Resource]:
        """Give the resources of some types that a value of a resource refers to or names.

        Where a name is referred to, checkov puts it, or the expression for it, so that nothing is
        left of the reference. Names in the module of the resource come first.
        """
        found = [each for each in self.referred(resource, value) if each.type in types]
        texts = {*strings(value)} - {""}
        by_name = [each for each in self.of_type(*types) if _name(each) in texts]
        near = [each for each in by_name if each.module == resource.module]
        return [*found, *(each for each in near or by_name if each not in found)]

    def knows(self, resource: Resource, value: Any) -> bool:
        """Whether whatever a value of a resource mentions is of this configuration."""
        found = list(strings(value))
        return bool(found) and all(self.referred(resource, text) for text in found)


def _name(resource: Resource) -> str:
    return "".join(strings(resource.conf.get(_NAMES.get(resource.type, "name"))))


def references_of(resource: Resource, key: str) -> list[Any]:
    """Give an argument and, in a plan, whatever the resource refers to in any argument."""
    return [resource.conf.get(key), resource.conf.get(_REFERENCES)]


def vertices_of(graph: Any) -> list[Mapping[str, Any]]:
    """Give the blocks of a graph of checkov's."""
    # rustworkx has pairs of a number and the vertex, networkx the number alone.
    return [node[1] if isinstance(node, tuple) else graph.nodes[node] for node in graph.nodes()]


_LAST: list[tuple[Any, list[Configuration]]] = []
_ONE_AT_A_TIME = threading.Lock()


def configurations(graph: Any) -> list[Configuration]:
    """Give the configurations of a graph of checkov's, which asks each check with the same one."""
    with _ONE_AT_A_TIME:
        if not _LAST or _LAST[0][0] is not graph:
            _LAST[:] = [(graph, _configurations(vertices_of(graph)))]
        return _LAST[0][1]


def _configurations(vertices: Sequence[Mapping[str, Any]]) -> list[Configuration]:
    blank = blank_variables(vertices)
    modules = [each for each in vertices if each.get("block_type_") == "module"]
    not_called = {call_of(each) for each in modules if makes_none(each, blank_paths(each, blank))}
    by_place: dict[str, list[Resource]] = defaultdict(list)
    seen: set[tuple[str, str, str]] = set()
    for vertex in vertices:
        callers = set(callers_of(vertex))
        seen |= callers
        resource = None if callers & not_called else _resource(vertex, blank)
        if resource is not None:
            by_place[_place(vertex)].append(resource)
    unseen: dict[str, list[str]] = defaultdict(list)
    for module in modules:
        if call_of(module) not in seen | not_called and not set(callers_of(module)) & not_called:
            unseen[_place(module)].append(_called(module))
    return [
        Configuration(place, by_place.get(place, ()), unseen=sorted(unseen.get(place, ())))
        for place in sorted({*by_place, *unseen})
    ]


def _called(module: Mapping[str, Any]) -> str:
    """Give the address of a module, and where it comes from."""
    above = [f"module.{name}" for _, name, _ in callers_of(module)]
    address = ".".join([*reversed(above), f"module.{module['block_name_']}"])
    return f"{address} ({module.get('source')})"


def _resource(vertex: Mapping[str, Any], blank: set[tuple[str, str]]) -> Resource | None:
    if vertex.get("block_type_") != "resource":
        return None
    type_, _, name = vertex["block_name_"].partition(".")
    conf = vertex["config_"].get(type_, {}).get(name)
    address = vertex.get("__address__") or f"{type_}.{name}"
    if not isinstance(conf, Mapping) or _NO_INSTANCE.search(address):
        return None
    paths = blank_paths(vertex, blank)
    if makes_none(vertex, paths):
        return None
    dynamic = without_blanks(vertex.get("dynamic"), paths, "dynamic")
    known = with_dynamic_blocks(without_blanks(conf, paths), dynamic)
    return Resource(address, type_, known, vertex)


def _place(vertex: Mapping[str, Any]) -> str:
    """Give what a resource belongs to: a plan is a file of its own, else all files of a folder."""
    path, caller = str(vertex["file_path_"]), vertex.get("source_module_object_")
    while caller:
        path, caller = caller.path, caller.nested_tf_module
    file = PurePath(path)
    return str(file.parent if ".tf" in file.suffixes else file)
