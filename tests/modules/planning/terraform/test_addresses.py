"""Terraform addresses."""

import pytest

from modules.planning.terraform.addresses import address_name


@pytest.mark.parametrize(
    ("path", "class_name", "expected"),
    [
        (["node-groups", "training", "eks-node-group"], "EksNodeGroup", "training"),
        (
            ["node-groups", "training", "launch-template", "launch-template"],
            "LaunchTemplate",
            "training",
        ),
        (["network", "vpc"], "Vpc", "network"),
        (["network", "private_us-west-2a", "subnet"], "Subnet", "private_us-west-2a"),
        (["iam", "cluster", "role"], "IamRole", "cluster"),
        (
            ["iam", "node", "AmazonEKSWorkerNodePolicy"],
            "IamRolePolicyAttachment",
            "node_AmazonEKSWorkerNodePolicy",
        ),
        (["kubeconfig"], "TerraformOutput", "kubeconfig"),
        (["vpc"], "Vpc", "vpc"),
    ],
)
def test_an_address_is_the_path_without_the_group_and_the_repeated_type(
    path: list[str], class_name: str, expected: str
) -> None:
    assert address_name(path, class_name) == expected


@pytest.mark.parametrize("name", ["nodes", "group", "node-group", "eks-node-group", "a_b", "A"])
def test_a_node_group_may_have_any_name_and_never_loses_it_to_the_rule(name: str) -> None:
    address = address_name(["node-groups", name, "eks-node-group"], "EksNodeGroup")
    assert address in {name, "node-groups"}
