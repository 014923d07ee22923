"""The command that explains."""

from collections.abc import Sequence
from pathlib import Path

from cli.explain.address import explain_address, is_address
from cli.explain.field import explain_field
from cli.explain.group import explain_group
from cli.explain.places import NoSuchPlaceError, place_at
from cli.explain.show import STYLES
from cli.explain.told import Explanation
from modules.catalog.nearest import nearest
from modules.config import NodeGroupConfig, ReadCluster, read_cluster


class NothingToExplainError(Exception):
    """A cluster has no such node group, field or address."""


def explain(file: Path, asked: str | None, style: str) -> None:
    """Explain a node group, a field or an address of a cluster.

    Args:
        file: The cluster file.
        asked: What to explain; None for every node group.
        style: ``text``, ``markdown`` or ``json``.

    Raises:
        ClusterFileError: If the cluster file is wrong.
        NothingToExplainError: If there is no such thing in it.
    """
    read = read_cluster(file)
    try:
        told = _explained(read, asked)
    except NoSuchPlaceError as error:
        message = f"{file}: {asked}: {error}"
        raise NothingToExplainError(message) from error
    STYLES[style](told)


def _explained(read: ReadCluster, asked: str | None) -> Sequence[Explanation]:
    groups = read.cluster.node_groups
    if asked is None:
        return [explain_group(read, name) for name in groups]
    if is_address(asked):
        return [explain_address(read, asked)]
    if asked in groups and asked not in type(read.cluster).model_fields:
        return [explain_group(read, asked)]
    if "." not in asked and asked not in type(read.cluster).model_fields:
        raise NoSuchPlaceError(_unknown(asked, [*groups], [*type(read.cluster).model_fields]))
    place = place_at(read.cluster, asked)
    if isinstance(place.value, NodeGroupConfig):
        return [explain_group(read, str(place.path[-1]))]
    return [explain_field(read, place)]


def _unknown(asked: str, groups: Sequence[str], fields: Sequence[str]) -> str:
    hint = nearest(asked, [*groups, *fields])
    if hint is not None:
        return f"no node group or field; did you mean {hint!r}?"
    return (
        f"no node group or field; node groups are {', '.join(groups)}, fields {', '.join(fields)}"
    )
