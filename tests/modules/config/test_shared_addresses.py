"""Names that come together in a Terraform address are refused."""

from pathlib import Path
from typing import Any

import pytest

from tests.modules.config.files import cluster, refusals, text

GROUP = {"instance_types": ["m7i.large"]}
EFA = {"instance_types": ["p5.48xlarge"], "availability_zone": "us-west-2a"}
SCALED = GROUP | {"scaling": {"owner": "autoscaler"}}
BLOCK = EFA | {
    "capacity": {
        "type": "capacity_block",
        "reservation_id": "cr-0123456789abcdef0",
        "scheduled_start": {"at": "2027-01-31T11:30:00Z", "desired": 1},
    },
    "scaling": {"owner": "autoscaler", "min": 0, "desired": 0, "max": 1},
}


def groups(**named: Any) -> dict[str, Any]:
    return {
        "node_groups": {"system": GROUP, **{n.replace("_o_", "-"): g for n, g in named.items()}}
    }


def role(*policies: str) -> dict[str, Any]:
    arns = [f"arn:aws:iam::111122223333:policy/{policy}" for policy in policies]
    return {"unlisted": True, "pod_identity": {"service_account": "pods", "policy_arns": arns}}


NEWEST = {"unlisted": True, "version": "most_recent"}

CASES: list[tuple[dict[str, Any], str, str, str]] = [
    (
        groups(launch_o_template=GROUP, node_o_groups=GROUP),
        "node_groups.node-groups",
        "aws_launch_template.node-groups",
        "node_groups.launch-template",
    ),
    (
        groups(eks_o_node_o_group=GROUP, node_o_groups=GROUP),
        "node_groups.node-groups",
        "aws_eks_node_group.node-groups",
        "node_groups.eks-node-group",
    ),
    (
        groups(placement_o_group=EFA, node_o_groups=EFA),
        "node_groups.node-groups",
        "aws_placement_group.node-groups",
        "node_groups.placement-group",
    ),
    (
        groups(autoscaling_o_schedule=BLOCK, node_o_groups=BLOCK),
        "node_groups.node-groups",
        "aws_autoscaling_schedule.node-groups",
        "node_groups.autoscaling-schedule",
    ),
    (
        groups(
            a=SCALED | {"labels": {"x_label_y": "z"}}, a_label_x=SCALED | {"labels": {"y": "z"}}
        ),
        "node_groups.a_label_x",
        "aws_autoscaling_group_tag.a_label_x_label_y",
        "node_groups.a",
    ),
    (
        {"add_ons": {"add-ons": {"unlisted": True}, "eks-addon": {"unlisted": True}}},
        "add_ons.eks-addon",
        "aws_eks_addon.add-ons",
        "add_ons.add-ons",
    ),
    (
        {"add_ons": {"add-ons": NEWEST, "data-aws-eks-addon-version": NEWEST}},
        "add_ons.data-aws-eks-addon-version",
        "data.aws_eks_addon_version.add-ons",
        "add_ons.add-ons",
    ),
    (
        {"add_ons": {"my": role("a_b"), "my_a": role("b")}},
        "add_ons.my_a",
        "aws_iam_role_policy_attachment.add-on_my_a_b",
        "add_ons.my",
    ),
    (
        {"add_ons": {"vpc-cni_AmazonEKS": role("CNI_Policy")}},
        "add_ons.vpc-cni_AmazonEKS",
        "aws_iam_role_policy_attachment.add-on_vpc-cni_AmazonEKS_CNI_Policy",
        "add_ons.vpc-cni",
    ),
]


@pytest.mark.parametrize(("sections", "path", "address", "other"), CASES)
def test_two_of_one_address_are_refused(
    sections: dict[str, Any], path: str, address: str, other: str, tmp_path: Path
) -> None:
    said = [line.partition(": ")[2] for line in refusals(tmp_path, text(**sections))]
    assert said == [
        f"{path}: would have the Terraform address {address}, as {other} has; rename one of the two"
    ]


@pytest.mark.parametrize(
    "name", sorted({n for case in CASES for n in case[0].get("node_groups", ())})
)
def test_each_of_the_two_is_taken_alone(name: str) -> None:
    assert cluster(**groups(**{name: GROUP}))


@pytest.mark.parametrize("key", ["__proto__", "constructor"])
@pytest.mark.parametrize("of_nodes", [True, False])
def test_a_policy_has_no_name_that_its_role_holds_already(
    key: str, of_nodes: bool, tmp_path: Path
) -> None:
    arn = f"arn:aws:iam::111122223333:policy/team/{key}"
    sections: dict[str, Any] = (
        {"iam": {"node_policy_arns": [arn]}} if of_nodes else {"add_ons": {"my": role(f"t/{key}")}}
    )
    path = "iam.node_policy_arns[0]" if of_nodes else "add_ons.my.pod_identity.policy_arns[0]"
    said = [line.partition(": ")[2] for line in refusals(tmp_path, text(**sections))]
    assert said == [f"{path}: {key!r} is a word that stacks are built with; rename the policy"]
