"""A node group, explained: what its nodes are, and what each thing follows from."""

from collections.abc import Iterator

from cli.explain.group_life import lines_of_life
from cli.explain.group_nodes import lines_of_nodes
from cli.explain.group_pods import lines_of_pods
from cli.explain.subject import GroupSubject
from cli.explain.told import Explanation, Line, key_at
from modules.config import ReadCluster
from modules.config.derived.nodes import nodes_of


def explain_group(read: ReadCluster, name: str) -> Explanation:
    """Tell all that is decided about a node group.

    Args:
        read: The cluster file.
        name: A node group in it.
    """
    cluster = read.cluster
    subject = GroupSubject(
        read=read, name=name, group=cluster.node_groups[name], node=nodes_of(cluster)[name]
    )
    where = key_at(read.source, ("node_groups", name), f"node group {name} of {cluster.name}")
    return Explanation(title=where.worded(), lines=[*_lines(subject)], within=f"node_groups.{name}")


def _lines(subject: GroupSubject) -> Iterator[Line]:
    yield from lines_of_nodes(subject)
    yield from lines_of_pods(subject)
    yield from lines_of_life(subject)
