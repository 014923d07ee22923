"""What a cluster without a way to the internet needs in its place."""

from collections.abc import Mapping, Sequence

from modules.catalog.add_ons import ADD_ONS
from modules.catalog.vpc_endpoints import (
    AUTOSCALER_ENDPOINTS,
    NODE_ENDPOINTS,
    SESSION_MANAGER_ENDPOINTS,
)
from modules.catalog.well_known_policies import WELL_KNOWN_POLICIES
from modules.config.derived.add_ons import installed_add_ons
from modules.config.derived.nodes import nodes_of
from modules.config.sections.cluster import ClusterSections
from modules.planning.nodes.conventions import ACCELERATOR_RESOURCES

#: Images that come from elsewhere than the region's own ECR, where add-ons have theirs.
_NVIDIA_PLUGIN = "nvcr.io/nvidia/k8s-device-plugin"
_NEURON_PLUGIN = "public.ecr.aws/neuron/neuron-device-plugin"
_AUTOSCALER = "registry.k8s.io/autoscaling/cluster-autoscaler"


def endpoint_services(cluster: ClusterSections) -> Mapping[str, str]:
    """Give the AWS services to reach through endpoints, and why; none where there is another way.

    The names are those behind ``com.amazonaws.<region>.``.
    """
    if not cluster.network.private:
        return {}
    asked = {service: "network.endpoints names it" for service in cluster.network.endpoints}
    return dict(sorted({**asked, **services_called(cluster)}.items()))


def services_called(cluster: ClusterSections) -> Mapping[str, str]:
    """Give the AWS services besides S3 that nodes and add-ons call, and why."""
    needed: dict[str, str] = {}
    if _has_autoscaler(cluster):
        needed |= AUTOSCALER_ENDPOINTS
    for name in sorted(installed_add_ons(cluster)):
        facts = ADD_ONS.get(name)
        for service in facts.endpoints if facts is not None else ():
            needed[service] = f"the add-on {name} calls it"
    for key, account in sorted(cluster.service_accounts.items()):
        if account.well_known_policy is not None:
            for service in WELL_KNOWN_POLICIES[account.well_known_policy].endpoints:
                needed.setdefault(service, f"the pods of the service account {key} call it")
    needed |= services_of_nodes(cluster)
    return dict(sorted(needed.items()))


def services_of_nodes(cluster: ClusterSections) -> Mapping[str, str]:
    """Give the AWS services that nodes call whatever runs on them, and why."""
    if cluster.node_access == "session_manager":
        return {**NODE_ENDPOINTS, **SESSION_MANAGER_ENDPOINTS}
    return NODE_ENDPOINTS


def images_to_mirror(cluster: ClusterSections) -> Sequence[str]:
    """Name the images that nodes will want and cannot pull, without their tags."""
    images = set()
    for node in nodes_of(cluster).values():
        # Bottlerocket has NVIDIA's plugin built in.
        bottlerocket = node.makings.ami.operating_system == "bottlerocket"
        if ACCELERATOR_RESOURCES["nvidia"] in node.devices and not bottlerocket:
            images.add(_NVIDIA_PLUGIN)
        if ACCELERATOR_RESOURCES["neuron"] in node.devices:
            images.add(_NEURON_PLUGIN)
    if _has_autoscaler(cluster):
        images.add(_AUTOSCALER)
    return sorted(images)


def _has_autoscaler(cluster: ClusterSections) -> bool:
    # Whoever has the size set at a capacity block's start need not have an autoscaler.
    return any(
        group.scaling.owner == "autoscaler" and group.capacity.scheduled_start is None
        for group in cluster.node_groups.values()
    )
