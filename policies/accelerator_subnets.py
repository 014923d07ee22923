"""Expensive nodes are not on the internet."""

from accelerator_taint import is_accelerated, templates_of
from terraform_graph import Configuration, ConfigurationCheck, Resource, Verdicts
from terraform_values import blocks, first, is_true


class AcceleratorNodesAreInPrivateSubnets(ConfigurationCheck):
    """A node with several network interfaces gets no public address, and then no way out at all."""

    def __init__(self) -> None:
        super().__init__(
            name="Node groups with accelerators are in private subnets",
            id="CKV_TRAINYARD_7",
            resource_types=["aws_eks_node_group"],
        )

    def judge(self, configuration: Configuration) -> Verdicts:
        public = _public_subnets(configuration)
        for group in configuration.of_type("aws_eks_node_group"):
            if is_accelerated(group.conf, templates_of(configuration, group)):
                yield group, not group.references("subnet_ids") & public


def _public_subnets(configuration: Configuration) -> set[str]:
    """Give the subnets with a route to an internet gateway, or with public addresses."""
    tables = {
        table
        for route in configuration.of_type("aws_route", "aws_route_table")
        if _leads_to_the_internet(route)
        for table in (
            route.references("route_table_id")
            if route.address.startswith("aws_route.")
            else {route.address}
        )
    }
    routed = {
        subnet
        for association in configuration.of_type("aws_route_table_association")
        if association.references("route_table_id") & tables
        for subnet in association.references("subnet_id")
    }
    addressed = {
        subnet.address
        for subnet in configuration.of_type("aws_subnet")
        if is_true(first(subnet.conf, "map_public_ip_on_launch"))
    }
    return routed | addressed


def _leads_to_the_internet(route: Resource) -> bool:
    ways = [route.conf, *blocks(route.conf, "route")]
    gateways = [str(first(way, "gateway_id")) for way in ways]
    return any("aws_internet_gateway." in way or way.startswith("igw-") for way in gateways)


check = AcceleratorNodesAreInPrivateSubnets()
