"""A cluster in a VPC that exists already, and its subnets."""

from typing import Any

from tests.cluster_files import changed_addresses, synthesize_clusters
from tests.modules.config.files import cluster
from tests.synthesis import Json, resources

SUBNETS = {"us-west-2a": "subnet-00000000000000001", "us-west-2b": "subnet-00000000000000002"}
MOVED = {**SUBNETS, "us-west-2b": "subnet-00000000000000009"}
MORE = {**SUBNETS, "us-west-2c": "subnet-00000000000000003"}
PINNED = {"instance_types": ["m7i.large"], "availability_zone": "us-west-2b"}


def stack(private_subnets: dict[str, str], **existing: Any) -> Json:
    members = {"vpc_id": "vpc-0123456789abcdef0", "private_subnets": private_subnets, **existing}
    groups = {"system": {"instance_types": ["m7i.large"]}, "pinned": PINNED}
    made = cluster(network={"existing": members}, node_groups=groups)
    return synthesize_clusters([made])["demo"]


def control_plane(document: Json) -> Json:
    return resources(document, "aws_eks_cluster")["cluster"]


def test_the_control_plane_takes_other_subnets_and_a_group_without_a_zone_does_not() -> None:
    before, after = stack(SUBNETS), stack(MOVED)
    assert changed_addresses(before, after) == {
        "aws_eks_cluster.cluster",
        "aws_eks_node_group.pinned",
        "aws_eks_node_group.system",
    }
    assert control_plane(after)["vpc_config"]["subnet_ids"] == list(MOVED.values())
    assert "lifecycle" not in control_plane(after)
    groups = resources(after, "aws_eks_node_group")
    assert "subnet_ids" in groups["system"]["lifecycle"]["ignore_changes"]
    assert groups["pinned"]["subnet_ids"] == [MOVED["us-west-2b"]]


def test_a_zone_is_added_for_nodes_alone_where_the_file_names_those_of_the_control_plane() -> None:
    before, after = stack(SUBNETS), stack(MORE, control_plane_zones=["us-west-2b", "us-west-2a"])
    assert control_plane(before) == control_plane(after)
    groups = resources(after, "aws_eks_node_group")
    assert groups["system"]["subnet_ids"] == list(MORE.values())


def test_outputs_tell_what_is_used_and_not_what_the_file_says() -> None:
    outputs = stack(SUBNETS)["output"]
    assert outputs["control_plane_subnet_ids"]["value"] == (
        "${aws_eks_cluster.cluster.vpc_config[0].subnet_ids}"
    )
    assert outputs["node_group_subnet_ids"]["value"] == {
        name: f"${{aws_eks_node_group.{name}.subnet_ids}}" for name in ("pinned", "system")
    }
