"""A whole cluster file."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from modules.catalog.kubernetes_versions import KUBERNETES_VERSIONS, NEWEST, OLDEST, minor
from modules.catalog.regions import RegionFacts, region_facts, region_of_local_zone, regions
from modules.config.sections.access import AccessConfig
from modules.config.sections.add_on import AddOnConfig
from modules.config.sections.allow_destroy import AllowDestroyConfig
from modules.config.sections.control_plane import ControlPlaneConfig, IamConfig
from modules.config.sections.encryption import EncryptionConfig
from modules.config.sections.matching import Matching
from modules.config.sections.model import Section
from modules.config.sections.network import NetworkConfig
from modules.config.sections.node_group import NodeGroupConfig
from modules.config.sections.one_per_zone import written_out
from modules.config.sections.region import RegionName, UnlistedRegionConfig
from modules.config.sections.service_account import ServiceAccountConfig
from modules.config.sections.state import StateConfig
from modules.config.sections.storage import StorageConfig
from modules.config.sections.strings import (
    AccountId,
    AddOnName,
    ClusterName,
    EnvironmentName,
    NodeGroupName,
    RoleArn,
    ServiceAccountKey,
)
from modules.config.sections.tags import Tags

NodeAccess = Literal["none", "session_manager"]
#: How many minor versions past the catalog's newest are believed, with a warning.
_BELIEVED_AHEAD = 2
BELIEVED_VERSIONS = [
    f"1.{number}" for number in range(minor(OLDEST), minor(NEWEST) + _BELIEVED_AHEAD + 1)
]
_DEFAULT_ZONES = 3
#: Goes up when a key of the file changes its meaning, and never when one is added.
_FORMAT_VERSION = 1


def _runs_on_eks(version: str) -> str:
    if version not in BELIEVED_VERSIONS:
        message = f"{version!r} does not run on EKS; write one of {', '.join(KUBERNETES_VERSIONS)}"
        raise ValueError(message)
    return version


KubernetesVersion = Annotated[
    str,
    Matching(r"1\.[0-9]{1,2}", 'is not a Kubernetes version; write a minor version like "1.35"'),
    AfterValidator(_runs_on_eks),
    Field(json_schema_extra={"enum": [*BELIEVED_VERSIONS]}),
]


def _format_version(version: int) -> int:
    if version > _FORMAT_VERSION:
        message = (
            f"{version} is newer than {_FORMAT_VERSION}, which this release reads; "
            "update Trainyard, or write the file in its older form"
        )
        raise ValueError(message)
    if version < 1:
        message = f"there is no form {version}; write {_FORMAT_VERSION}"
        raise ValueError(message)
    return version


class ClusterSections(Section):
    """All that a cluster file may say, each part right by itself."""

    format_version: Annotated[int, AfterValidator(_format_version)] = 1
    """The form of this file, which goes up when a key changes its meaning. Left out, it is the one
    that this release reads."""

    name: ClusterName = Field(examples=["demo"])
    """Name of the cluster, of its stack, and the start of most other names."""

    extends: str | None = Field(default=None, examples=["shared/team.yaml"])
    """A file with what several clusters share, as a path from the folder of this one. Sections are
    merged key by key; anything else here, lists too, stands in place of what is shared."""

    environment: EnvironmentName = "production"
    """The environment in CI whose people are asked before an apply. Those that come earlier in the
    order of environments are applied first. Nothing in AWS knows of it."""

    region: RegionName = Field(examples=["us-west-2"])
    """AWS region."""

    unlisted_region: UnlistedRegionConfig | None = None
    """What the region is, where it or one of its zones is newer than the catalog."""

    kubernetes_version: KubernetesVersion = Field(default="1.35", examples=[*KUBERNETES_VERSIONS])
    """Minor version of Kubernetes, in quotes. EKS upgrades one minor version at a time, first the
    control plane, then the nodes. Terraform cannot go back; the AWS CLI can, by one version and
    within 7 days of the upgrade."""

    running_kubernetes_version: KubernetesVersion | None = Field(default=None, examples=["1.34"])
    """The version that runs now, in quotes. Say it while upgrading: a jump over a version is then
    refused here, and not by EKS in the middle of an apply."""

    account_id: AccountId | None = None
    """AWS account, in quotes. Terraform refuses to work in any other, and need not ask which it is
    in."""

    assume_role_arn: RoleArn | None = None
    """IAM role that Terraform works as, for clusters in several accounts."""

    network: NetworkConfig = NetworkConfig()
    """The VPC."""

    access: AccessConfig = AccessConfig()
    """Who reaches the Kubernetes API."""

    node_access: NodeAccess = "none"
    """How people get a shell on nodes. ``session_manager``: through AWS Systems Manager, as IAM
    allows and CloudTrail records, without SSH, keys or open ports; nodes get
    AmazonSSMManagedInstanceCore, and a private network its endpoints."""

    control_plane: ControlPlaneConfig = ControlPlaneConfig()
    """The EKS control plane."""

    encryption: EncryptionConfig = EncryptionConfig()
    """The KMS keys."""

    iam: IamConfig = IamConfig()
    """What every IAM role has."""

    add_ons: dict[AddOnName, AddOnConfig] = {}
    """EKS add-ons, by name: further ones, and settings of those every cluster gets."""

    service_accounts: dict[ServiceAccountKey, ServiceAccountConfig] = {}
    """Kubernetes service accounts whose pods call AWS, each with a role of its own, by names of
    your choice."""

    storage: StorageConfig = StorageConfig()
    """What training reads from and writes to."""

    node_groups: dict[NodeGroupName, NodeGroupConfig] = Field(
        min_length=1, examples=[{"system": {"instance_types": ["m7i.large"]}}]
    )
    """Managed node groups, by name."""

    state: StateConfig = StateConfig()
    """Where Terraform keeps its state."""

    tags: Tags = {}
    """Tags of everything that belongs to the cluster. A change replaces no node: instances and
    their volumes get it when something else next replaces them."""

    allow_destroy: AllowDestroyConfig | None = None
    """What a plan may lose. Left out, nothing of what ``allow_destroy.what`` names: CI refuses a
    plan that would."""

    decommission: bool = False
    """Says that the cluster is to go: the next plan destroys it and all that belongs to it,
    whatever else this file says. Once that is applied, the file can be removed."""

    @model_validator(mode="before")
    @classmethod
    def _entries_are_written_out(cls, data: Any) -> Any:
        """Put the node groups that an entry stands for in its place."""
        if not isinstance(data, Mapping) or not isinstance(data.get("node_groups"), Mapping):
            return data
        return {**data, "node_groups": written_out(data["node_groups"])}

    @property
    def zones(self) -> tuple[str, ...]:
        """Availability zones of the cluster, in alphabetical order."""
        if self.network.existing is not None:
            return tuple(
                zone
                for zone in sorted(self.network.existing.private_subnets)
                if region_of_local_zone(zone) is None
            )
        if self.network.availability_zones is not None:
            return tuple(sorted(self.network.availability_zones))
        return self.region_facts.zones[:_DEFAULT_ZONES]

    @property
    def local_zones(self) -> tuple[str, ...]:
        """Local Zones with a subnet for nodes, in alphabetical order."""
        existing = self.network.existing
        named = () if existing is None else sorted(existing.private_subnets)
        return tuple(zone for zone in named if region_of_local_zone(zone) == self.region)

    @property
    def region_facts(self) -> RegionFacts:
        """What the region is, from the catalog or from ``unlisted_region``."""
        if self.unlisted_region is None:
            return region_facts(self.region)
        known = regions().get(self.region, RegionFacts(name=self.region, zones=()))
        return replace(known, zones=tuple(self.unlisted_region.zones))
