"""A VPC with a public and a private subnet in each availability zone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_aws.default_security_group import DefaultSecurityGroup
from cdktf_cdktf_provider_aws.internet_gateway import InternetGateway
from cdktf_cdktf_provider_aws.vpc import Vpc
from cdktf_cdktf_provider_aws.vpc_endpoint import VpcEndpoint
from constructs import Construct

from modules.network.nat import Nat, NatProps
from modules.network.zone_subnet import ZoneSubnet, ZoneSubnetProps
from modules.planning.network.subnets import SubnetPlan
from modules.refs import NetworkRef

#: What Kubernetes and the AWS Load Balancer Controller look for when they place load balancers.
#: Source: https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html
_PUBLIC_LOAD_BALANCERS = {"kubernetes.io/role/elb": "1"}
_INTERNAL_LOAD_BALANCERS = {"kubernetes.io/role/internal-elb": "1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkProps:
    """Inputs of `Network`.

    Attributes:
        name: Name of the cluster; the start of every ``Name`` tag.
        region: Region of the S3 endpoint.
        cidr: IPv4 block of the VPC.
        subnets: Blocks of each availability zone.
        nat_zones: For each zone the zone of the NAT gateway it uses; empty for no NAT.
        is_private: Whether there is no internet gateway and no public subnet.
    """

    name: str
    region: str
    cidr: str
    subnets: Mapping[str, SubnetPlan]
    nat_zones: Mapping[str, str]
    is_private: bool = False


class Network(Construct):
    """A VPC, its subnets, gateways and routes.

    Everything of a zone is keyed by the zone's name, so zones come and go without touching others.
    """

    #: The VPC and its subnets.
    ref: NetworkRef
    #: What must exist before a node in a private subnet can reach AWS.
    routes: Sequence[ITerraformDependable]

    def __init__(self, scope: Construct, id_: str, props: NetworkProps) -> None:
        """Build the VPC and everything in it."""
        super().__init__(scope, id_)
        vpc_id = self._vpc(props)
        public = {} if props.is_private else self._public_subnets(props, vpc_id)
        private = self._private_subnets(props, vpc_id, self._nats(props, public))
        VpcEndpoint(
            self,
            "s3",
            vpc_id=vpc_id,
            service_name=f"com.amazonaws.{props.region}.s3",
            vpc_endpoint_type="Gateway",
            route_table_ids=[
                subnet.route_table_id for subnet in (*public.values(), *private.values())
            ],
            tags={"Name": f"{props.name}-s3"},
        )
        self.routes = [route for subnet in private.values() for route in subnet.routes]
        self.ref = NetworkRef(
            vpc_id=vpc_id,
            private_subnet_ids={zone: subnet.subnet_id for zone, subnet in private.items()},
            public_subnet_ids={zone: subnet.subnet_id for zone, subnet in public.items()},
        )

    def _vpc(self, props: NetworkProps) -> str:
        vpc = Vpc(
            self,
            "vpc",
            cidr_block=props.cidr,
            enable_dns_support=True,
            enable_dns_hostnames=True,
            tags={"Name": props.name},
        )
        # Adopted and emptied: what forgets to name a security group can talk to nobody.
        DefaultSecurityGroup(
            self,
            "default-security-group",
            vpc_id=vpc.id,
            tags={"Name": f"{props.name}-default-unused"},
        )
        return vpc.id

    def _public_subnets(self, props: NetworkProps, vpc_id: str) -> Mapping[str, ZoneSubnet]:
        gateway = InternetGateway(
            self, "internet-gateway", vpc_id=vpc_id, tags={"Name": props.name}
        )
        return {
            zone: ZoneSubnet(
                self,
                f"public_{zone}",
                ZoneSubnetProps(
                    name=f"{props.name}-public-{zone}",
                    vpc_id=vpc_id,
                    zone=zone,
                    cidr=str(plan.public),
                    tags=_PUBLIC_LOAD_BALANCERS,
                    internet_gateway_id=gateway.id,
                ),
            )
            for zone, plan in props.subnets.items()
        }

    def _nats(self, props: NetworkProps, public: Mapping[str, ZoneSubnet]) -> Mapping[str, Nat]:
        return {
            zone: Nat(
                self,
                f"nat_{zone}",
                NatProps(
                    name=f"{props.name}-nat-{zone}",
                    subnet_id=public[zone].subnet_id,
                    after=public[zone].routes,
                ),
            )
            for zone in sorted(set(props.nat_zones.values()))
        }

    def _private_subnets(
        self, props: NetworkProps, vpc_id: str, nats: Mapping[str, Nat]
    ) -> Mapping[str, ZoneSubnet]:
        gateway_ids = {zone: nats[nat].gateway_id for zone, nat in props.nat_zones.items()}
        return {
            zone: ZoneSubnet(
                self,
                f"private_{zone}",
                ZoneSubnetProps(
                    name=f"{props.name}-private-{zone}",
                    vpc_id=vpc_id,
                    zone=zone,
                    cidr=str(plan.private),
                    tags=_INTERNAL_LOAD_BALANCERS,
                    nat_gateway_id=gateway_ids.get(zone),
                ),
            )
            for zone, plan in props.subnets.items()
        }
