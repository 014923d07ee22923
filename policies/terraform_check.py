"""Checks that look at several resources at once.

checkov's own language for such checks cannot say "at least one of those that refer to the same".
Its registry takes any object that judges the whole graph of a run, which is what this makes.
"""

import sys
from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from checkov.common.checks_infra.registry import get_graph_checks_registry
from checkov.common.graph.checks_infra.base_check import BaseGraphCheck
from checkov.runner_filter import RunnerFilter
from terraform_graph import Configuration, Resource, configurations


class ConfigurationCheck(BaseGraphCheck):
    """A check of a whole configuration; making one registers it.

    Attributes:
        broken: What could not be judged in the last run, and the exceptions.
    """

    def __init__(self, *, name: str, id: str, resource_types: Sequence[str]) -> None:
        super().__init__()
        self.name = name
        self.id = id
        self.resource_types = list(resource_types)
        self.broken: list[tuple[Any, Exception]] = []
        RunnerFilter.notify_external_check(id)
        # checkov asks the same registry for configurations and for plans.
        registered = get_graph_checks_registry("terraform").checks
        if not any(check.id == id for check in registered):
            registered.append(self)

    def is_about(self, configuration: Configuration, resource: Resource) -> bool | None:
        """Whether a resource of the types is to be judged; None if that is unknown."""
        return True

    @abstractmethod
    def judge(self, configuration: Configuration, resource: Resource) -> bool | None:
        """Whether a resource is as it should be; None if that is unknown."""

    def run(self, graph_connector: Any) -> tuple[list[Any], list[Any], list[Any]]:
        """Give what passed, what failed, and what is unknown; say which that is."""
        sorted_out: dict[bool | None, list[Any]] = {True: [], False: [], None: []}
        self.broken = []
        for configuration in configurations(graph_connector):
            _tell_what_is_unseen(configuration)
            unknown: list[str] = []
            for resource in configuration.of_type(*self.resource_types):
                try:
                    about = self.is_about(configuration, resource)
                    if about is False:
                        continue
                    verdict = self.judge(configuration, resource) if about else None
                except Exception as error:
                    self.broken.append((resource.vertex, error))
                    continue
                sorted_out[verdict].append(resource.vertex)
                if verdict is None:
                    unknown.append(resource.address)
            if unknown:
                # checkov counts what is unknown, and lists it nowhere.
                where = f"{self.id} unknown in {configuration.place}"
                sys.stderr.write(f"{where}: {', '.join(sorted(unknown))}\n")
        return sorted_out[True], sorted_out[False], sorted_out[None]


def _tell_what_is_unseen(configuration: Configuration) -> None:
    """Say once, whichever check comes first, what no check can be about."""
    unseen, configuration.unseen = configuration.unseen, ()
    if unseen:
        sys.stderr.write(f"not looked into in {configuration.place}: {', '.join(unseen)}\n")
