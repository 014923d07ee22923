"""Adding, removing and reordering one thing touches that thing alone."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from modules.config import ClusterConfig
from tests.cluster_files import changed_addresses, synthesize_clusters
from tests.synthesis import Json

DEMO = yaml.safe_load((Path(__file__).parents[2] / "clusters" / "demo.yaml").read_text())
VIEWER = "arn:aws:iam::111122223333:role/Viewer"
OTHER_ADMIN = "arn:aws:iam::111122223333:role/AnotherAdmin"


def synthesized(change: Callable[[dict[str, Any]], object]) -> Json:
    data = copy.deepcopy(DEMO)
    change(data)
    return synthesize_clusters([ClusterConfig.model_validate(data)])["demo"]


@pytest.fixture(scope="module")
def before() -> Json:
    return synthesized(lambda data: None)


def zone(data: dict[str, Any]) -> list[str]:
    zones: list[str] = data["network"]["availability_zones"]
    return zones


NEW_ZONE = {
    f"{type_}.{kind}_us-west-2d"
    for type_ in ("aws_route", "aws_route_table", "aws_route_table_association", "aws_subnet")
    for kind in ("private", "public")
}
#: These list subnets or wait for routes. The cluster and the groups ignore the change of subnets.
LIST_SUBNETS = {
    "aws_eks_cluster.cluster",
    "aws_eks_node_group.system",
    "aws_eks_node_group.training",
    "aws_vpc_endpoint.s3",
    "terraform_data.way-out",
}

OF_A_GROUP = ("aws_eks_node_group", "aws_launch_template")

CASES: list[tuple[str, Callable[[dict[str, Any]], object], set[str]]] = [
    ("zones reordered", lambda data: zone(data).reverse(), set()),
    ("zone added", lambda data: zone(data).append("us-west-2d"), NEW_ZONE | LIST_SUBNETS),
    (
        "zone removed",
        lambda data: zone(data).remove("us-west-2c"),
        {address.replace("2d", "2c") for address in NEW_ZONE} | LIST_SUBNETS,
    ),
    (
        "node groups reordered",
        lambda data: data.update(node_groups=dict(reversed(data["node_groups"].items()))),
        set(),
    ),
    (
        "tainted node group added before the others",
        lambda data: data["node_groups"].update(a100=data["node_groups"]["training"]),
        {f"{type_}.a100" for type_ in OF_A_GROUP} | {"terraform_data.a100_template-version"},
    ),
    (
        "node group removed",
        lambda data: data["node_groups"].pop("training"),
        {
            *(f"{type_}.training" for type_ in OF_A_GROUP),
            "terraform_data.training_template-version",
            # It tolerates the taints of the groups.
            "aws_eks_addon.eks-node-monitoring-agent",
        },
    ),
    (
        "label added",
        lambda data: data["node_groups"]["training"]["labels"].update(team="a"),
        {"aws_eks_node_group.training"},
    ),
    (
        "taint added",
        lambda data: data["node_groups"]["training"]["taints"].insert(
            0, {"key": "a", "effect": "NoExecute"}
        ),
        {"aws_eks_node_group.training"},
    ),
    (
        "group with EFA added",
        lambda data: data["node_groups"].update(
            a100={"instance_types": ["p4d.24xlarge"], "availability_zone": "us-west-2a"}
        ),
        {
            # It keeps fewer addresses free where there are large nodes with accelerators.
            "aws_eks_addon.vpc-cni",
            "aws_eks_node_group.a100",
            "aws_launch_template.a100",
            "terraform_data.a100_template-version",
            "aws_placement_group.a100",
            "aws_security_group.efa",
            "aws_vpc_security_group_egress_rule.efa",
            "aws_vpc_security_group_ingress_rule.efa",
        },
    ),
    (
        "prefix delegation switched on",
        lambda data: data["network"].update(prefix_delegation=True),
        {
            "aws_eks_addon.vpc-cni",
            *(f"aws_launch_template.{name}" for name in ("system", "training")),
            *(f"terraform_data.{name}_template-version" for name in ("system", "training")),
        },
    ),
    (
        "instance store left alone",
        lambda data: data["node_groups"]["training"].update(instance_store="none"),
        {"aws_launch_template.training", "terraform_data.training_template-version"},
    ),
    (
        "tag added",
        lambda data: data.update(tags={"cost-center": "42"}),
        {"aws_launch_template.system", "aws_launch_template.training"},
    ),
    (
        "autoscaler takes over a group",
        lambda data: data["node_groups"]["system"]["scaling"].update(owner="autoscaler"),
        {
            "aws_autoscaling_group_tag.system_label_eks_amazonaws_com_nodegroup",
            "aws_autoscaling_group_tag.system_resources_ephemeral-storage",
            "aws_eks_node_group.system",
        },
    ),
    (
        "admin added before the other",
        lambda data: data["access"]["admins"].insert(0, OTHER_ADMIN),
        {
            "aws_eks_access_entry.principal_111122223333_role_AnotherAdmin",
            "aws_eks_access_policy_association.admin_111122223333_role_AnotherAdmin",
            "aws_eks_access_policy_association.viewer_111122223333_role_AnotherAdmin",
        },
    ),
    (
        "viewer added",
        lambda data: data["access"].update(viewers=[VIEWER]),
        {
            "aws_eks_access_entry.principal_111122223333_role_Viewer",
            "aws_eks_access_policy_association.viewer_111122223333_role_Viewer",
        },
    ),
    (
        "admin made a viewer",
        lambda data: data["access"].update(admins=[], viewers=data["access"]["admins"]),
        {"aws_eks_access_policy_association.admin_111122223333_role_PlatformAdmin"},
    ),
    (
        "add-on added",
        lambda data: data.update(add_ons={"snapshot-controller": {}}),
        {"aws_eks_addon.snapshot-controller"},
    ),
]


@pytest.mark.parametrize(
    ("change", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_change_touches_only_what_it_must(
    before: Json, change: Callable[[dict[str, Any]], object], expected: set[str]
) -> None:
    assert changed_addresses(before, synthesized(change)) == expected


def test_what_lists_subnets_differs_in_nothing_terraform_acts_on(before: Json) -> None:
    after = synthesized(lambda data: zone(data).append("us-west-2d"))
    assert (
        (before["resource"]["terraform_data"]["way-out"]["input"])
        == (after["resource"]["terraform_data"]["way-out"]["input"])
    )
    for address in LIST_SUBNETS - {"aws_vpc_endpoint.s3", "terraform_data.way-out"}:
        type_, _, name = address.partition(".")
        old, new = (dict(each["resource"][type_][name]) for each in (before, after))
        ignored = " ".join(old["lifecycle"]["ignore_changes"])
        assert "subnet_ids" in ignored
        differing = {key for key in old | new if old.get(key) != new.get(key)}
        assert differing <= {"subnet_ids", "vpc_config", "depends_on"}
