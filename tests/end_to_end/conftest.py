"""Every cluster file of the repository, applied to one emulator."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from cli.inventory import Inventory, take_inventory
from embedded_aws.clients import EmbeddedAws
from embedded_aws.emulator import Emulator, running_emulator
from modules.config import ClusterConfig, load_cluster
from tests.cluster_files import FILES
from tests.end_to_end.deployment import ACCOUNT_ID, Deployment, at_once, deploy
from tests.end_to_end.oldest_provider import without_newer_arguments


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything here as end to end."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def emulator() -> Iterator[Emulator]:
    """The emulator everything is applied to."""
    with running_emulator() as emulator:
        yield emulator


@pytest.fixture(scope="session")
def clusters(emulator: Emulator) -> Mapping[str, ClusterConfig]:
    """The clusters of all files, in an account that has what they say exists already."""
    loaded = [without_newer_arguments(load_cluster(file)) for file in FILES]
    for cluster in loaded:
        make_named_placement_groups(cluster, emulator)
    return {cluster.name: with_real_network(cluster, emulator) for cluster in loaded}


@pytest.fixture(scope="session")
def inventories(
    emulator: Emulator, clusters: Mapping[str, ClusterConfig]
) -> Mapping[str, Inventory]:
    """What existed in each region before anything was applied."""
    regions = {cluster.region for cluster in clusters.values()}
    return {region: take_inventory(account(emulator, region)) for region in regions}


@pytest.fixture(scope="session")
def applied(
    emulator: Emulator,
    clusters: Mapping[str, ClusterConfig],
    inventories: Mapping[str, Inventory],
    tmp_path_factory: pytest.TempPathFactory,
) -> Mapping[str, Deployment]:
    """All clusters, applied."""
    assert inventories
    folder = tmp_path_factory.mktemp("applied")
    deployments = deploy([*clusters.values()], emulator, folder)
    at_once(deployment.terraform.apply_unseen for deployment in deployments)
    return {deployment.cluster.name: deployment for deployment in deployments}


def account(emulator: Emulator, region: str) -> EmbeddedAws:
    """Give the account in a region."""
    return EmbeddedAws(endpoint=emulator.url, account_id=ACCOUNT_ID, region=region)


def make_named_placement_groups(cluster: ClusterConfig, emulator: Emulator) -> None:
    """Make the placement groups that a cluster file names, such as that of a reservation."""
    ec2 = account(emulator, cluster.region).client("ec2")
    for group in cluster.node_groups.values():
        if group.named_placement_group is not None:
            ec2.create_placement_group(GroupName=group.named_placement_group, Strategy="cluster")


def with_real_network(cluster: ClusterConfig, emulator: Emulator) -> ClusterConfig:
    """Make the VPC a cluster file says exists, and put its ids into the file."""
    existing = cluster.network.existing
    if existing is None:
        return cluster
    ec2 = account(emulator, cluster.region).client("ec2")
    vpc_id = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    ec2.modify_vpc_attribute(VpcId=vpc_id, EnableDnsHostnames={"Value": True})

    def make(zones: Mapping[str, str], first: int) -> dict[str, str]:
        return {
            zone: ec2.create_subnet(
                VpcId=vpc_id, AvailabilityZone=zone, CidrBlock=f"10.0.{first + index}.0/24"
            )["Subnet"]["SubnetId"]
            for index, zone in enumerate(zones)
        }

    groups = [
        ec2.create_security_group(VpcId=vpc_id, GroupName=name, Description=name)["GroupId"]
        for name in cluster.access.private_security_groups
    ]
    members = cluster.model_dump(exclude_unset=True)
    members["access"]["private_security_groups"] = groups
    members["network"]["existing"] = {
        "vpc_id": vpc_id,
        "private_subnets": make(existing.private_subnets, 0),
        "public_subnets": make(existing.public_subnets, 10),
    }
    return ClusterConfig.model_validate(members)
