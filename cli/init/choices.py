"""What follows from answers: an instance type, how many, and in which zones."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, inf

from cli.init.answers import NO_ACCELERATOR, RESERVED, Answers, InitRefusedError
from modules.catalog.instance_types import (
    InstanceTypeFacts,
    instance_type_facts,
    instance_types,
)
from modules.catalog.nearest import UnknownNameError, nearest
from modules.catalog.offerings import offered_zones, regions_offering, zones_seen
from modules.catalog.prices import on_demand_usd_per_hour
from modules.catalog.regions import regions
from modules.planning.nodes.network_interfaces import has_efa_by_default

_ZONES = 3
#: For add-ons and whatever else needs no accelerator; the first that all zones have.
_SYSTEM_TYPES = ("m7i.large", "m6i.large", "m5.large")
#: An instance with less of an accelerator's memory has a fraction of one.
_LEAST_SHARE = 0.5
_USAGE_CLASSES = {"spot": "spot", "capacity_block": "capacity-block"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """The node group with accelerators.

    Attributes:
        facts: Its instance type.
        nodes: How many nodes have as many accelerators as are wanted.
        zone: Its only zone, or None where any will do.
    """

    facts: InstanceTypeFacts
    nodes: int
    zone: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What follows from answers.

    Attributes:
        zones: Zones of a VPC that is built; none where the catalog does not know the region.
        system_type: Instance type of the nodes without accelerators.
        training: The nodes with accelerators, or None.
    """

    zones: Sequence[str]
    system_type: str
    training: Training | None


def choose(answers: Answers) -> Choices:
    """Choose what answers leave open.

    Raises:
        InitRefusedError: If no instance type is what is wanted.
    """
    every = [zone for zone, _ in answers.subnets] or _zones_of(answers.region)
    facts = _instance_type(answers)
    offering = _offering(facts, answers.region, every)
    zones = sorted(_first_zones(answers.zone, offering, every))
    return Choices(
        zones=zones,
        system_type=_system_type(answers.region, zones),
        training=None if facts is None else _training(answers, facts, offering, zones),
    )


def _zones_of(region: str) -> list[str]:
    """Name the zones of a region that accounts have: some of the oldest are no longer given out."""
    known = regions().get(region)
    seen = zones_seen(region)
    return [zone for zone in (() if known is None else known.zones) if not seen or zone in seen]


def models() -> list[str]:
    """Name the accelerators there are."""
    return sorted({f.accelerator_model for f in _with_accelerator() if f.accelerator_model})


def _with_accelerator() -> list[InstanceTypeFacts]:
    return [f for f in instance_types().values() if f.accelerator in {"nvidia", "neuron"}]


def _instance_type(answers: Answers) -> InstanceTypeFacts | None:
    if answers.accelerator == NO_ACCELERATOR:
        return None
    if "." in answers.accelerator:
        try:
            return instance_type_facts(answers.accelerator)
        except UnknownNameError as error:
            message = f"--accelerator: {error}"
            raise InitRefusedError(message) from error
    alike = _of_model(answers.accelerator)
    sold = [f for f in alike if _is_sold(f, answers.capacity)]
    there = [f for f in sold if offered_zones(f.name, answers.region) != ()]
    if not there:
        raise InitRefusedError(_none_there(answers, alike, sold))
    return min(there, key=lambda facts: _unsuitability(facts, answers.count))


def _of_model(written: str) -> list[InstanceTypeFacts]:
    names = models()
    model = next((name for name in names if name.casefold() == written.casefold()), None)
    if model is None:
        close = nearest(written, names)
        hint = f"did you mean {close!r}? " if close else ""
        message = (
            f"--accelerator: there is no {written!r}; {hint}write one of {', '.join(names)}, an "
            f"instance type such as p5.48xlarge, or {NO_ACCELERATOR}"
        )
        raise InitRefusedError(message)
    alike = [facts for facts in _with_accelerator() if facts.accelerator_model == model]
    whole = max(facts.accelerator_memory_mib or 0 for facts in alike)
    return [f for f in alike if (f.accelerator_memory_mib or whole) >= whole * _LEAST_SHARE]


def _is_sold(facts: InstanceTypeFacts, capacity: str) -> bool:
    return _USAGE_CLASSES.get(capacity, "on-demand") in facts.usage_classes


def _none_there(
    answers: Answers, alike: Sequence[InstanceTypeFacts], sold: Sequence[InstanceTypeFacts]
) -> str:
    names = ", ".join(facts.name for facts in sold or alike)
    if not sold:
        return (
            f"--capacity: AWS does not sell {names} as {answers.capacity}; give another --capacity"
        )
    others = sorted({region for facts in sold for region in regions_offering(facts.name)})
    return (
        f"--accelerator: AWS offers {names} in none of {answers.region}'s zones; give --region "
        f"one of {', '.join(others)}"
    )


def _unsuitability(facts: InstanceTypeFacts, count: int | None) -> tuple[int, int, float, str]:
    """Order types: few nodes, since jobs span them, then few accelerators too many, then the price.

    Where no count is said the largest type is meant.
    """
    each = facts.accelerator_count
    price = on_demand_usd_per_hour(facts.name) or inf
    if count is None:
        return 0, -each, price, facts.name
    nodes = ceil(count / each)
    return nodes, nodes * each - count, price, facts.name


def _offering(facts: InstanceTypeFacts | None, region: str, every: Sequence[str]) -> list[str]:
    offered = None if facts is None else offered_zones(facts.name, region)
    return [zone for zone in every if offered is None or zone in offered]


def _first_zones(zone: str | None, offering: Sequence[str], every: Sequence[str]) -> list[str]:
    """Take the chosen zone, then those that have the type, then others."""
    chosen = [each for each in every if each == zone]
    return [*dict.fromkeys([*chosen, *offering, *every])][:_ZONES]


def _training(
    answers: Answers, facts: InstanceTypeFacts, offering: Sequence[str], zones: Sequence[str]
) -> Training:
    each = max(1, facts.accelerator_count)
    is_in_one = (
        has_efa_by_default(facts) or answers.capacity in RESERVED or not set(zones) <= set(offering)
    )
    first = next((zone for zone in zones if zone in offering), None)
    return Training(
        facts=facts,
        nodes=max(1, ceil((answers.count or each) / each)),
        zone=answers.zone or (first if is_in_one else None),
    )


def _system_type(region: str, zones: Sequence[str]) -> str:
    for name in _SYSTEM_TYPES:
        offered = offered_zones(name, region)
        if offered is None or set(zones) <= set(offered):
            return name
    return _SYSTEM_TYPES[-1]
