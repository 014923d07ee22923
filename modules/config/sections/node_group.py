"""Entries of the ``node_groups`` section."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, JsonValue, model_validator

from modules.catalog.ami_types import AMI_TYPES, AmiTypeFacts, ami_type_facts, default_ami_type
from modules.catalog.instance_types import InstanceTypeFacts, instance_type_facts
from modules.catalog.nearest import UnknownNameError
from modules.config.sections.capacity import TARGETS, CapacityConfig
from modules.config.sections.efa import EfaConfig, EfaSetting
from modules.config.sections.hardware import HardwareConfig
from modules.config.sections.kubernetes_strings import LabelKey, LabelValue
from modules.config.sections.model import Section
from modules.config.sections.one_per_zone import ZoneInName
from modules.config.sections.scaling import ScalingConfig
from modules.config.sections.strings import AmiReleaseVersion, InstanceType, PlacementGroupName
from modules.config.sections.taint import TaintConfig
from modules.config.sections.timeouts import TimeoutsConfig
from modules.config.sections.update import NodeRepairConfig, UpdateConfig
from modules.config.sections.user_data import UserDataPartConfig
from modules.config.sections.volume import VolumeConfig
from modules.planning.nodes.decided import Decided, Reason
from modules.planning.nodes.network_interfaces import EfaLayout, efa_by_default

#: Ways of buying that are no capacity block; on demand if left out.
_NOT_BLOCKS = (None, *(kind for kind in TARGETS if kind != "capacity_block"))
_MOST_TAINTS = 50
_MOST_INSTANCE_TYPES = 20


def _ami_type(name: str) -> str:
    try:
        ami_type_facts(name)
    except UnknownNameError as error:
        raise ValueError(str(error)) from error
    return name


def _without_null(settings: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """Refuse what TOML has no word for."""
    pending: list[JsonValue] = [settings]
    while pending:
        value = pending.pop()
        if value is None:
            message = "holds a key without a value, which Bottlerocket's TOML cannot say; remove it"
            raise ValueError(message)
        if isinstance(value, Mapping):
            pending.extend(value.values())
        elif isinstance(value, list):
            pending.extend(value)
    return settings


AmiType = Annotated[
    str, AfterValidator(_ami_type), Field(json_schema_extra={"enum": sorted(AMI_TYPES)})
]


class NodeGroupConfig(Section):
    """A managed node group."""

    instance_types: list[InstanceType] = Field(
        min_length=1, max_length=_MOST_INSTANCE_TYPES, examples=[["m7i.large"]]
    )
    """Instance types, preferred first; all of one processor architecture, kind of accelerator and,
    with EFA, layout of network cards."""

    hardware: HardwareConfig | None = None
    """What the instance type is, for one that the catalog does not know yet or is wrong about."""

    availability_zone: str | None = None
    """The one zone of the group; every zone the network had when the group was made if left out.
    Nodes with EFA, in a placement group or in a reservation are in one zone."""

    one_per_zone: list[ZoneInName] | None = Field(
        default=None, min_length=1, examples=[["us-west-2a", "us-west-2b"]]
    )
    """In place of `availability_zone`, zones: the entry stands for a node group in each, called by
    its own name, a dash and the zone. Each has the whole of `scaling`."""

    capacity: CapacityConfig = CapacityConfig()
    """How the instances are bought."""

    efa: EfaSetting | None = None
    """Elastic Fabric Adapters: ``true``, ``false`` or a layout. Left out, instances with
    accelerators and EFA on two network cards or more have them: those are bought for training on
    many nodes. Smaller ones are as often used one by one, in any zone, and EFA ties to one."""

    placement_group: PlacementGroupName = "auto"
    """``auto``: a cluster placement group of its own for nodes with EFA, but none in a reservation
    or capacity block, which has its own placement. ``none``, or the name of a group that exists."""

    instance_store: Literal["raid0", "none"] | None = None
    """``raid0``: NVMe instance store holds images, logs and scratch space, as one volume; so if
    left out, where there is one. ``none`` leaves it alone."""

    scaling: ScalingConfig = ScalingConfig()
    """How many nodes; two if left out. A capacity block starts from zero, and must say ``max``."""

    labels: dict[LabelKey, LabelValue | None] = {}
    """Kubernetes labels of the nodes. Nodes with accelerators or EFA have further ones, unless the
    same keys stand here: with a value of yours, or with ``null`` to leave one out."""

    taints: list[TaintConfig] | None = Field(default=None, max_length=_MOST_TAINTS)
    """Taints of the nodes. Left out, nodes with accelerators have ``nvidia.com/gpu`` or
    ``aws.amazon.com/neuron``, value ``true``, effect NoSchedule; ``[]`` is for none. One group at
    least must take the pods of CoreDNS and the other add-ons."""

    volume: VolumeConfig = VolumeConfig()
    """The volume of each node."""

    ami_type: AmiType | None = None
    """EKS AMI type; Amazon Linux 2023 for the instance types if left out."""

    ami_release_version: AmiReleaseVersion | None = None
    """AMI release to stay on; the newest when nodes are next rolled if left out."""

    max_pods: int | None = Field(default=None, ge=1, le=250)
    """Most pods on a node; if left out, as many as have addresses, up to EKS's limits."""

    huge_pages_2mib: int | None = Field(default=None, ge=1)
    """Huge pages of 2 MiB to set aside. The EFA driver sets aside 5128 by itself."""

    imds_hop_limit: int = Field(default=1, ge=1, le=64)
    """How many hops an answer of the instance metadata service may take. With 2 it reaches the pod
    network, and pods there can take the node's credentials."""

    detailed_monitoring: bool = False
    """Whether CloudWatch gets the metrics of instances each minute, and not each five, at a price
    for each instance."""

    kubelet: dict[str, JsonValue] = {}
    """Fields of a KubeletConfiguration, on Amazon Linux. Held against Kubernetes 1.37's."""

    bottlerocket_settings: Annotated[dict[str, JsonValue], AfterValidator(_without_null)] = {}
    """Settings of Bottlerocket, as below ``settings`` in its user data. Held against those of
    Bottlerocket 1.57."""

    user_data: list[UserDataPartConfig] = []
    """Further parts of the user data, on Amazon Linux."""

    unchecked: list[str] = []
    """Paths below this group whose contents are taken as they are: for what is newer than the
    definitions that ``kubelet``, ``bottlerocket_settings``, ``user_data`` and ``node_repair`` are
    held against, as in ``kubelet.newSetting`` or ``user_data[0]``."""

    update: UpdateConfig = UpdateConfig(max_unavailable=1)
    """How an update replaces the nodes."""

    timeouts: TimeoutsConfig = TimeoutsConfig()
    """How long Terraform waits. A change counts from the next change of the group on."""

    node_repair: NodeRepairConfig = NodeRepairConfig()
    """Automatic repair of nodes."""

    @cached_property
    def hardware_facts(self) -> Sequence[InstanceTypeFacts]:
        """What each instance type is, from the catalog or from ``hardware``."""
        if self.hardware is not None:
            return [self.hardware.facts(name) for name in self.instance_types]
        return [instance_type_facts(name) for name in self.instance_types]

    @property
    def efa_layout(self) -> EfaLayout | None:
        """How interfaces are laid out, or None for nodes without EFA."""
        return self.efa_decided.value

    @property
    def efa_decided(self) -> Decided[EfaLayout | None]:
        """How interfaces are laid out, or None for nodes without EFA; and why."""
        if self.efa is not None:
            layout = self.efa.layout if self.efa.enabled else None
            return Decided(layout, Reason(keys=("efa",)))
        by_default = efa_by_default(self.hardware_facts[0])
        return Decided(EfaConfig().layout if by_default.value else None, by_default.because)

    @property
    def makes_placement_group(self) -> bool:
        """Whether the group has a placement group of its own."""
        return self.placement_group_decided.value

    @property
    def placement_group_decided(self) -> Decided[bool]:
        """Whether the group has a placement group of its own, and why."""
        if self.placement_group != "auto":
            return Decided(False, Reason(keys=("placement_group",)))  # noqa: FBT003
        keys = ("placement_group", "efa", "capacity.type")
        if self.efa_layout is None:
            text = "nodes without EFA need not be near to each other"
        elif self.capacity.is_reserved:
            text = "a reservation or capacity block has its own placement"
        else:
            text = "nodes with EFA are near to each other"
        makes = self.efa_layout is not None and not self.capacity.is_reserved
        return Decided(makes, Reason(text=text, keys=keys))

    @property
    def named_placement_group(self) -> str | None:
        """The placement group of the file, which exists already."""
        return None if self.placement_group in {"auto", "none"} else self.placement_group

    @property
    def uses_instance_store(self) -> bool:
        """Whether the instance store becomes one volume."""
        return self.instance_store_decided.value

    @property
    def instance_store_decided(self) -> Decided[bool]:
        """Whether the instance store becomes one volume, and why."""
        if self.instance_store is not None:
            return Decided(self.instance_store == "raid0", Reason(keys=("instance_store",)))
        without = [facts.name for facts in self.hardware_facts if facts.instance_store is None]
        text = (
            f"{without[0]} has no instance store"
            if without
            else "holds images, logs and scratch space where there is one"
        )
        return Decided(not without, Reason(text=text, keys=("instance_store", "instance_types")))

    @property
    def resolved_ami_type(self) -> str:
        """The AMI type of the file, or the one that follows from the instance types."""
        return self.ami_type_decided.value

    @property
    def ami_type_decided(self) -> Decided[str]:
        """The AMI type of the file, or the one that follows from the instance types; and why."""
        if self.ami_type is not None:
            source = ami_type_facts(self.ami_type).source
            return Decided(self.ami_type, Reason(keys=("ami_type",), source=source))
        facts = self.hardware_facts[0]
        name = default_ami_type(facts.architecture, facts.accelerator)
        if name is None:
            message = f"EKS has no AMI for {facts.accelerator} on {facts.architecture}"
            raise ValueError(message)
        text = f"Amazon Linux 2023 for {facts.architecture}, accelerators: {facts.accelerator}"
        keys = ("ami_type", "instance_types")
        return Decided(name, Reason(text=text, keys=keys, source=ami_type_facts(name).source))

    @property
    def ami(self) -> AmiTypeFacts:
        """What the AMI type is."""
        return ami_type_facts(self.resolved_ami_type)

    @model_validator(mode="before")
    @classmethod
    def _blocks_start_empty(cls, data: Any) -> Any:
        """Leave the nodes of a capacity block at zero, where the file does not say otherwise."""
        if not isinstance(data, Mapping):
            return data
        capacity, scaling = data.get("capacity"), data.get("scaling")
        # Of a type that is misspelt that alone is said.
        is_other = not isinstance(capacity, Mapping) or capacity.get("type") in _NOT_BLOCKS
        if is_other or not isinstance(scaling, Mapping):
            return data
        return {**data, "scaling": {"min": 0, "desired": 0, **scaling}}
