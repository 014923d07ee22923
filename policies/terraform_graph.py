"""Checks that look at several resources at once.

checkov's own language for such checks cannot say "at least one of those that refer to the same".
Its registry takes any object that judges the whole graph of a run, which is what this makes.
"""

import json
import re
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from checkov.common.checks_infra.registry import get_graph_checks_registry
from checkov.common.graph.checks_infra.base_check import BaseGraphCheck
from checkov.runner_filter import RunnerFilter

#: ``aws_subnet.private`` in ``${aws_subnet.private["a"].id}``.
_REFERENCE = re.compile(r"(?<![\w.])aws_\w+\.[A-Za-z_][\w-]*")
#: What checkov keeps of a plan's references, beside the arguments.
_REFERENCES = "references_"


@dataclass(frozen=True, eq=False)
class Resource:
    """A resource of somebody's configuration.

    Attributes:
        address: For example ``aws_subnet.private``.
        conf: Its arguments, as checkov has them.
        vertex: What checkov wants back.
    """

    address: str
    conf: Mapping[str, Any]
    vertex: Mapping[str, Any]

    def references(self, argument: str) -> set[str]:
        """Give the addresses an argument refers to."""
        return references(self.conf.get(argument))


def references(value: Any) -> set[str]:
    """Give the addresses of resources that are mentioned anywhere in a value."""
    return set(_REFERENCE.findall(json.dumps(value, default=str)))


class Configuration:
    """All resources of one folder, or of one plan."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        self._by_address = {resource.address: resource for resource in resources}

    def of_type(self, *types: str) -> Iterator[Resource]:
        """Give the resources of some types."""
        for address, resource in self._by_address.items():
            if address.partition(".")[0] in types:
                yield resource

    def at(self, addresses: Iterable[str]) -> list[Resource]:
        """Give the resources at addresses; what is not of this configuration is left out."""
        return [self._by_address[name] for name in sorted(addresses) if name in self._by_address]


#: Whether a resource is as it should be; None if that is known only after apply.
Verdicts = Iterable[tuple[Resource, bool | None]]


class ConfigurationCheck(BaseGraphCheck):
    """A check of a whole configuration; making one registers it."""

    def __init__(self, *, name: str, id: str, resource_types: Sequence[str]) -> None:
        super().__init__()
        self.name = name
        self.id = id
        self.resource_types = list(resource_types)
        RunnerFilter.notify_external_check(id)
        # checkov asks the same registry for configurations and for plans.
        registered = get_graph_checks_registry("terraform").checks
        if not any(check.id == id for check in registered):
            registered.append(self)

    @abstractmethod
    def judge(self, configuration: Configuration) -> Verdicts:
        """Judge each resource the check is about."""

    def run(self, graph_connector: Any) -> tuple[list[Any], list[Any], list[Any]]:
        """Give what passed, what failed, and what cannot be known yet."""
        sorted_out: dict[bool | None, list[Any]] = {True: [], False: [], None: []}
        for configuration in _configurations(graph_connector):
            for resource, verdict in self.judge(configuration):
                sorted_out[verdict].append(resource.vertex)
        return sorted_out[True], sorted_out[False], sorted_out[None]


def _configurations(graph: Any) -> Iterator[Configuration]:
    by_folder: dict[str, list[Resource]] = {}
    for node in graph.nodes():
        # rustworkx has pairs of a number and the vertex, networkx the number alone.
        vertex = node[1] if isinstance(node, tuple) else graph.nodes[node]
        if vertex.get("block_type_") != "resource":
            continue
        type_, _, name = vertex["block_name_"].partition(".")
        conf = vertex["config_"].get(type_, {}).get(name)
        if isinstance(conf, Mapping):
            file = PurePath(vertex["file_path_"])
            # A plan is a file of its own; a configuration is all files of a folder.
            place = str(file.parent if ".tf" in file.suffixes else file)
            by_folder.setdefault(place, []).append(Resource(f"{type_}.{name}", conf, vertex))
    for resources in by_folder.values():
        yield Configuration(resources)
