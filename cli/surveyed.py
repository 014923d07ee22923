"""Whether there is room and an offer for what a cluster file makes: subnets, zones, support."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from modules.catalog.kubernetes_versions import KUBERNETES_VERSIONS, SOURCE
from modules.catalog.offerings import answered, offered_zones
from modules.config import ClusterConfig
from modules.config.derived.addresses import demands_of, free_addresses, subnets_of, zones_of


@dataclass(frozen=True, slots=True, kw_only=True)
class SubnetRoom:
    """What nodes ask of one subnet.

    Attributes:
        zone: Its availability zone.
        cidr: Its block.
        addresses_for_nodes: Addresses that nodes can have.
        addresses_at_most: What the groups hold at their most nodes, while all are updated, with the
            pods that are on every node.
    """

    zone: str
    cidr: str
    addresses_for_nodes: int
    addresses_at_most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Where AWS offers an instance type, of the zones that a node group uses.

    Attributes:
        group: The node group.
        instance_type: The type.
        zones: Zones of the group.
        offered_in: Those of them with the type; None where nothing is known.
    """

    group: str
    instance_type: str
    zones: Sequence[str]
    offered_in: Sequence[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What is there for a cluster.

    Attributes:
        standard_until: Last day of standard support of its Kubernetes version, or None.
        extended_until: Last day of extended support, or None.
        subnets: Room of each subnet; none in a VPC that exists already.
        offers: Where the instance types are to be had.
    """

    standard_until: date | None
    extended_until: date | None
    subnets: Sequence[SubnetRoom]
    offers: Sequence[Offer]


def survey(cluster: ClusterConfig) -> Survey:
    """Work out what is there for a cluster that was found right."""
    facts = KUBERNETES_VERSIONS.get(cluster.kubernetes_version)
    return Survey(
        standard_until=None if facts is None else facts.standard_until,
        extended_until=None if facts is None else facts.extended_until,
        subnets=_subnets(cluster),
        offers=_offers(cluster),
    )


def told(found: Survey, kubernetes_version: str) -> Sequence[str]:
    """Tell of it in lines."""
    return [
        _support(found, kubernetes_version),
        *(
            f"addresses in {room.zone}: {room.addresses_at_most:,} of {room.addresses_for_nodes:,}"
            f" in {room.cidr} at the most, while every group is updated"
            for room in found.subnets
        ),
        *dict.fromkeys(_offered(offer) for offer in found.offers),
    ]


def as_members(found: Survey) -> dict[str, object]:
    """Give it for programs."""
    return {
        "kubernetes_support": {
            "standard_until": _iso(found.standard_until),
            "extended_until": _iso(found.extended_until),
        },
        "subnets": [
            {
                "zone": room.zone,
                "cidr": room.cidr,
                "addresses_for_nodes": room.addresses_for_nodes,
                "addresses_at_most": room.addresses_at_most,
            }
            for room in found.subnets
        ],
        "offerings": {
            "as_of": f"{answered():%Y-%m}",
            "types": [
                {
                    "node_group": offer.group,
                    "instance_type": offer.instance_type,
                    "zones": [*offer.zones],
                    "offered_in": None if offer.offered_in is None else [*offer.offered_in],
                }
                for offer in found.offers
            ],
        },
    }


def _subnets(cluster: ClusterConfig) -> Sequence[SubnetRoom]:
    cidr = cluster.network.cidr
    demands = demands_of(cluster).values()
    return [
        SubnetRoom(
            zone=zone,
            cidr=str(subnets_of(cluster, cidr)[zone]),
            addresses_for_nodes=free,
            addresses_at_most=sum(d.addresses_in_a_zone for d in demands if zone in d.zones),
        )
        for zone, free in free_addresses(cluster, cidr).items()
    ]


def _offers(cluster: ClusterConfig) -> Sequence[Offer]:
    offers = []
    for name, group in sorted(cluster.node_groups.items()):
        zones = zones_of(cluster, group)
        for facts in group.hardware_facts:
            offered = offered_zones(facts.name, cluster.region)
            here = None if offered is None else [zone for zone in zones if zone in offered]
            offers.append(Offer(group=name, instance_type=facts.name, zones=zones, offered_in=here))
    return offers


def _support(found: Survey, version: str) -> str:
    if found.standard_until is None or found.extended_until is None:
        return f"Kubernetes {version}: until when EKS supports it is not known ({SOURCE})"
    return (
        f"Kubernetes {version}: standard support until {found.standard_until}, extended support, "
        f"which costs more, until {found.extended_until}"
    )


def _offered(offer: Offer) -> str:
    if offer.offered_in is None:
        return f"{offer.instance_type}: where AWS offers it is not known; trainyard preflight asks"
    zones = ", ".join(offer.offered_in) or "none of the zones"
    lacking = [zone for zone in offer.zones if zone not in offer.offered_in]
    without = f", not in {', '.join(lacking)}" if lacking and offer.offered_in else ""
    return f"{offer.instance_type}: offered in {zones}{without} ({answered():%Y-%m})"


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
