"""Regions and zones: those the catalog has, those it lacks, and what else people write for them."""

from pathlib import Path
from typing import Any

import pytest

from tests.modules.config.files import cluster, refusals, text, warned

GROUP = {"instance_types": ["m7i.large"]}
NEW = {"region": "xx-east-1", "unlisted_region": {"zones": ["xx-east-1b", "xx-east-1a"]}}
FIVE = [f"us-west-2{letter}" for letter in "abcde"]
DALLAS = "us-east-1-dfw-2a"


def existing(*zones: str) -> dict[str, Any]:
    """A VPC of somebody's with a private subnet in each of these zones."""
    subnets = {zone: f"subnet-{index:08x}" for index, zone in enumerate(zones)}
    return {"existing": {"vpc_id": "vpc-0123456789abcdef0", "private_subnets": subnets}}


REFUSED: list[tuple[dict[str, Any], str]] = [
    (
        {"region": "ap-southeast-9"},
        "region: no region 'ap-southeast-9' in the catalog; for one newer than the catalog add "
        "unlisted_region: {zones: [...]}",
    ),
    (
        {"region": "zz-top-1"},
        "region: no region 'zz-top-1' in the catalog; for one newer than the catalog add "
        "unlisted_region: {zones: [...]}",
    ),
    (
        {"region": "us-gov-west-1"},
        "region: 'us-gov-west-1' is a region of AWS GovCloud (US), which Trainyard does not build "
        "for",
    ),
    (
        {"region": "cn-north-1", "unlisted_region": {"zones": ["cn-north-1a", "cn-north-1b"]}},
        "region: 'cn-north-1' is a region of AWS China, which Trainyard does not build for",
    ),
    (
        {"region": "us-west-2a"},
        "region: 'us-west-2a' is not the name of a region; did you mean 'us-west-2'?",
    ),
    (
        {"state": {"backend": "s3", "bucket": "states", "region": "us-gov-east-1"}},
        "state.region: 'us-gov-east-1' is a region of AWS GovCloud (US), which Trainyard does not "
        "build for",
    ),
    (
        {"state": {"backend": "s3", "bucket": "states", "region": "us-west2"}},
        "state.region: 'us-west2' is not the name of a region; did you mean 'us-west-2'?",
    ),
    (
        {"region": "xx-east-1", "unlisted_region": {"zones": ["xx-east-1a", "us-west-2a"]}},
        "unlisted_region.zones[1]: 'us-west-2a' is no availability zone of xx-east-1; write names "
        "like xx-east-1a",
    ),
    (
        {"region": "xx-east-1", "unlisted_region": {"zones": ["xx-east-1a", "xx-east-1a"]}},
        "unlisted_region.zones[1]: 'xx-east-1a' stands twice; name it once",
    ),
    (
        {"unlisted_region": {"zones": ["us-west-2b", "us-west-2a", "us-west-2e"]}},
        "unlisted_region.zones: the catalog has us-west-2a, us-west-2b, us-west-2c, us-west-2d, in "
        "this order, which decides the addresses of subnets; begin with these, and add further "
        "ones behind",
    ),
    (
        {"network": {"availability_zones": ["us-west-2a", "usw2-az2"]}},
        "network.availability_zones[1]: 'usw2-az2' is the id of a zone, and its name is wanted, as "
        "in us-west-2a; aws ec2 describe-availability-zones --region us-west-2 tells which your "
        "account has for it",
    ),
    (
        {"node_groups": {"system": GROUP | {"availability_zone": "use1-dfw2-az1"}}},
        "node_groups.system.availability_zone: 'use1-dfw2-az1' is the id of a zone, and its name "
        "is wanted, as in us-west-2a; aws ec2 describe-availability-zones --region us-west-2 tells "
        "which your account has for it",
    ),
    (
        {"network": {"availability_zones": ["us-west-2a", "us-west-2-lax-1a"]}},
        "network.availability_zones[1]: 'us-west-2-lax-1a' is a Local Zone, where no control plane "
        "can be and so no VPC is built; make a subnet there in a VPC of yours, and name it in "
        "network.existing",
    ),
    (
        {"node_groups": {"system": GROUP | {"availability_zone": "us-west-2-lax-1a"}}},
        "node_groups.system.availability_zone: 'us-west-2-lax-1a' is a Local Zone, where no "
        "control plane can be and so no VPC is built; make a subnet there in a VPC of yours, and "
        "name it in network.existing",
    ),
    (
        {"region": "us-east-1", "network": existing("us-east-1a", DALLAS)},
        "network.existing.private_subnets: a control plane goes in two availability zones or more, "
        f"and a Local Zone such as {DALLAS} is none; add a subnet of another availability zone",
    ),
    (
        # Of another region.
        {"network": existing("us-west-2a", "us-west-2b", DALLAS)},
        f"network.existing.private_subnets.{DALLAS}: '{DALLAS}' is a Local Zone of us-east-1, and "
        "the cluster is in us-west-2",
    ),
]


@pytest.mark.parametrize(("sections", "message"), REFUSED, ids=[message for _, message in REFUSED])
def test_what_is_written_for_a_region_or_zone_is_answered_with_what_to_do(
    tmp_path: Path, sections: dict[str, Any], message: str
) -> None:
    assert [line.partition(": ")[2] for line in refusals(tmp_path, text(**sections))] == [message]


@pytest.mark.parametrize(
    "region", ["ap-east-2", "ap-southeast-6", "ap-southeast-7", "mx-central-1"]
)
def test_regions_without_offerings_pass_and_say_what_is_not_known(region: str) -> None:
    made = cluster(region=region)
    assert made.zones == tuple(f"{region}{letter}" for letter in "abc")
    assert warned(made) == [
        f"region: the catalog does not know whether AWS offers m7i.large in {region}; aws ec2 "
        f"describe-instance-type-offerings --region {region} tells"
    ]


def test_a_region_newer_than_the_catalog_is_what_the_file_says() -> None:
    made = cluster(**NEW)
    assert made.region_facts.zones == ("xx-east-1b", "xx-east-1a")
    assert made.zones == ("xx-east-1b", "xx-east-1a")
    assert (made.region_facts.partition, made.region_facts.dns_suffix) == ("aws", "amazonaws.com")


def test_a_zone_newer_than_the_catalog_moves_no_other() -> None:
    made = cluster(
        unlisted_region={"zones": FIVE},
        network={"availability_zones": ["us-west-2e", "us-west-2a"]},
    )
    assert made.zones == ("us-west-2a", "us-west-2e")
    assert made.region_facts.zones[:4] == cluster().region_facts.zones
    assert not made.region_facts.letters_are_everyones


def test_a_state_may_be_in_a_region_newer_than_the_catalog() -> None:
    state = {"backend": "s3", "bucket": "states"}
    assert warned(cluster(state=state | {"region": "us-wst-2"})) == [
        "state.region: no region 'us-wst-2' in the catalog; did you mean 'us-west-2'?"
    ]
    assert not [line for line in warned(cluster(**NEW, state=state)) if "state" in line]


def test_a_local_zone_is_for_the_nodes_that_ask_for_it_and_not_for_the_control_plane() -> None:
    made = cluster(
        region="us-east-1",
        network=existing("us-east-1b", DALLAS, "us-east-1a"),
        node_groups={"system": GROUP, "edge": GROUP | {"availability_zone": DALLAS}},
    )
    assert made.zones == ("us-east-1a", "us-east-1b")
    assert made.local_zones == (DALLAS,)
