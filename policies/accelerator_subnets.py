"""Expensive nodes are not on the internet."""

from terraform_check import ConfigurationCheck
from terraform_graph import Configuration, Resource, references_of
from terraform_nodes import SUBNETS, has_accelerators
from terraform_values import UNKNOWN, all_of, any_of, blocks, first, is_true, opposite


class AcceleratorNodesAreInPrivateSubnets(ConfigurationCheck):
    """A node with several network interfaces gets no public address, and then no way out at all."""

    def __init__(self) -> None:
        super().__init__(
            name="Node groups with accelerators are in private subnets",
            id="CKV_TRAINYARD_7",
            resource_types=[*SUBNETS],
        )

    def is_about(self, configuration: Configuration, resource: Resource) -> bool | None:
        return has_accelerators(configuration, resource)

    def judge(self, configuration: Configuration, resource: Resource) -> bool | None:
        argument = SUBNETS[resource.type]
        subnets = [
            each
            for each in configuration.referred(resource, references_of(resource, argument))
            if each.type == "aws_subnet"
        ]
        public = _public_subnets(configuration)
        verdicts = [opposite(public.get(subnet.address, False)) for subnet in subnets]
        # A subnet that is made elsewhere may be either.
        if not configuration.knows(resource, resource.conf.get(argument)):
            verdicts.append(None)
        return all_of(verdicts)


def _public_subnets(configuration: Configuration) -> dict[str, bool | None]:
    """Give for subnets whether they have a route to the internet, or public addresses."""
    if "public_subnets" not in configuration.notes:
        configuration.notes["public_subnets"] = _find_public_subnets(configuration)
    found: dict[str, bool | None] = configuration.notes["public_subnets"]
    return found


def _find_public_subnets(configuration: Configuration) -> dict[str, bool | None]:
    tables: dict[str, list[bool | None]] = {}
    for route in configuration.of_type("aws_route", "aws_route_table"):
        own = (
            configuration.referred(route, route.conf.get("route_table_id"))
            if route.type == "aws_route"
            else [route]
        )
        for table in own:
            tables.setdefault(table.address, []).append(
                _leads_to_the_internet(configuration, route)
            )
    found: dict[str, list[bool | None]] = {
        subnet.address: [is_true(first(subnet.conf, "map_public_ip_on_launch"))]
        for subnet in configuration.of_type("aws_subnet")
    }
    for association in configuration.of_type("aws_route_table_association"):
        for subnet in configuration.referred(association, association.conf.get("subnet_id")):
            for table in configuration.referred(
                association, association.conf.get("route_table_id")
            ):
                found.setdefault(subnet.address, []).extend(tables.get(table.address, ()))
    return {address: any_of(ways) for address, ways in found.items()}


def _leads_to_the_internet(configuration: Configuration, route: Resource) -> bool | None:
    ways = [route.conf, *blocks(route.conf, "route")]
    return any_of(_is_internet_gateway(str(way.get("gateway_id")), way) for way in ways)


def _is_internet_gateway(text: str, way: object) -> bool | None:
    if "aws_internet_gateway." in text or "igw-" in text:
        return True
    gateway = first(way, "gateway_id")  # type: ignore[arg-type]
    return None if gateway is UNKNOWN and "aws_" not in text else False


check = AcceleratorNodesAreInPrivateSubnets()
