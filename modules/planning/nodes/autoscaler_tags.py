"""Tags that tell the cluster autoscaler what a node of an empty group would be."""

from collections.abc import Mapping, Sequence

from modules.catalog.instance_types import InstanceTypeFacts
from modules.planning.nodes.conventions import ACCELERATOR_RESOURCES, EFA_RESOURCE

#: An Auto Scaling group has at most 50 tags, of which EKS sets some itself.
#: Source: https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-quotas.html
MOST_TAGS = 50 - 8

_TEMPLATE = "k8s.io/cluster-autoscaler/node-template"
_MIB_PER_HUGE_PAGE = 2
#: What the EFA driver sets aside when it starts.
#: Source: https://docs.aws.amazon.com/eks/latest/userguide/node-efa.html
HUGE_PAGES_OF_EFA = 5128


def autoscaler_tags(
    *,
    labels: Mapping[str, str],
    taints: Sequence[tuple[str, str, str]],
    resources: Mapping[str, str],
) -> Mapping[str, str]:
    """Encode what a node would be as the autoscaler reads it, keyed by tag.

    Source: https://github.com/kubernetes/autoscaler
    (cluster-autoscaler/cloudprovider/aws/README.md)

    Args:
        labels: Labels of the nodes.
        taints: Key, value and effect of each taint, the effect as Kubernetes spells it.
        resources: Quantities by name of the resource.
    """
    return {
        **{f"{_TEMPLATE}/label/{key}": value for key, value in labels.items()},
        **{f"{_TEMPLATE}/taint/{key}": f"{value}:{effect}" for key, value, effect in taints},
        **{f"{_TEMPLATE}/resources/{name}": amount for name, amount in resources.items()},
    }


def node_resources(
    types: Sequence[InstanceTypeFacts],
    *,
    efa_interfaces: int,
    huge_pages_2mib: int | None,
    volume_size_gib: int,
    raid0: bool,
) -> Mapping[str, str]:
    """Give what a node offers beside processors and memory; the least of the types for each."""
    resources = {"ephemeral-storage": f"{volume_size_gib}Gi"}
    stores = [facts.instance_store for facts in types]
    if raid0:
        size_gb = min(s.disks * s.disk_size_gb for s in stores if s is not None)
        resources["ephemeral-storage"] = f"{size_gb}G"
    accelerator = ACCELERATOR_RESOURCES.get(types[0].accelerator)
    if accelerator is not None:
        resources[accelerator] = str(min(facts.accelerator_count for facts in types))
    if efa_interfaces:
        resources[EFA_RESOURCE] = str(efa_interfaces)
    pages = huge_pages_2mib or (HUGE_PAGES_OF_EFA if efa_interfaces else 0)
    if pages:
        resources["hugepages-2Mi"] = f"{pages * _MIB_PER_HUGE_PAGE}Mi"
    return resources
