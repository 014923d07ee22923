"""``configuration`` of add-ons."""

from collections.abc import Iterator

from modules.catalog.definitions import definition
from modules.config.problems import Problem
from modules.config.rules.typed.walk import mismatches
from modules.config.sections.add_on import AddOnConfig


def problems(name: str, add_on: AddOnConfig) -> Iterator[Problem]:
    """Find what EKS would refuse in the configuration of an add-on, as far as its schema is known.

    Args:
        name: Name of the add-on.
        add_on: What the file says of it.
    """
    known = definition(name)
    if known is not None and add_on.configuration is not None:
        found = mismatches(add_on.configuration, known)
        yield from (problem.below("add_ons", name, "configuration") for problem in found)
