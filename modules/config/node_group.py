"""Entries of the ``node_groups`` section."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator
from typing_extensions import Self

from modules.catalog.ami_types import AMI_TYPES, ami_type_facts, default_ami_type
from modules.catalog.instance_types import InstanceTypeFacts, instance_type_facts
from modules.catalog.nearest import UnknownNameError, nearest
from modules.config.kubernetes_strings import LabelKey, LabelValue, TaintKey, TaintValue
from modules.config.model import Section, refusal
from modules.config.on_change import OnChange
from modules.config.strings import AmiReleaseVersion, KmsKeyArn
from modules.planning.taints import TaintEffect

_FEWEST_NODES = 2
_MOST_TAINTS = 50
_MOST_INSTANCE_TYPES = 20
_IOPS_PER_GIB = 500
_IOPS_PER_MIBPS = 4
#: Effects that keep pods without a toleration away.
_KEEP_AWAY: tuple[TaintEffect, ...] = ("NoSchedule", "NoExecute")


def _instance_type(name: str) -> str:
    try:
        facts = instance_type_facts(name)
    except UnknownNameError as error:
        raise ValueError(str(error)) from error
    if facts.accelerator == "other":
        message = f"{name!r} has a device that EKS has no AMI for; use an NVIDIA or Neuron type"
        raise ValueError(message)
    return name


def _ami_type(name: str) -> str:
    try:
        ami_type_facts(name)
    except UnknownNameError as error:
        raise ValueError(str(error)) from error
    return name


InstanceType = Annotated[str, AfterValidator(_instance_type)]
AmiType = Annotated[
    str, AfterValidator(_ami_type), Field(json_schema_extra={"enum": sorted(AMI_TYPES)})
]


class ScalingConfig(Section):
    """How many nodes a group has. What is left out follows what is given."""

    min: Annotated[int, OnChange.IN_PLACE] = Field(default=_FEWEST_NODES, ge=0)
    """Fewest nodes; ``desired`` if left out."""

    desired: Annotated[int, OnChange.IN_PLACE] = Field(default=_FEWEST_NODES, ge=0)
    """Nodes to run; ``min`` if left out, or 2."""

    max: Annotated[int, OnChange.IN_PLACE] = Field(default=_FEWEST_NODES, ge=1)
    """Most nodes; ``desired`` if left out."""

    owner: Annotated[Literal["terraform", "autoscaler"], OnChange.IN_PLACE] = "terraform"
    """Who sets the desired size once the group exists. With ``autoscaler`` Terraform sets it at
    creation and leaves it alone afterwards."""

    @model_validator(mode="before")
    @classmethod
    def _fill_in(cls, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        given = data.get("desired", data.get("min", _FEWEST_NODES))
        # What is wrong with a number is said of the number, not of those that would follow it.
        follows = given if type(given) is int and given >= 0 else _FEWEST_NODES
        return {"min": follows, "desired": follows, "max": max(follows, 1), **data}

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.min <= self.desired <= self.max:
            message = (
                f"min {self.min}, desired {self.desired} and max {self.max} are out of order; "
                "write min <= desired <= max"
            )
            raise refusal("desired", message, "min", "max")
        return self


class TaintConfig(Section):
    """Keeps pods away that do not tolerate it."""

    key: Annotated[TaintKey, OnChange.IN_PLACE] = Field(examples=["workload-type"])
    """Key of the taint."""

    value: Annotated[TaintValue, OnChange.IN_PLACE] = ""
    """Value of the taint."""

    effect: Annotated[TaintEffect, OnChange.IN_PLACE]
    """What happens to pods that do not tolerate it, as Kubernetes spells it."""


class VolumeConfig(Section):
    """The encrypted gp3 volume of a node that holds images, logs and scratch space.

    Source: https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html
    """

    size_gib: Annotated[int, OnChange.ROLLS_NODES] = Field(default=100, ge=20, le=16384)
    """Size in GiB."""

    iops: Annotated[int, OnChange.ROLLS_NODES] = Field(default=3000, ge=3000, le=16000)
    """Input/output operations per second; at most 500 for each GiB."""

    throughput_mibps: Annotated[int, OnChange.ROLLS_NODES] = Field(default=125, ge=125, le=1000)
    """Throughput in MiB/s; at most one for four operations per second."""

    kms_key_arn: Annotated[KmsKeyArn | None, OnChange.ROLLS_NODES] = None
    """Key that encrypts it; the account's ``aws/ebs`` key if left out. The key's policy must let
    the service-linked role of Auto Scaling use it."""

    @model_validator(mode="after")
    def _within_gp3(self) -> Self:
        if self.iops > self.size_gib * _IOPS_PER_GIB:
            message = (
                f"{self.iops} iops are too many for {self.size_gib} GiB; gp3 has at most "
                f"{_IOPS_PER_GIB} for each GiB: write iops: {self.size_gib * _IOPS_PER_GIB} or less"
            )
            raise refusal("iops", message, "size_gib")
        if self.throughput_mibps * _IOPS_PER_MIBPS > self.iops:
            message = (
                f"{self.throughput_mibps} MiB/s are too many for {self.iops} iops; gp3 needs "
                f"{_IOPS_PER_MIBPS} for each MiB/s: write iops: "
                f"{self.throughput_mibps * _IOPS_PER_MIBPS} or more"
            )
            raise refusal("throughput_mibps", message, "iops")
        return self


class CapacityConfig(Section):
    """How the instances are bought."""

    type: Annotated[Literal["on_demand", "spot"], OnChange.REPLACES_NODE_GROUP] = "on_demand"
    """On-demand or spot instances."""


class UpdateConfig(Section):
    """How many nodes an update may take down at once; one node if left out."""

    max_unavailable: Annotated[int | None, OnChange.IN_PLACE] = Field(default=None, ge=1, le=100)
    """Number of nodes."""

    max_unavailable_percentage: Annotated[int | None, OnChange.IN_PLACE] = Field(
        default=None, ge=1, le=100
    )
    """Share of the group, in percent."""

    @model_validator(mode="before")
    @classmethod
    def _fill_in(cls, data: Any) -> Any:
        return {"max_unavailable": 1} if data == {} else data

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.max_unavailable is None) == (self.max_unavailable_percentage is None):
            message = "give max_unavailable or max_unavailable_percentage, and not both"
            raise refusal("max_unavailable_percentage", message, "max_unavailable")
        return self


class NodeRepairConfig(Section):
    """Automatic repair of nodes that report themselves broken."""

    enabled: Annotated[bool, OnChange.IN_PLACE] = True
    """Whether EKS replaces or reboots broken nodes."""


class NodeGroupConfig(Section):
    """A managed node group."""

    instance_types: Annotated[list[InstanceType], OnChange.REPLACES_NODE_GROUP] = Field(
        min_length=1, max_length=_MOST_INSTANCE_TYPES, examples=[["m7i.large"]]
    )
    """Instance types, preferred first; all of one processor architecture and kind of
    accelerator."""

    availability_zone: Annotated[str | None, OnChange.REPLACES_NODE_GROUP] = None
    """The one zone of the group; every zone the network had when the group was made if left out."""

    capacity: Annotated[CapacityConfig, OnChange.REPLACES_NODE_GROUP] = CapacityConfig()
    """How the instances are bought."""

    scaling: Annotated[ScalingConfig, OnChange.IN_PLACE] = ScalingConfig()
    """How many nodes; two if left out."""

    labels: Annotated[dict[LabelKey, LabelValue], OnChange.IN_PLACE] = {}
    """Kubernetes labels of the nodes."""

    taints: Annotated[list[TaintConfig], OnChange.IN_PLACE] = Field(
        default=[], max_length=_MOST_TAINTS
    )
    """Taints of the nodes. At least one group of a cluster keeps nobody away."""

    volume: Annotated[VolumeConfig, OnChange.ROLLS_NODES] = VolumeConfig()
    """The volume of each node."""

    ami_type: Annotated[AmiType | None, OnChange.REPLACES_NODE_GROUP] = None
    """EKS AMI type; Amazon Linux 2023 for the instance types if left out."""

    ami_release_version: Annotated[AmiReleaseVersion | None, OnChange.ROLLS_NODES] = None
    """AMI release to stay on; the newest when nodes are next rolled if left out."""

    update: Annotated[UpdateConfig, OnChange.IN_PLACE] = UpdateConfig(max_unavailable=1)
    """How many nodes an update may take down at once."""

    node_repair: Annotated[NodeRepairConfig, OnChange.IN_PLACE] = NodeRepairConfig()
    """Automatic repair of nodes."""

    @property
    def runs_any_pod(self) -> bool:
        """Whether a pod without tolerations can run here."""
        return not any(taint.effect in _KEEP_AWAY for taint in self.taints)

    @property
    def resolved_ami_type(self) -> str:
        """The AMI type of the file, or the one that follows from the instance types."""
        if self.ami_type is not None:
            return self.ami_type
        facts = self._instance_facts()
        name = default_ami_type(facts.architecture, facts.accelerator)
        if name is None:
            message = f"EKS has no AMI for {facts.accelerator} on {facts.architecture}"
            raise ValueError(message)
        return name

    def _instance_facts(self) -> InstanceTypeFacts:
        return instance_type_facts(self.instance_types[0])

    @model_validator(mode="after")
    def _instance_types_are_alike(self) -> Self:
        if len(set(self.instance_types)) < len(self.instance_types):
            twice = next(t for t in self.instance_types if self.instance_types.count(t) > 1)
            message = f"{twice!r} stands twice; name it once"
            raise refusal("instance_types", message)
        first, *others = (instance_type_facts(name) for name in self.instance_types)
        for other in others:
            if (other.architecture, other.accelerator) != (first.architecture, first.accelerator):
                message = (
                    f"{_kind(first)} and {_kind(other)} need different "
                    "AMIs; make a node group of each kind"
                )
                raise refusal("instance_types", message)
        return self

    @model_validator(mode="after")
    def _ami_fits_the_instances(self) -> Self:
        facts = self._instance_facts()
        ami = ami_type_facts(self.resolved_ami_type)
        if ami.architecture != facts.architecture or facts.accelerator not in ami.accelerators:
            fitting = sorted(
                name
                for name, candidate in AMI_TYPES.items()
                if candidate.architecture == facts.architecture
                and facts.accelerator in candidate.accelerators
            )
            best = nearest(ami.name, fitting) or fitting[0]
            message = (
                f"ami_type {ami.name} does not run on {_kind(facts)}; "
                f"remove ami_type, or write {best!r}"
            )
            raise refusal("ami_type", message)
        return self

    @model_validator(mode="after")
    def _taints_differ(self) -> Self:
        seen = set()
        for taint in self.taints:
            if (taint.key, taint.effect) in seen:
                message = (
                    f"{taint.key!r} stands twice with effect {taint.effect}; "
                    "Kubernetes keeps one value for the two: remove one"
                )
                raise refusal("taints", message)
            seen.add((taint.key, taint.effect))
        return self


def _kind(facts: InstanceTypeFacts) -> str:
    accelerator = "no accelerator" if facts.accelerator == "none" else facts.accelerator
    return f"{facts.name} ({facts.architecture}, {accelerator})"
