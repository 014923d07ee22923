"""The ``network`` section."""

from typing import Literal

from pydantic import Field, model_validator
from typing_extensions import Self

from modules.config.sections.model import Section, refusal
from modules.config.sections.retention import RetentionDays
from modules.config.sections.strings import (
    ClusterName,
    EndpointService,
    ServiceBlock,
    SubnetId,
    VpcBlock,
    VpcId,
)
from modules.planning.network.nat import NatGateways

_FEWEST_ZONES = 2
#: What is said of a VPC that exists already, or whatever the VPC.
GO_WITH_EXISTING = frozenset({"existing", "service_cidr", "prefix_delegation"})


class ExistingNetworkConfig(Section):
    """A VPC that exists already, with a way out for its private subnets."""

    vpc_id: VpcId = Field(examples=["vpc-0123456789abcdef0"])
    """The VPC; it must have DNS support and DNS host names switched on."""

    private_subnets: dict[str, SubnetId] = Field(
        min_length=_FEWEST_ZONES, examples=[{"us-west-2a": "subnet-0123456789abcdef0"}]
    )
    """Subnets of the nodes, by availability zone; at least two zones, as EKS asks. The control
    plane takes another subnet of a zone in place; a node group with that `availability_zone` is
    replaced, and one without stays in the subnets it was made in."""

    control_plane_zones: list[str] | None = Field(
        default=None, min_length=_FEWEST_ZONES, examples=[["us-west-2a", "us-west-2b"]]
    )
    """Zones in which the control plane has network interfaces; every zone if left out. EKS keeps
    those that a cluster was made with: name them when you add another zone."""

    public_subnets: dict[str, SubnetId] = {}
    """Subnets of load balancers, by availability zone."""


class NetworkConfig(Section):
    """The VPC of the cluster: one built for it, or one that exists already."""

    cidr: VpcBlock = "10.0.0.0/16"
    """IPv4 block of the VPC, /16 to /20."""

    availability_zones: list[str] | None = Field(
        default=None, min_length=_FEWEST_ZONES, examples=[["us-west-2a", "us-west-2b"]]
    )
    """Zones with subnets, at least two; the region's first three if left out. Zones can be added at
    any time; the control plane and existing node groups stay in the zones they were made in, so a
    zone in use cannot be taken away."""

    nat_gateways: NatGateways = "single"
    """How private subnets reach the internet: not at all, through one gateway, or through one in
    each zone, so that the loss of a zone takes no other zone's way out."""

    single_nat_zone: str | None = None
    """Zone of the single NAT gateway; the alphabetically first zone if left out. Name it before
    adding a zone that comes earlier, or the gateway moves there and changes its address."""

    private: bool = False
    """No way to the internet: no NAT and internet gateways and no public subnets, but VPC endpoints
    for the AWS services that nodes and add-ons call. Images from elsewhere must be mirrored."""

    endpoints: list[EndpointService] = []
    """Further AWS services with a VPC endpoint in a private network, such as ``ssm``."""

    service_cidr: ServiceBlock = "172.20.0.0/16"
    """IPv4 block of Kubernetes services; it may not overlap the VPC."""

    peers: list[ClusterName] = []
    """Names of clusters whose networks will be connected to this one: it is refused if they are
    synthesized together and have addresses in common. Nothing is built for it."""

    flow_logs: Literal["all", "reject", "none"] = "all"
    """Which traffic of the VPC is recorded. What was recorded stays when that ends."""

    flow_log_retention_days: RetentionDays = 365
    """How long flow logs are kept, in days."""

    prefix_delegation: bool = False
    """Give interfaces prefixes of 16 addresses in place of single ones: more pods on a node, for
    more addresses of the subnet, which must be free in blocks."""

    existing: ExistingNetworkConfig | None = None
    """A VPC that exists already; then nothing else here but ``service_cidr`` and
    ``prefix_delegation`` is given."""

    @model_validator(mode="after")
    def _existing_excludes_the_rest(self) -> Self:
        if self.existing is None:
            return self
        others = sorted(self.model_fields_set - GO_WITH_EXISTING)
        if others:
            message = (
                f"{', '.join(others)} cannot be given with existing, whose VPC has them already; "
                "remove one or the other"
            )
            raise refusal(others[0], message, "existing")
        return self

    @model_validator(mode="after")
    def _private_excludes_nat(self) -> Self:
        if not self.private:
            if self.endpoints:
                message = "endpoints are for private: true; with NAT, services are reached without"
                raise refusal("endpoints", message, "private")
            return self
        if "nat_gateways" in self.model_fields_set and self.nat_gateways != "none":
            message = "a private network has no NAT gateways; remove nat_gateways, or private"
            raise refusal("nat_gateways", message, "private")
        if self.single_nat_zone is not None:
            raise refusal("single_nat_zone", "a private network has no NAT; remove it", "private")
        twice = next((name for name in self.endpoints if self.endpoints.count(name) > 1), None)
        if twice is not None:
            raise refusal("endpoints", f"{twice!r} stands twice; name it once")
        if "s3" in self.endpoints:
            raise refusal("endpoints", "s3 has a gateway endpoint already; remove it here")
        return self

    @model_validator(mode="after")
    def _single_nat_zone_needs_a_single_gateway(self) -> Self:
        if self.single_nat_zone is not None and self.nat_gateways != "single":
            message = (
                f"single_nat_zone is given, but nat_gateways is {self.nat_gateways}; "
                "remove it or write nat_gateways: single"
            )
            raise refusal("single_nat_zone", message, "nat_gateways")
        return self
