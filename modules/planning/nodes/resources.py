"""What a node offers to pods."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from modules.catalog.ami_releases import OperatingSystem
from modules.catalog.instance_types import InstanceTypeFacts
from modules.catalog.neuron_cores import logical_cores
from modules.planning.nodes.conventions import (
    ACCELERATOR_RESOURCES,
    EFA_RESOURCE,
    NEURON_CORE_RESOURCE,
)
from modules.planning.nodes.pod_capacity import PodLimit
from modules.planning.nodes.quantities import amount, milli
from modules.planning.nodes.reservations import (
    KubeletReservations,
    kube_reserved,
    memory_mib_kept,
    milli_cpu_kept,
    storage_mib_kept,
)

#: What the EFA driver sets aside when it starts.
#: Source: https://docs.aws.amazon.com/eks/latest/userguide/node-efa.html
HUGE_PAGES_OF_EFA = 5128
_MIB_PER_HUGE_PAGE = 2
_HUGE_PAGES = "hugepages-2Mi"
_MIB = 1024**2
#: Share of an instance's memory that Linux does not see or keeps, in thousandths: an estimate on
#: the safe side, by which Karpenter plans too.
#: Source: aws/karpenter-provider-aws, pkg/operator/options (VM_MEMORY_OVERHEAD_PERCENT).
_UNSEEN_MEMORY_MILLI = 75


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    """Where images, logs and scratch space of pods are.

    Attributes:
        volume_size_gib: Size of the volume.
        on_instance_store: Whether they are on the instance store in its place.
    """

    volume_size_gib: int
    on_instance_store: bool


def huge_pages_2mib(asked: int | None, *, efa_interfaces: int) -> int:
    """Give how many huge pages of 2 MiB a node has."""
    return asked or (HUGE_PAGES_OF_EFA if efa_interfaces else 0)


def device_resources(
    types: Sequence[InstanceTypeFacts], *, efa_interfaces: int, huge_pages: int
) -> Mapping[str, str]:
    """Give what a node offers in devices and huge pages; the least of the types for each."""
    resources = {}
    accelerator = ACCELERATOR_RESOURCES.get(types[0].accelerator)
    if accelerator is not None:
        resources[accelerator] = str(min(facts.accelerator_count for facts in types))
    cores = [_neuron_cores(facts) for facts in types]
    if all(cores):
        resources[NEURON_CORE_RESOURCE] = str(min(cores))
    if efa_interfaces:
        resources[EFA_RESOURCE] = str(efa_interfaces)
    if huge_pages:
        resources[_HUGE_PAGES] = f"{huge_pages * _MIB_PER_HUGE_PAGE}Mi"
    return resources


def _neuron_cores(facts: InstanceTypeFacts) -> int:
    """Count what pods can ask for of cores; 0 where there are none or it is not known."""
    each = logical_cores(facts.accelerator_model, facts.accelerator_cores or 0)
    return facts.accelerator_count * each


def ephemeral_storage(types: Sequence[InstanceTypeFacts], storage: Storage) -> str:
    """Give the size of the volume for images, logs and scratch space; the least of the types."""
    if not storage.on_instance_store:
        return f"{storage.volume_size_gib}Gi"
    stores = [facts.instance_store for facts in types if facts.instance_store is not None]
    return f"{min(store.disks * store.disk_size_gb for store in stores)}G"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What of a resource is left for pods.

    Attributes:
        whole: All of it.
        kept: What is kept, by what for.
        left: The rest.
    """

    whole: str
    kept: Mapping[str, str] = field(default_factory=dict)
    left: str


def shares(
    types: Sequence[InstanceTypeFacts],
    *,
    devices: Mapping[str, str],
    storage: Storage,
    limit: PodLimit,
    operating_system: OperatingSystem,
    kubelet: KubeletReservations,
) -> Mapping[str, Share]:
    """Give what is left for pods, as Kubernetes' ``allocatable`` has it; the least of the types.

    Keyed by the name of the resource.

    Memory is an estimate on the safe side: how much of it Linux sees is known only once it runs.

    Source: https://kubernetes.io/docs/tasks/administer-cluster/reserve-compute-resources/
    """
    kept = kube_reserved(types, limit, operating_system, kubelet.kube_reserved)
    huge_pages_mib = int(amount(devices.get(_HUGE_PAGES, 0)) / _MIB)
    memory_mib = min(_seen_memory_mib(facts) for facts in types)
    memory_kept = memory_mib_kept(kept, kubelet, memory_mib)
    if huge_pages_mib:
        memory_kept = {**memory_kept, "huge pages": huge_pages_mib}
    cpu = min(milli(facts.vcpus) for facts in types)
    storage_mib = int(amount(ephemeral_storage(types, storage)) / _MIB)
    counted = {**devices, **({} if limit.pods is None else {"pods": str(limit.pods)})}
    made = {name: Share(whole=count, left=count) for name, count in counted.items()}
    measured = {
        "cpu": _share(cpu, milli_cpu_kept(kept, kubelet.system_reserved), "m"),
        "memory": _share(memory_mib, memory_kept, "Mi"),
        "ephemeral-storage": _share(
            storage_mib, storage_mib_kept(kept, kubelet, storage_mib), "Mi"
        ),
    }
    return {name: {**made, **measured}[name] for name in (*devices, *measured, *made)}


def _share(whole: int, kept: Mapping[str, int], unit: str) -> Share:
    return Share(
        whole=f"{whole}{unit}",
        kept={what: f"{amount_kept}{unit}" for what, amount_kept in kept.items()},
        left=f"{max(0, whole - sum(kept.values()))}{unit}",
    )


def _seen_memory_mib(facts: InstanceTypeFacts) -> int:
    return facts.memory_mib * (1000 - _UNSEEN_MEMORY_MILLI) // 1000
