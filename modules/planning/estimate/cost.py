"""What a cluster costs by the hour, by list prices."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from modules.catalog.prices import PRICES, on_demand_usd_per_hour
from modules.planning.estimate.sizes import GroupSizes, Size

_IOPS_INCLUDED = 3000
_MIBPS_INCLUDED = 125
_TIER_WITHOUT_PRICE = "standard"
#: Ways of buying that are billed at the on-demand price.
_PRICED_AS_ON_DEMAND = frozenset({"on_demand", "reservation"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """What a cluster has whatever its size.

    Attributes:
        is_in_extended_support: Whether its version of Kubernetes is.
        tier: Tier of the control plane; None for the standard one.
        nat_gateways: NAT gateways, each with a public address.
        endpoints_in_zones: Interface endpoints, counted once for each zone.
        kms_keys: KMS keys of its own.
        file_systems: Lustre file systems.
    """

    is_in_extended_support: bool
    tier: str | None
    nat_gateways: int
    endpoints_in_zones: int
    kms_keys: int
    file_systems: Sequence["FileSystem"] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSystem:
    """A Lustre file system.

    Attributes:
        name: What the cluster file calls it.
        kind: Deployment and throughput, as prices name them.
        capacity_gib: Its size in GiB.
        has_metadata_iops: Whether metadata operations are bought apart.
    """

    name: str
    kind: str
    capacity_gib: int
    has_metadata_iops: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """One thing that costs.

    Attributes:
        what: What it is.
        usd_per_hour: What all of it costs; None where no price is known.
        note: Why the price is unknown, or not what will be billed; or None.
    """

    what: str
    usd_per_hour: float | None
    note: str | None = None


def cost_lines(fixed: Fixed, groups: Sequence[GroupSizes], size: Size) -> Sequence[CostLine]:
    """Tell what a cluster costs at a size. What is billed by the GB is not in it."""
    return [*_fixed_lines(fixed), *(line for group in groups for line in _group_lines(group, size))]


def known_usd_per_hour(lines: Sequence[CostLine]) -> float:
    """Add up what is known."""
    return sum(line.usd_per_hour for line in lines if line.usd_per_hour is not None)


def _fixed_lines(fixed: Fixed) -> Iterator[CostLine]:
    yield _priced("control plane", 1)
    if fixed.is_in_extended_support:
        yield _priced("extended support", 1)
    if fixed.tier not in {None, _TIER_WITHOUT_PRICE}:
        yield CostLine(
            what=f"control plane, {fixed.tier}",
            usd_per_hour=PRICES[str(fixed.tier)].usd_per_hour,
        )
    if fixed.nat_gateways:
        yield _priced("nat gateway", fixed.nat_gateways)
        yield _priced("public ipv4 address", fixed.nat_gateways)
    if fixed.endpoints_in_zones:
        yield _priced("interface endpoint in a zone", fixed.endpoints_in_zones)
    if fixed.kms_keys:
        yield _priced("kms key", fixed.kms_keys)
    for each in fixed.file_systems:
        price = PRICES.get(f"lustre gib, {each.kind}")
        known = None if price is None else price.usd_per_hour * each.capacity_gib
        yield CostLine(
            what=f"{each.name}: Lustre, {each.kind}, {each.capacity_gib:,} GiB",
            usd_per_hour=known,
            note="no list price found" if known is None else None,
        )
        if each.has_metadata_iops:
            yield CostLine(
                what=f"{each.name}: metadata operations",
                usd_per_hour=None,
                note="no list price found",
            )


def _priced(name: str, count: int) -> CostLine:
    what = name if count == 1 else f"{count} x {name}"
    return CostLine(what=what, usd_per_hour=PRICES[name].usd_per_hour * count)


def _group_lines(group: GroupSizes, size: Size) -> Iterator[CostLine]:
    nodes = group.nodes[size]
    if not nodes:
        return
    what = f"{group.name}: {nodes} x {group.facts.name}"
    price = on_demand_usd_per_hour(group.facts.name)
    if group.purchase == "capacity_block":
        yield CostLine(
            what=what, usd_per_hour=None, note="a capacity block is paid in full when it is bought"
        )
    elif price is None:
        yield CostLine(what=what, usd_per_hour=None, note="no list price found")
    else:
        yield CostLine(
            what=what,
            usd_per_hour=price * nodes,
            note=None
            if group.purchase in _PRICED_AS_ON_DEMAND
            else "on-demand price; spot costs less, by how much changes",
        )
    yield CostLine(
        what=f"{group.name}: {nodes} x gp3 volume of {group.volume_size_gib} GiB",
        usd_per_hour=_volume_usd_per_hour(group) * nodes,
    )


def _volume_usd_per_hour(group: GroupSizes) -> float:
    return (
        PRICES["gp3 gib"].usd_per_hour * group.volume_size_gib
        + PRICES["gp3 iops above 3000"].usd_per_hour * (group.volume_iops - _IOPS_INCLUDED)
        + PRICES["gp3 mibps above 125"].usd_per_hour
        * (group.volume_throughput_mibps - _MIBPS_INCLUDED)
    )
