"""``user_data``: parts of the types that nodes read, and nothing that nodeadm is there for."""

from collections.abc import Iterator

from modules.config.problems import Problem
from modules.config.rules.typed.node_config import problems_in
from modules.config.rules.typed.shell import commands_of_nodeadm, may_steer_nodeadm
from modules.config.sections.cluster import ClusterSections
from modules.config.sections.user_data import UserDataPartConfig
from modules.config.words import not_one_of
from modules.planning.nodes.user_data import MOST_BYTES, NODE_CONFIG_TYPE

_SCRIPTS = ("text/x-shellscript", "text/cloud-boothook")
#: What nodeadm and cloud-init read.
#: Source: https://docs.cloud-init.io/en/latest/explanation/format.html
_TYPES = (
    NODE_CONFIG_TYPE,
    *_SCRIPTS,
    "text/cloud-config",
    "text/cloud-config-archive",
    "text/cloud-config-jsonp",
    "text/jinja2",
    "text/part-handler",
    "text/x-include-once-url",
    "text/x-include-url",
    "text/x-shellscript-per-boot",
    "text/x-shellscript-per-instance",
    "text/x-shellscript-per-once",
)


def problems(cluster: ClusterSections, name: str) -> Iterator[Problem]:
    """Find parts that nodes would not read or must not have, the paths from the group down."""
    for index, part in enumerate(cluster.node_groups[name].user_data):
        for key, message in _wrong_with(part, cluster.kubernetes_version):
            yield Problem(("user_data", index, key), message)


def doubts(cluster: ClusterSections, name: str) -> Iterator[Problem]:
    """Find what may be a command that nodes must not run, the paths from the group down."""
    for index, part in enumerate(cluster.node_groups[name].user_data):
        if part.content_type == NODE_CONFIG_TYPE or _is_too_long(part):
            continue
        for number, line in may_steer_nodeadm(part.content):
            yield Problem(
                ("user_data", index, "content"),
                f"line {number}: if {line!r} is run on a node, it may not join; say it in kubelet, "
                "or in a part of type application/node.eks.aws",
            )


def _wrong_with(part: UserDataPartConfig, kubernetes_version: str) -> Iterator[tuple[str, str]]:
    if _is_too_long(part):
        return
    if part.content_type not in _TYPES:
        yield "content_type", not_one_of(part.content_type, _TYPES)
    elif part.content_type == NODE_CONFIG_TYPE:
        yield from (("content", said) for said in problems_in(part.content, kubernetes_version))
    elif part.content_type.startswith(_SCRIPTS):
        yield from (("content", said) for said in _wrong_with_script(part.content))


def _is_too_long(part: UserDataPartConfig) -> bool:
    """Whether another rule refuses a part for its length, so that nobody need read it."""
    return len(part.content.encode()) > MOST_BYTES


def _wrong_with_script(content: str) -> Iterator[str]:
    first = content.split("\n", 1)[0]
    if not first.startswith("#!"):
        yield "a script begins with the program that runs it, as in #!/bin/bash"
    elif first.endswith("\r"):
        yield "lines end with carriage returns, which no program's name has; save it with Unix's"
    elif first.rstrip().endswith("sh"):
        for number, command, instead in commands_of_nodeadm(content):
            yield (
                f"line {number}: {command!r} starts or changes what nodeadm does, and the node may "
                f"not join; {instead}"
            )
