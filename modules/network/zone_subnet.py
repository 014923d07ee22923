"""One subnet of one availability zone, with its own routes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cdktf import ITerraformDependable, TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.route import Route
from cdktf_cdktf_provider_aws.route_table import RouteTable
from cdktf_cdktf_provider_aws.route_table_association import RouteTableAssociation
from cdktf_cdktf_provider_aws.subnet import Subnet
from constructs import Construct

_ANYWHERE = "0.0.0.0/0"


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneSubnetProps:
    """Inputs of `ZoneSubnet`. Ids may be tokens.

    Attributes:
        name: The ``Name`` tag.
        vpc_id: VPC the subnet belongs to.
        zone: Availability zone, for example ``us-west-2a``.
        cidr: IPv4 block, part of the VPC's.
        tags: Further tags.
        internet_gateway_id: Way out, and in, of a public subnet.
        nat_gateway_id: Way out of a private subnet; without either, the subnet stays in the VPC.
    """

    name: str
    vpc_id: str
    zone: str
    cidr: str
    tags: Mapping[str, str]
    internet_gateway_id: str | None = None
    nat_gateway_id: str | None = None


class ZoneSubnet(Construct):
    """A subnet that gives nothing a public address by itself, and a route table for it alone."""

    #: The subnet (token).
    subnet_id: str
    #: The subnet's route table (token).
    route_table_id: str
    #: What must exist before anything in the subnet finds its way out.
    routes: Sequence[ITerraformDependable]

    def __init__(self, scope: Construct, id_: str, props: ZoneSubnetProps) -> None:
        """Build the subnet, its route table and its way out."""
        super().__init__(scope, id_)
        tags = {"Name": props.name, **props.tags}
        subnet = Subnet(
            self,
            "subnet",
            vpc_id=props.vpc_id,
            availability_zone=props.zone,
            cidr_block=props.cidr,
            map_public_ip_on_launch=False,
            tags=tags,
        )
        table = RouteTable(self, "route-table", vpc_id=props.vpc_id, tags={"Name": props.name})
        # Read once: each reading of an attribute is a question to Node.js.
        self.subnet_id, self.route_table_id = subnet.id, table.id
        association = RouteTableAssociation(
            self,
            "route-table-association",
            subnet_id=self.subnet_id,
            route_table_id=self.route_table_id,
        )
        self.routes = [association]
        if props.internet_gateway_id is not None or props.nat_gateway_id is not None:
            way_out = Route(
                self,
                "route",
                route_table_id=self.route_table_id,
                destination_cidr_block=_ANYWHERE,
                gateway_id=props.internet_gateway_id,
                nat_gateway_id=props.nat_gateway_id,
                # Until there is another way, such as endpoints: see `modules.network.way_out`.
                lifecycle=TerraformResourceLifecycle(create_before_destroy=True),
            )
            self.routes = [association, way_out]
