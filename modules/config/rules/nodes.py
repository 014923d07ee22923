"""Rules of node groups that need the rest of the cluster."""

from collections.abc import Iterator

from modules.config.derived.nodes import nodes_of, user_data
from modules.config.problems import Problem
from modules.config.sections.cluster import ClusterSections
from modules.planning.nodes.autoscaler_tags import MOST_TAGS, autoscaler_tags
from modules.planning.nodes.conventions import AUTOSCALER_GPU_LABEL
from modules.planning.nodes.user_data import MOST_BYTES


def _user_data_fits(cluster: ClusterSections) -> Iterator[Problem]:
    for name, node in nodes_of(cluster).items():
        text = user_data(cluster.node_groups[name], node)
        size = len((text or "").encode())
        if size > MOST_BYTES:
            yield Problem(
                ("node_groups", name, "user_data"),
                f"the user data has {size} bytes; EC2 takes 16384, of which EKS needs some: "
                f"keep it below {MOST_BYTES}, for example by having a script fetch what is long",
            )


def _tags_fit(cluster: ClusterSections) -> Iterator[Problem]:
    for name, node in nodes_of(cluster).items():
        tags = len(autoscaler_tags(node, group=name))
        if cluster.node_groups[name].scaling.owner == "autoscaler" and tags > MOST_TAGS:
            yield Problem(
                ("node_groups", name, "labels"),
                f"an Auto Scaling group has room for {MOST_TAGS} tags that tell the autoscaler of "
                f"labels, taints and resources, and here are {tags}; have fewer labels",
            )


def _the_autoscaler_waits_for_gpus_alone(cluster: ClusterSections) -> Iterator[Problem]:
    groups = cluster.node_groups.items()
    if not any(group.scaling.owner == "autoscaler" for _, group in groups):
        return
    for name, group in groups:
        value = group.labels.get(AUTOSCALER_GPU_LABEL)
        if value is not None and group.hardware_facts[0].accelerator != "nvidia":
            yield Problem(
                ("node_groups", name, "labels", AUTOSCALER_GPU_LABEL),
                "the cluster autoscaler takes nodes with this label for ones with GPUs, counts "
                "them as not ready until they offer nvidia.com/gpu, and stops when there are many; "
                "use a key of yours",
                also=(("node_groups", name, "scaling", "owner"),),
            )


def _blocks_start_later(cluster: ClusterSections) -> Iterator[Problem]:
    for name, group in cluster.node_groups.items():
        desired = group.scaling.desired
        if group.capacity.type == "capacity_block" and desired > 0:
            yield Problem(
                ("node_groups", name, "scaling", "desired"),
                f"before the capacity block has started, and once it has ended, {desired} nodes "
                "yield launch errors alone; write desired: 0 until then, or have it raised by "
                "capacity: {scheduled_start: ...}",
                also=(("node_groups", name, "capacity"),),
            )


RULES = (
    _the_autoscaler_waits_for_gpus_alone,
    _user_data_fits,
    _tags_fit,
)
WARNINGS = (_blocks_start_later,)
