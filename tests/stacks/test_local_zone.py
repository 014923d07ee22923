"""Nodes in a Local Zone: UltraServers, beside a control plane that stays out of it."""

import pytest

from tests.cluster_files import synthesize_clusters
from tests.modules.config.files import cluster
from tests.modules.config.test_offerings import GB200, GROUP_ARN, VIRGINIA, training
from tests.modules.config.test_regions import DALLAS
from tests.synthesis import Json, resources

SUBNETS = VIRGINIA["existing"]["private_subnets"]
OUTSIDE = [SUBNETS["us-east-1a"], SUBNETS["us-east-1b"]]


@pytest.fixture(scope="module")
def ultraservers() -> Json:
    made = cluster(**training(GB200, region="us-east-1", network=VIRGINIA))
    return synthesize_clusters([made])["demo"]


def test_the_control_plane_and_groups_without_a_zone_stay_out_of_the_local_zone(
    ultraservers: Json,
) -> None:
    (control_plane,) = resources(ultraservers, "aws_eks_cluster").values()
    assert control_plane["vpc_config"]["subnet_ids"] == OUTSIDE
    groups = resources(ultraservers, "aws_eks_node_group")
    assert groups["system"]["subnet_ids"] == OUTSIDE
    assert ultraservers["output"]["private_subnet_ids"]["value"] == {
        "us-east-1a": OUTSIDE[0],
        "us-east-1b": OUTSIDE[1],
    }


def test_a_group_in_the_local_zone_takes_ultraservers_of_the_resource_group(
    ultraservers: Json,
) -> None:
    group = resources(ultraservers, "aws_eks_node_group")["training"]
    assert (group["subnet_ids"], group["capacity_type"]) == ([SUBNETS[DALLAS]], "CAPACITY_BLOCK")
    template = resources(ultraservers, "aws_launch_template")["training"]
    assert template["instance_type"] == "p6e-gb200.36xlarge"
    assert template["instance_market_options"] == {"market_type": "capacity-block"}
    assert template["capacity_reservation_specification"] == {
        "capacity_reservation_target": {"capacity_reservation_resource_group_arn": GROUP_ARN}
    }
