"""What each pod of a job gets of its node."""

from collections.abc import Mapping
from dataclasses import dataclass

from modules.config import ClusterConfig
from modules.jobs.room import MARGIN, Room, room_on
from modules.jobs.spec import JobSpec
from modules.planning.nodes.conventions import (
    ACCELERATOR_RESOURCES,
    EFA_RESOURCE,
    NEURON_CORE_RESOURCE,
)
from modules.planning.nodes.node import Node
from modules.planning.nodes.quantities import mebibytes, milli

_HUGE_PAGES = "hugepages-2Mi"
_MILLI = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class PodShare:
    """What a pod gets.

    Attributes:
        cpu_milli: Thousandths of processors.
        memory_mib: Memory in MiB, what is in ``/dev/shm`` too.
        shared_memory_mib: Most of ``/dev/shm`` in MiB.
        devices: Accelerators, EFA and huge pages, by name of the resource.
        processes: Processes for torchrun to start.
    """

    cpu_milli: int
    memory_mib: int
    shared_memory_mib: int
    devices: Mapping[str, str]
    processes: int

    @property
    def has_efa(self) -> bool:
        """Whether it gets EFA."""
        return EFA_RESOURCE in self.devices

    @property
    def has_huge_pages(self) -> bool:
        """Whether it gets huge pages."""
        return _HUGE_PAGES in self.devices

    @property
    def resources(self) -> Mapping[str, str]:
        """All of it as Kubernetes writes it."""
        whole, rest = divmod(self.cpu_milli, _MILLI)
        return {
            "cpu": f"{self.cpu_milli}m" if rest else str(whole),
            "memory": f"{self.memory_mib}Mi",
            **self.devices,
        }


def share_of(cluster: ClusterConfig, spec: JobSpec) -> PodShare:
    """Work out what a pod of a job gets, where the job fits.

    Raises:
        NotAQuantityError: An amount that was asked for is none.
    """
    room = room_on(cluster, spec.group)
    memory = memory_mib(room, spec)
    asked = spec.shared_memory
    return PodShare(
        cpu_milli=cpu_milli(room, spec),
        memory_mib=memory,
        shared_memory_mib=max(1, memory // 2) if asked is None else mebibytes(asked),
        devices=_devices(cluster, spec, room.node),
        processes=processes(room.node, spec) or 1,
    )


def cpu_milli(room: Room, spec: JobSpec) -> int:
    """Give the processors of a pod: as asked, or what is left, in whole ones if there is one."""
    if spec.cpu is not None:
        return milli(spec.cpu)
    left = max(0, room.cpu_milli - MARGIN.cpu_milli)
    return left // _MILLI * _MILLI or left


def memory_mib(room: Room, spec: JobSpec) -> int:
    """Give the memory of a pod: as asked, or what is left."""
    if spec.memory is not None:
        return mebibytes(spec.memory)
    return max(0, room.memory_mib - MARGIN.memory_mib)


def wants_efa(node: Node, spec: JobSpec) -> bool:
    """Say whether a job has EFA: as asked, or where it has somebody to talk to over it."""
    if spec.efa is not None:
        return spec.efa
    return EFA_RESOURCE in node.devices and spec.nodes > 1


def processes(node: Node, spec: JobSpec) -> int | None:
    """Give how many processes run on a node, one for each GPU or Neuron core; None if not known."""
    if spec.processes is not None:
        return spec.processes
    neuron = ACCELERATOR_RESOURCES["neuron"] in node.devices
    counted = NEURON_CORE_RESOURCE if neuron else ACCELERATOR_RESOURCES["nvidia"]
    count = node.devices.get(counted)
    if count is None:
        return None if neuron else 1
    return int(count)


def _devices(cluster: ClusterConfig, spec: JobSpec, node: Node) -> Mapping[str, str]:
    """List all accelerators of a node, and the rest where it is wanted.

    Neuron devices are asked for whole: their cores are the same hardware by another name. Huge
    pages that the driver of EFA sets aside may not be there, so only those of the file are.
    """
    wanted = [name for name in ACCELERATOR_RESOURCES.values() if name in node.devices]
    if wants_efa(node, spec):
        wanted.append(EFA_RESOURCE)
    if cluster.node_groups[spec.group].huge_pages_2mib is not None:
        wanted.append(_HUGE_PAGES)
    return {name: node.devices[name] for name in wanted}
