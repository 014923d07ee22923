"""Which NAT gateway each availability zone's private subnet uses."""

from collections.abc import Iterable, Mapping
from typing import Literal

from typing_extensions import assert_never

NatGateways = Literal["none", "single", "per_zone"]


def plan_nat_gateways(
    nat_gateways: NatGateways, zones: Iterable[str], single_nat_zone: str | None = None
) -> Mapping[str, str]:
    """Map each zone to the zone of the NAT gateway it uses; empty without NAT.

    Args:
        nat_gateways: ``none``, ``single`` or ``per_zone``.
        zones: Zones in use.
        single_nat_zone: Zone of the single gateway; the alphabetically first zone if None. Naming
            it keeps the gateway, and the public address that peers may have allowed, where it is
            when an earlier zone is added.
    """
    in_order = sorted(zones)
    match nat_gateways:
        case "none":
            return {}
        case "single":
            home = single_nat_zone if single_nat_zone is not None else in_order[0]
            return dict.fromkeys(in_order, home)
        case "per_zone":
            return {zone: zone for zone in in_order}
    assert_never(nat_gateways)
