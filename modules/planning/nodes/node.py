"""What a node of a group is: everything that follows from what the group is made of.

Whoever says anything of a node reads it here: launch templates and user data, tags for the
autoscaler, rules of cluster files, outputs, checks of what runs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from modules.catalog.ami_types import AmiTypeFacts
from modules.catalog.instance_types import InstanceTypeFacts
from modules.planning.nodes.addresses import addresses_held, decided_pod_addresses
from modules.planning.nodes.cni import CniSettings
from modules.planning.nodes.conventions import decided_labels, decided_taints
from modules.planning.nodes.decided import Decided, Reason
from modules.planning.nodes.network_interfaces import NetworkInterface
from modules.planning.nodes.pod_capacity import PodLimit, pod_limit
from modules.planning.nodes.reservations import KubeletReservations
from modules.planning.nodes.resources import (
    Share,
    Storage,
    device_resources,
    ephemeral_storage,
    huge_pages_2mib,
    shares,
)
from modules.planning.nodes.taints import Taint


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeMakings:
    """What decides what a node is.

    Attributes:
        types: Instance types, of one architecture, kind of accelerator and, with EFA, layout.
        ami: The AMI type.
        interfaces: Interfaces of the launch template; none for EC2's usual single one.
        storage: Where images, logs and scratch space are.
        cni: What the VPC CNI is told.
        labels: Labels of the file; None leaves one out that would follow from the hardware.
        taints: Taints of the file; None for those that follow from the hardware.
        most_pods: The limit of the file, or None.
        most_pods_in_user_data: The limit of a part of user data, which wins on the node; or None.
        huge_pages_2mib: Huge pages of 2 MiB of the file, or None.
        reservations: What the file says of reservations.
    """

    types: Sequence[InstanceTypeFacts]
    ami: AmiTypeFacts
    interfaces: Sequence[NetworkInterface] = ()
    storage: Storage
    cni: CniSettings = field(default_factory=CniSettings)
    labels: Mapping[str, str | None] = field(default_factory=dict)
    taints: Sequence[Taint] | None = None
    most_pods: int | None = None
    most_pods_in_user_data: int | None = None
    huge_pages_2mib: int | None = None
    reservations: KubeletReservations = field(default_factory=KubeletReservations)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A node. Of instance types that differ, the least counts.

    Attributes:
        makings: What it is made of.
        labels_decided: Its labels, besides those that Kubernetes and EKS give it, and why.
        taints_decided: Its taints, and why.
        limit: How many pods it takes, and what it must be told of that.
        pod_addresses_decided: Pods that can have an address at once, and why; None where AWS does
            not say.
        devices: Accelerators, EFA and huge pages, by name of the resource.
        ephemeral_storage: Size of the volume of images, logs and scratch space.
        shares: What of everything is left for pods and what is kept, by name of the resource.
    """

    makings: NodeMakings
    labels_decided: Mapping[str, Decided[str]]
    taints_decided: Decided[Sequence[Taint]]
    limit: PodLimit
    pod_addresses_decided: Decided[int | None]
    devices: Mapping[str, str]
    ephemeral_storage: str
    shares: Mapping[str, Share]

    @property
    def labels(self) -> Mapping[str, str]:
        """Its labels, besides those that Kubernetes and EKS give it."""
        return {key: label.value for key, label in self.labels_decided.items()}

    @property
    def taints(self) -> Sequence[Taint]:
        """Its taints."""
        return self.taints_decided.value

    @property
    def pod_addresses(self) -> int | None:
        """Pods that can have an address at once; None where AWS does not say."""
        return self.pod_addresses_decided.value

    @property
    def left_for_pods(self) -> Mapping[str, str]:
        """What of everything is left for pods, by name of the resource."""
        return {name: share.left for name, share in self.shares.items()}

    @property
    def runs_any_pod(self) -> bool:
        """Whether a pod without tolerations can run here."""
        return not any(taint.keeps_away for taint in self.taints)

    @property
    def interfaces(self) -> Sequence[NetworkInterface]:
        """Interfaces of the launch template; none for EC2's usual single one."""
        return self.makings.interfaces

    @property
    def capacity(self) -> Mapping[str, str]:
        """What it offers besides processors and memory, nothing taken off."""
        return {"ephemeral-storage": self.ephemeral_storage, **self.devices}

    def addresses_held(self, *, pods: int) -> int | None:
        """Give the addresses of its subnet it holds; None where AWS does not say.

        Args:
            pods: Pods on it that need an address.
        """
        makings = self.makings
        held = [
            addresses_held(facts, makings.interfaces, makings.cni, pods=pods)
            for facts in makings.types
        ]
        return max((count for count in held if count is not None), default=None)


def describe(makings: NodeMakings) -> Node:
    """Work out what a node is."""
    types, interfaces = makings.types, makings.interfaces
    efa_interfaces = sum(interface.carries_efa for interface in interfaces)
    limit = pod_limit(types, interfaces, makings.cni, asked=makings.most_pods)
    if makings.most_pods_in_user_data is not None:
        because = Reason(text="a NodeConfig of yours wins on the node", keys=("user_data",))
        limit = replace(limit, pods=makings.most_pods_in_user_data, because=because)
    devices = device_resources(
        types,
        efa_interfaces=efa_interfaces,
        huge_pages=huge_pages_2mib(makings.huge_pages_2mib, efa_interfaces=efa_interfaces),
    )
    return Node(
        makings=makings,
        labels_decided=_labels(makings, efa=efa_interfaces > 0),
        taints_decided=_taints(makings),
        limit=limit,
        pod_addresses_decided=_fewest_addresses(makings),
        devices=devices,
        ephemeral_storage=ephemeral_storage(types, makings.storage),
        shares=shares(
            types,
            devices=devices,
            storage=makings.storage,
            limit=limit,
            operating_system=makings.ami.operating_system,
            kubelet=makings.reservations,
        ),
    )


def _labels(makings: NodeMakings, *, efa: bool) -> Mapping[str, Decided[str]]:
    asked = {
        key: Decided(value, Reason(keys=(f"labels.{key}",)))
        for key, value in makings.labels.items()
        if value is not None
    }
    every = {**decided_labels(makings.types, efa=efa), **asked}
    return {key: label for key, label in every.items() if makings.labels.get(key, "") is not None}


def _taints(makings: NodeMakings) -> Decided[Sequence[Taint]]:
    if makings.taints is None:
        return decided_taints(makings.types[0].accelerator)
    return Decided(makings.taints, Reason(keys=("taints",)))


def _fewest_addresses(makings: NodeMakings) -> Decided[int | None]:
    each = [
        decided_pod_addresses(facts, makings.interfaces, makings.cni) for facts in makings.types
    ]
    return min((e for e in each if e.value is not None), key=_counted, default=each[0])


def _counted(addresses: Decided[int | None]) -> int:
    return addresses.value or 0
