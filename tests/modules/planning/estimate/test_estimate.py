"""What a cluster is and costs at each of its sizes."""

from dataclasses import replace

import pytest

from modules.catalog.instance_types import instance_type_facts
from modules.planning.estimate.cost import Fixed, cost_lines, known_usd_per_hour
from modules.planning.estimate.sizes import GroupSizes, quota_needs, totals

FIXED = Fixed(
    is_in_extended_support=False, tier=None, nat_gateways=0, endpoints_in_zones=0, kms_keys=0
)
P5 = GroupSizes(
    name="h100",
    facts=instance_type_facts("p5.48xlarge"),
    nodes={"min": 0, "desired": 2, "max": 16},
    purchase="on_demand",
    efa_interfaces=32,
    volume_size_gib=100,
    volume_iops=3000,
    volume_throughput_mibps=125,
)


def test_totals_are_of_all_nodes() -> None:
    desired = totals([P5, P5], "desired")
    assert desired.nodes == 4
    assert desired.vcpus == 4 * 192
    assert desired.accelerators == {"H100": 32}
    assert desired.accelerator_memory_gib == 32 * 80
    assert desired.efa_interfaces == 4 * 32
    assert desired.instance_store_gb == 4 * 8 * 3800
    assert totals([P5], "min").accelerators == {"H100": 0}


def test_what_efa_carries_is_of_the_nodes_that_have_it() -> None:
    without = replace(P5, name="system", facts=instance_type_facts("m7i.large"), efa_interfaces=0)
    assert totals([P5, without], "desired").efa_bandwidth_gbps == 2 * 3200
    assert totals([P5, without], "min").efa_bandwidth_gbps == 0


def test_what_is_not_known_to_carry_so_much_is_not_counted_as_nothing() -> None:
    unknown = replace(P5, name="x", facts=replace(P5.facts, name="p9.48xlarge"))
    assert totals([P5, unknown], "desired").efa_bandwidth_gbps is None
    assert totals([P5, unknown], "min").efa_bandwidth_gbps == 0


@pytest.mark.parametrize(
    ("fixed", "usd_per_hour"),
    [
        (FIXED, 0.10),
        (replace(FIXED, is_in_extended_support=True), 0.60),
        (replace(FIXED, tier="tier-xl"), 1.75),
        (replace(FIXED, tier="standard"), 0.10),
        (replace(FIXED, nat_gateways=3), 0.10 + 3 * (0.045 + 0.005)),
        (replace(FIXED, endpoints_in_zones=18), 0.10 + 0.18),
        (replace(FIXED, kms_keys=3), 0.10 + 3 / 730),
    ],
)
def test_what_a_cluster_has_at_any_size_costs(fixed: Fixed, usd_per_hour: float) -> None:
    assert known_usd_per_hour(cost_lines(fixed, [], "max")) == pytest.approx(usd_per_hour)


def test_nodes_cost_with_their_volumes() -> None:
    group = replace(P5, volume_size_gib=200, volume_iops=4000, volume_throughput_mibps=250)
    volume = (0.08 * 200 + 0.005 * 1000 + 0.04 * 125) / 730
    known = known_usd_per_hour(cost_lines(FIXED, [group], "desired"))
    assert known == pytest.approx(0.10 + 2 * (55.04 + volume))


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({"purchase": "capacity_block"}, "a capacity block is paid in full when it is bought"),
        ({"facts": instance_type_facts("p5e.48xlarge")}, "no list price found"),
    ],
)
def test_what_has_no_price_is_said_to_be_unknown(changes: dict[str, object], note: str) -> None:
    group = replace(P5, **changes)  # type: ignore[arg-type]
    unknown = [line for line in cost_lines(FIXED, [group], "max") if line.usd_per_hour is None]
    assert [line.note for line in unknown] == [note]
    assert not [line for line in cost_lines(FIXED, [group], "min") if line.usd_per_hour is None]


def test_spot_is_told_at_its_highest() -> None:
    (line,) = (
        line
        for line in cost_lines(FIXED, [replace(P5, purchase="spot")], "desired")
        if line.note is not None
    )
    assert line.usd_per_hour == pytest.approx(110.08)
    assert line.note == "on-demand price; spot costs less, by how much changes"


def test_quotas_are_in_virtual_processors_and_blocks_have_none() -> None:
    system = replace(P5, name="system", facts=instance_type_facts("m7i.large"))
    block = replace(P5, name="block", purchase="capacity_block")
    needs = {need.quota.code: need.vcpus for need in quota_needs([P5, P5, system, block])}
    assert needs == {
        "L-417A185B": {"min": 0, "desired": 768, "max": 6144},
        "L-1216C47A": {"min": 0, "desired": 4, "max": 32},
    }
