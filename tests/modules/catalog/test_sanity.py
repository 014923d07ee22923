"""Rows of instance types that cannot be true are found, whoever wrote them."""

import re
from collections import defaultdict
from collections.abc import Sequence

import pytest

from modules.catalog.ami_releases import BAD_RELEASES, ami_release
from modules.catalog.ami_types import AMI_TYPES, ami_types_for, default_ami_type
from modules.catalog.instance_floors import FAMILIES
from modules.catalog.instance_types import InstanceTypeFacts, instance_types
from modules.catalog.kubernetes_versions import CHECKED, KUBERNETES_VERSIONS
from modules.catalog.offerings import answered, offered_zones, regions_offering, zones_seen
from modules.catalog.regions import region_of_local_zone, regions
from modules.planning.nodes.network_interfaces import (
    EfaLayout,
    NetworkInterface,
    NoSuchLayoutError,
    interface_layout,
)

#: What families with accelerators are called: GPUs, Trainium, Inferentia, FPGAs, media, others.
ACCELERATED = re.compile(r"(p|g|gr|trn|inf|f|vt|dl)\d.*")
#: Memory of one device in GiB, least and most: a share of an L4, and more than any has.
PLAUSIBLE_GIB = (2, 300)


def rows() -> list[InstanceTypeFacts]:
    return list(instance_types().values())


def family_of(facts: InstanceTypeFacts) -> str:
    return facts.name.partition(".")[0]


def test_every_accelerated_family_has_an_accelerator_and_no_other_has() -> None:
    assert [
        facts.name
        for facts in rows()
        if (facts.accelerator != "none") != bool(ACCELERATED.fullmatch(family_of(facts)))
    ] == []


def test_a_family_has_one_kind_of_accelerator_and_one_model() -> None:
    kinds = defaultdict(set)
    for facts in rows():
        kinds[family_of(facts)].add(
            (facts.architecture, facts.accelerator, facts.accelerator_model)
        )
    assert {family: found for family, found in kinds.items() if len(found) > 1} == {}


def test_families_that_differ_in_a_letter_for_network_or_size_have_the_same_accelerator() -> None:
    """trn2 and trn2u, trn1 and trn1n: one chip."""
    models = {family_of(facts): (facts.accelerator, facts.accelerator_model) for facts in rows()}
    for family in ("trn1n", "trn2u", "gr6", "gr6f", "g6f"):
        base = family.removesuffix("n").removesuffix("u").removesuffix("f").replace("gr6", "g6")
        assert models[family] == models[base], family


def test_accelerators_have_a_model_and_a_plausible_memory() -> None:
    least, most = PLAUSIBLE_GIB
    usable = [facts for facts in rows() if facts.accelerator in {"nvidia", "neuron"}]
    assert [facts.name for facts in usable if not facts.accelerator_model] == []
    unknown = {facts.name for facts in usable if facts.accelerator_memory_mib is None}
    assert unknown == {"p6e-gb200.36xlarge"}
    assert [
        (facts.name, facts.accelerator_memory_mib)
        for facts in usable
        if facts.accelerator_memory_mib is not None
        and not least * 1024 <= facts.accelerator_memory_mib <= most * 1024
    ] == []


def test_accelerators_of_one_model_have_the_same_memory_and_cores() -> None:
    found = defaultdict(set)
    for facts in rows():
        # An A100 has 40 or 80 GB, and a share of an L4 a share of its memory.
        shared = family_of(facts) in {"p4de", "g6f", "gr6f"}
        if facts.accelerator in {"nvidia", "neuron"} and not shared:
            found[facts.accelerator_model].add(
                (facts.accelerator_memory_mib, facts.accelerator_cores)
            )
    assert {model: values for model, values in found.items() if len(values) > 1} == {}


def test_neuron_devices_have_cores_and_nothing_else_has() -> None:
    assert [
        facts.name
        for facts in rows()
        if (facts.accelerator == "neuron") != (facts.accelerator_cores is not None)
    ] == []


def test_every_type_with_efa_has_a_layout_for_all_of_its_cards_and_no_other_has_one() -> None:
    for facts in rows():
        if not facts.efa_interfaces:
            assert not facts.efa_cards, facts.name
            with pytest.raises(NoSuchLayoutError):
                interface_layout(facts, "efa_only")
            continue
        layouts = [_layout(facts, "efa_only"), _layout(facts, "classic")]
        carried = [sum(each.carries_efa for each in layout) for layout in layouts if layout]
        assert carried, facts.name
        assert set(carried) == {len(facts.efa_cards)}, facts.name


def _layout(facts: InstanceTypeFacts, layout: EfaLayout) -> Sequence[NetworkInterface]:
    try:
        return interface_layout(facts, layout)
    except NoSuchLayoutError:
        return ()


def test_every_type_that_nodes_can_be_has_amis_and_its_default_is_among_them() -> None:
    for facts in rows():
        if facts.accelerator == "other":
            continue
        assert default_ami_type(facts.architecture, facts.accelerator) in ami_types_for(facts)
        assert set(ami_types_for(facts)) <= set(AMI_TYPES)


def test_a_type_is_sold_in_some_way_that_a_node_group_has() -> None:
    known = {"on-demand", "spot", "capacity-block"}
    assert [facts.name for facts in rows() if not facts.usage_classes & known] == []


def test_every_type_is_offered_somewhere() -> None:
    nowhere = [
        facts.name
        for facts in rows()
        if not facts.family.only_zones and not regions_offering(facts.name)
    ]
    assert nowhere == []


def test_offerings_are_of_regions_and_zones_that_the_catalog_knows() -> None:
    for facts in rows():
        for region in regions_offering(facts.name):
            offered = offered_zones(facts.name, region)
            assert offered
            assert set(offered) <= set(regions()[region].zones)
    assert zones_seen("us-west-1") == {"us-west-1a", "us-west-1b"}
    assert answered() <= CHECKED


@pytest.mark.parametrize(
    ("name", "region", "letters"),
    [
        ("p6-b300.48xlarge", "us-west-2", "ab"),
        ("p6-b300.48xlarge", "eu-west-2", ""),
        ("p6-b300.48xlarge", "eu-south-1", ""),
        ("trn2u.48xlarge", "ap-south-2", "abc"),
        ("trn2u.48xlarge", "us-east-2", ""),
    ],
)
def test_types_are_offered_where_aws_says(name: str, region: str, letters: str) -> None:
    assert offered_zones(name, region) == tuple(f"{region}{letter}" for letter in letters)


def test_what_the_data_lack_is_unknown_rather_than_not_offered() -> None:
    assert offered_zones("m7i.large", "ap-east-2") is None
    assert offered_zones("m99i.large", "us-west-2") is None


def test_an_ultraserver_is_offered_in_its_local_zone_alone() -> None:
    assert offered_zones("p6e-gb200.36xlarge", "us-east-1") == ("us-east-1-dfw-2a",)
    assert offered_zones("p6e-gb200.36xlarge", "us-east-2") == ()


def test_families_of_which_more_is_known_are_there_and_say_who_says_so() -> None:
    assert set(FAMILIES) <= {family_of(facts) for facts in rows()}
    assert all("https://" in facts.source for facts in FAMILIES.values())
    assert all(facts.checked is not None for facts in FAMILIES.values())


def test_floors_name_what_exists() -> None:
    for family, facts in FAMILIES.items():
        assert facts.least_kubernetes in {None, *KUBERNETES_VERSIONS}, family
        assert set(facts.ami_types) <= set(AMI_TYPES), family
        assert all(region_of_local_zone(zone) in regions() for zone in facts.only_zones), family
        for floor in facts.ami_floors.values():
            assert floor.least_kubernetes in {None, *KUBERNETES_VERSIONS}, family


@pytest.mark.parametrize(
    ("version", "kubernetes", "release", "operating_system"),
    [
        ("1.35.0-20261101", "1.35", "20261101", "al2023"),
        ("1.66.0-3c1d8a2f", None, "1.66.0", "bottlerocket"),
        # A commit may have no letters.
        ("1.66.0-31882211", None, "1.66.0", "bottlerocket"),
    ],
)
def test_releases_tell_their_version_of_kubernetes_where_their_names_do(
    version: str, kubernetes: str | None, release: str, operating_system: str
) -> None:
    found = ami_release(version)
    assert (found.kubernetes_minor, found.release, found.operating_system) == (
        kubernetes,
        release,
        operating_system,
    )


def test_releases_are_compared_by_number() -> None:
    assert ami_release("1.9.0-3c1d8a2f").is_before("1.68.0")
    assert not ami_release("1.68.0-3c1d8a2f").is_before("1.68.0")
    assert ami_release("1.35.0-20260916").is_before("20260917")


def test_bad_releases_are_mended_in_a_later_one() -> None:
    assert set(BAD_RELEASES) == {"20260930", "20261003"}
    assert all(date < bad.mended_in for date, bad in BAD_RELEASES.items())
    assert all("https://" in bad.source for bad in BAD_RELEASES.values())
