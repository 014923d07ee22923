"""The ``region`` key of a file."""

from modules.catalog.nearest import UnknownNameError
from modules.catalog.regions import region_facts


def known_region(name: str) -> str:
    """Refuse a region that is not in the catalog."""
    try:
        region_facts(name)
    except UnknownNameError as error:
        raise ValueError(str(error)) from error
    return name
