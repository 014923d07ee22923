"""Of a cluster that is decommissioned nothing is made: there is nothing to show or to try."""

from collections.abc import Sequence

from modules.config import ClusterConfig


class DecommissionedError(Exception):
    """What was asked of a cluster goes for its resources, and it has none any more."""


def refuse_decommissioned(clusters: Sequence[ClusterConfig]) -> None:
    """Refuse clusters of which nothing is made.

    Args:
        clusters: The clusters whose resources are asked for.

    Raises:
        DecommissionedError: If one is decommissioned.
    """
    for cluster in clusters:
        if cluster.decommission:
            message = (
                f"{cluster.name}: decommission: nothing is made of this file any more; for what "
                "was, take a copy without decommission"
            )
            raise DecommissionedError(message)
