"""A check that breaks is a finding of its own.

checkov runs checks that look at a whole graph in threads, and never looks at what became of them:
an exception there would be a check that nobody misses.
"""

import logging
from collections.abc import Iterable
from typing import Any

from checkov.common.checks_infra.registry import Registry
from checkov.common.graph.checks_infra.base_check import BaseGraphCheck
from checkov.common.graph.checks_infra.registry import BaseRegistry
from checkov.common.models.enums import CheckResult
from terraform_graph import vertices_of

_RESOURCES = ("resource", "data", "module")


class BrokenCheck(BaseGraphCheck):
    """What stands for a check that could not judge a resource."""

    def __init__(self, check: BaseGraphCheck, error: Exception) -> None:
        super().__init__()
        self.id = f"{check.id}_BROKEN"
        # Another name by which checkov's --check and --skip-check know it.
        self.bc_id = check.id
        self.name = f"{check.id} could not judge this: {type(error).__name__}: {error}"


def _install() -> None:
    run = BaseRegistry.run_check_parallel
    if run.__name__ == "_run_and_tell":
        return

    def _run_and_tell(self: Registry, check: Any, check_results: Any, graph_connector: Any) -> None:
        broken: Iterable[tuple[Any, Exception]]
        try:
            run(self, check, check_results, graph_connector)
            broken = getattr(check, "broken", ())
        except Exception as error:
            broken = [(vertex, error) for vertex in _some_of(graph_connector, check)]
        for vertex, error in broken:
            logging.error("%s could not judge a resource", check.id, exc_info=error)
            failed = {"result": CheckResult.FAILED, "entity": vertex, "evaluated_keys": []}
            check_results[BrokenCheck(check, error)] = [failed]

    BaseRegistry.run_check_parallel = _run_and_tell


def _some_of(graph: Any, check: BaseGraphCheck) -> list[Any]:
    """Give one resource to report a check by that broke as a whole: one it is about if any."""
    resources = [each for each in vertices_of(graph) if each.get("block_type_") in _RESOURCES]
    types = check.resource_types or ()
    return ([each for each in resources if each.get("resource_type") in types] or resources)[:1]


_install()
