"""What a cluster file says is there already, made for a demo."""

import ipaddress
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from cli.surroundings import make_surroundings, put_ids, with_ids
from embedded_aws.clients import EmbeddedAws
from embedded_aws.emulator import running_emulator
from modules.config import ClusterConfig, load_cluster
from tests.cluster_files import ROOT

GUEST = load_cluster(ROOT / "examples" / "existing-vpc.yaml")
RESERVED = load_cluster(ROOT / "examples" / "p5en-reservation.yaml")


@pytest.fixture(scope="module")
def aws() -> Iterator[EmbeddedAws]:
    with running_emulator() as emulator:
        yield EmbeddedAws(endpoint=emulator.url, account_id="111122223333", region=GUEST.region)


@pytest.fixture(scope="module")
def ids(aws: EmbeddedAws) -> Mapping[str, str]:
    return make_surroundings(GUEST, aws)


def test_the_vpc_is_made_with_a_subnet_of_each_zone_and_the_security_groups(
    aws: EmbeddedAws, ids: Mapping[str, str]
) -> None:
    made = with_ids(GUEST, ids)
    existing, ec2 = made.network.existing, aws.client("ec2")
    assert existing is not None
    assert GUEST.network.existing is not None
    assert existing.private_subnets.keys() == GUEST.network.existing.private_subnets.keys()
    subnets = {
        **existing.private_subnets,
        **{f"{z} ": s for z, s in existing.public_subnets.items()},
    }
    asked = ec2.describe_subnets(SubnetIds=[*subnets.values()])["Subnets"]
    assert {each["SubnetId"]: (each["VpcId"], each["AvailabilityZone"]) for each in asked} == {
        subnet: (existing.vpc_id, zone.strip()) for zone, subnet in subnets.items()
    }
    groups = ec2.describe_security_groups(GroupIds=[*made.access.private_security_groups])
    assert [each["VpcId"] for each in groups["SecurityGroups"]] == [existing.vpc_id]


def test_the_vpc_leaves_the_addresses_of_services_free(aws: EmbeddedAws) -> None:
    members = GUEST.model_dump(exclude_unset=True)
    members["network"]["service_cidr"] = "10.0.0.0/16"
    ids = make_surroundings(ClusterConfig.model_validate(members), aws)
    assert GUEST.network.existing is not None
    vpc = ids[GUEST.network.existing.vpc_id]
    block = aws.client("ec2").describe_vpcs(VpcIds=[vpc])["Vpcs"][0]["CidrBlock"]
    assert not ipaddress.ip_network(block).overlaps(ipaddress.ip_network("10.0.0.0/16"))


def test_placement_groups_that_are_named_are_made(aws: EmbeddedAws) -> None:
    assert make_surroundings(RESERVED, aws) == {}
    named = {group.named_placement_group for group in RESERVED.node_groups.values()} - {None}
    groups = aws.client("ec2").describe_placement_groups()["PlacementGroups"]
    assert named
    assert named <= {group["GroupName"] for group in groups}


def test_an_id_that_begins_like_another_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "cdk.tf.json"
    file.write_text(json.dumps(["vpc-0a1b2c3d", "vpc-0a1b2c3d4e5f60718", "a-vpc-0a1b2c3d x"]))
    put_ids(tmp_path, {"vpc-0a1b2c3d": "vpc-1", "vpc-0a1b2c3d4e5f60718": "vpc-2"})
    assert json.loads(file.read_text()) == ["vpc-1", "vpc-2", "a-vpc-1 x"]


def test_a_cluster_that_brings_its_network_is_written_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "cdk.tf.json").write_text("{}")
    put_ids(tmp_path, {})
    assert (tmp_path / "cdk.tf.json").read_text() == "{}"
    assert with_ids(RESERVED, {}) == RESERVED
