"""Which addresses each availability zone gets."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network

#: Most zones a VPC can be planned for; the largest region has six (us-east-1).
MOST_ZONES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class SubnetPlan:
    """The two subnets of one availability zone.

    Attributes:
        private: Block for nodes and pods.
        public: Block for load balancers and the NAT gateway.
    """

    private: IPv4Network
    public: IPv4Network


def plan_subnets(
    cidr: str, zones: Iterable[str], region_zones: Sequence[str]
) -> Mapping[str, SubnetPlan]:
    """Give every zone its blocks, whichever other zones are used.

    A zone's place depends only on its position in the region's own list, so adding or removing a
    zone moves no other. The first three zones get a quarter of the VPC each for nodes and pods,
    which is the most that three equal blocks can have; each further zone gets half of what is
    left. The last 1/32 of the VPC holds the public subnets, 1/256 of the VPC each.

    Args:
        cidr: IPv4 block of the VPC, /16 to /20.
        zones: Zones in use; all of them in ``region_zones``.
        region_zones: All zones of the region, in the catalog's order.

    Source: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html (/16 to /28).
    """
    vpc = IPv4Network(cidr)
    return {
        zone: SubnetPlan(
            private=_private_block(vpc, region_zones.index(zone)),
            public=_public_block(vpc, region_zones.index(zone)),
        )
        for zone in sorted(zones)
    }


def _private_block(vpc: IPv4Network, slot: int) -> IPv4Network:
    *first_three, rest = vpc.subnets(prefixlen_diff=2)
    if slot < len(first_three):
        return first_three[slot]
    block, rest = rest.subnets()
    for _ in range(slot - len(first_three)):
        block, rest = rest.subnets()
    return block


def _public_block(vpc: IPv4Network, slot: int) -> IPv4Network:
    *_, last = vpc.subnets(prefixlen_diff=5)
    return list(last.subnets(prefixlen_diff=3))[slot]
