"""Whether the subnets have addresses for all nodes there may be at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network
from math import ceil

#: Source: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
_RESERVED_BY_AWS = 5
#: What EKS needs free for the control plane in each of its subnets.
#: Source: https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
_OF_THE_CONTROL_PLANE = 6
_PER_ZONE_IN_AN_UPDATE = 2
_MOST_AT_ONCE = 100
_WHOLE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdatePace:
    """How an update replaces the nodes of a group.

    Attributes:
        starts_new_ones_first: Whether new nodes run beside the old ones for a while.
        max_unavailable: How many nodes it replaces at once, or None where that is a share.
        max_unavailable_percentage: The same, as a share of the group in percent.
    """

    starts_new_ones_first: bool
    max_unavailable: int | None
    max_unavailable_percentage: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What a node group asks of its subnets.

    Attributes:
        group: Its name.
        zones: Zones of its subnets.
        most_nodes: Its size at most.
        update: How its nodes are replaced.
        addresses_per_node: What each of its nodes holds.
    """

    group: str
    zones: Sequence[str]
    most_nodes: int
    update: UpdatePace
    addresses_per_node: int

    @property
    def nodes_in_a_zone(self) -> int:
        """The most nodes in one zone, while an update runs.

        Auto Scaling keeps zones even, so a share is counted and not the whole group.
        """
        return ceil((self.most_nodes + self.surge) / len(self.zones))

    @property
    def surge(self) -> int:
        """Nodes that an update adds for a while.

        Source: https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html
        """
        if not self.update.starts_new_ones_first:
            return 0
        share = self.update.max_unavailable_percentage or 0
        at_once = self.update.max_unavailable or ceil(self.most_nodes * share / _WHOLE)
        return max(_PER_ZONE_IN_AN_UPDATE * len(self.zones), min(at_once, _MOST_AT_ONCE))

    @property
    def addresses_in_a_zone(self) -> int:
        """What its nodes hold of one subnet at most."""
        return self.nodes_in_a_zone * self.addresses_per_node


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortage:
    """A subnet that is too small.

    Attributes:
        zone: Its zone.
        free: Addresses it has for nodes.
        demands: Who asks for them, most first.
    """

    zone: str
    free: int
    demands: Sequence[Demand]

    @property
    def needed(self) -> int:
        """Addresses asked for in all."""
        return sum(demand.addresses_in_a_zone for demand in self.demands)


def addresses_for_nodes(block: IPv4Network, *, endpoints: int) -> int:
    """Give the addresses of a subnet that nodes can have.

    Args:
        block: The subnet.
        endpoints: VPC endpoints with an interface in it.
    """
    return addresses_left_for_nodes(block.num_addresses - _RESERVED_BY_AWS - endpoints)


def addresses_left_for_nodes(free: int) -> int:
    """Give the addresses that nodes can have of those that a subnet has free."""
    return max(0, free - _OF_THE_CONTROL_PLANE)


def shortages(demands: Iterable[Demand], free: Mapping[str, int]) -> Sequence[Shortage]:
    """Find the subnets that have fewer addresses than may be asked for at once.

    Every group is taken at its largest and in the middle of an update: Terraform updates all
    groups of a cluster at a time when its Kubernetes version changes.

    Args:
        demands: What each node group asks for.
        free: Addresses for nodes by zone; zones that are not here have as many as needed.
    """
    asked = list(demands)
    found = []
    for zone, addresses in sorted(free.items()):
        here = [demand for demand in asked if zone in demand.zones]
        here.sort(key=lambda demand: -demand.addresses_in_a_zone)
        shortage = Shortage(zone=zone, free=addresses, demands=here)
        if shortage.needed > addresses:
            found.append(shortage)
    return found
