"""What of a synthesized stack is drawn."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]
_REFERENCE = re.compile(r"\$\{(\w+\.[\w-]+)\.\w+\}")
_NO_DEVICES = frozenset({"cpu", "ephemeral-storage", "memory", "pods"})


@dataclass(frozen=True)
class Subnet:
    """A subnet.

    Attributes:
        zone: Its availability zone.
        what: Its block of addresses; its id if it is one that existed.
        nat: Whether a NAT gateway stands in it.
        way_out: Zone of the NAT gateway that it leaves through; None if there is none.
    """

    zone: str
    what: str
    nat: bool = False
    way_out: str | None = None


@dataclass(frozen=True)
class Group:
    """A node group: its name, what is said of it line by line, and the zones it runs in."""

    name: str
    lines: Sequence[str]
    zones: Sequence[str]


@dataclass(frozen=True)
class Drawn:
    """What is drawn of a cluster.

    Attributes:
        name: Name of the cluster.
        region: Its region.
        control_plane: What is said of the control plane.
        vpc: What the VPC is called.
        zones: Availability zones, in order.
        public: Public subnets.
        private: Private subnets.
        internet_gateway: Whether there is one of the cluster's own.
        endpoints: Services that VPC endpoints lead to.
        groups: Node groups.
    """

    name: str
    region: str
    control_plane: str
    vpc: str
    zones: Sequence[str]
    public: Sequence[Subnet]
    private: Sequence[Subnet]
    internet_gateway: bool
    endpoints: Sequence[str]
    groups: Sequence[Group]


def drawn_from(name: str, stack: Json) -> Drawn:
    """Find what is drawn in the Terraform JSON of a cluster's stack."""
    resources, outputs = stack["resource"], stack["output"]
    (provider,) = stack["provider"]["aws"]
    private = _subnets(stack, "private")
    public = _subnets(stack, "public")
    groups = [
        Group(group, _said_of(told), told["zones"])
        for group, told in outputs["node_groups"]["value"].items()
    ]
    in_use = {zone for group in groups for zone in group.zones}
    zones = sorted(in_use | {subnet.zone for subnet in [*private, *public]})
    services = [
        endpoint["service_name"].removeprefix(f"com.amazonaws.{provider['region']}.")
        for endpoint in resources.get("aws_vpc_endpoint", {}).values()
    ]
    return Drawn(
        name=name,
        region=provider["region"],
        control_plane=_control_plane(resources["aws_eks_cluster"]["cluster"]),
        vpc=_vpc(stack),
        zones=zones,
        public=public,
        private=private,
        internet_gateway="aws_internet_gateway" in resources,
        endpoints=sorted(services),
        groups=groups,
    )


def _subnets(stack: Json, kind: str) -> list[Subnet]:
    """Give the private or public subnets, by zone."""
    resources = stack["resource"]
    made = resources.get("aws_subnet", {})
    nats = {
        _address(gateway["subnet_id"]): f"aws_nat_gateway.{name}"
        for name, gateway in resources.get("aws_nat_gateway", {}).items()
    }
    zone_of_nat = {
        nat: made[subnet.partition(".")[2]]["availability_zone"] for subnet, nat in nats.items()
    }
    # Retired zones are no longer in the output, and their subnets still stand.
    ids = {
        **{
            body["availability_zone"]: f"${{aws_subnet.{name}.id}}"
            for name, body in made.items()
            if name.startswith(f"{kind}_")
        },
        **stack["output"][f"{kind}_subnet_ids"]["value"],
    }
    subnets = []
    for zone, subnet_id in sorted(ids.items()):
        address = _address(subnet_id)
        body = made.get(address.partition(".")[2])
        subnets.append(
            Subnet(
                zone=zone,
                what=body["cidr_block"] if body else subnet_id,
                nat=address in nats,
                way_out=zone_of_nat.get(_next_hop(resources, address)),
            )
        )
    return subnets


def _next_hop(resources: Json, subnet: str) -> str:
    """Give the address of the NAT gateway that a subnet's traffic goes to, or nothing."""
    tables = {
        _address(body["route_table_id"])
        for body in resources.get("aws_route_table_association", {}).values()
        if _address(body["subnet_id"]) == subnet
    }
    hops = [
        _address(route["nat_gateway_id"])
        for route in resources.get("aws_route", {}).values()
        if "nat_gateway_id" in route and _address(route["route_table_id"]) in tables
    ]
    return hops[0] if hops else ""


def _vpc(stack: Json) -> str:
    made = stack["resource"].get("aws_vpc")
    if made:
        return f"VPC {made['network']['cidr_block']}"
    return f"VPC {stack['output']['vpc_id']['value']}, which exists"


def _control_plane(cluster: Json) -> str:
    config = cluster["vpc_config"]
    ways = [
        word
        for word, key in (
            ("private", "endpoint_private_access"),
            ("public", "endpoint_public_access"),
        )
        if config.get(key)
    ]
    return f"Kubernetes {cluster['version']}, {' and '.join(ways)} endpoint"


def _said_of(group: Json) -> list[str]:
    nodes = group["nodes"]
    least, most, desired = nodes["min"], nodes["max"], nodes["desired"]
    scaling = "" if least == most else f" ({least} to {most})"
    count = f"{desired} node{'' if desired == 1 else 's'}{scaling}"
    devices = [
        f"{amount} {resource}"
        for resource, amount in group["resources"].items()
        if resource not in _NO_DEVICES and not resource.startswith("hugepages-")
    ]
    return [
        ", ".join(group["instance_types"]),
        f"{count}, {group['capacity'].replace('_', ' ')}",
        *([f"on each: {', '.join(devices)}"] if devices else []),
    ]


def _address(reference: str) -> str:
    """Give the address that a reference is to; nothing if it is none."""
    found = _REFERENCE.fullmatch(reference)
    return found[1] if found else ""
