"""Managed node groups."""

from dataclasses import replace
from typing import Any

import pytest
from constructs import Construct

from modules.node_groups.launch_template import NodeLaunchTemplateProps
from modules.node_groups.node_group import (
    NodeGroup,
    NodeGroupProps,
    NodeRepairProps,
    TaintProps,
)
from modules.node_groups.scaling import ScalingProps
from modules.planning.nodes.timeouts import NodeGroupTimeouts
from modules.refs import ClusterRef
from tests.synthesis import Json, resources, synthesize

SCALING = ScalingProps(min_nodes=1, desired_nodes=2, max_nodes=3, desired_is_external=False)
PROPS = NodeGroupProps(
    cluster=ClusterRef(name="demo", kubernetes_version="1.35", security_group_id="sg-cluster"),
    name="training",
    node_role_arn="arn:role",
    subnet_ids=["subnet-a"],
    subnets_are_pinned=True,
    instance_types=["g6.8xlarge"],
    capacity_type="ON_DEMAND",
    ami_type="AL2023_x86_64_NVIDIA",
    ami_release_version=None,
    scaling=SCALING,
    launch_template=NodeLaunchTemplateProps(name="demo-training", volumes=[], tags={}),
)


def synthesized(**changes: Any) -> Json:
    props = replace(PROPS, **changes)
    return synthesize(lambda scope: NodeGroup(Construct(scope, "node-groups"), "training", props))


def node_group(**changes: Any) -> Json:
    return resources(synthesized(**changes), "aws_eks_node_group")["training"]


@pytest.fixture(scope="module")
def made() -> Json:
    return node_group()


def test_it_uses_the_version_that_is_held_of_its_own_launch_template(made: Json) -> None:
    held = "terraform_data.training_template-version.input.launch_template_version"
    assert made["launch_template"] == {
        "id": "${aws_launch_template.training.id}",
        "version": f"${{{held}}}",
    }


@pytest.mark.parametrize(
    ("release", "also"),
    [(None, {}), ("1.35.0-20261101", {"ami_release_version": "1.35.0-20261101"})],
)
def test_new_releases_of_kubernetes_and_of_the_ami_take_the_newest_template_along(
    release: str | None, also: dict[str, str]
) -> None:
    document = synthesized(ami_release_version=release)
    (held,) = resources(document, "terraform_data").values()
    assert held["triggers_replace"] == {
        "kubernetes_version": "1.35",
        **also,
        "launch_template": held["triggers_replace"]["launch_template"],
        "launch_template_id": "${aws_launch_template.training.id}",
    }


def test_it_follows_the_clusters_version(made: Json) -> None:
    assert made["version"] == "1.35"
    assert "release_version" not in made


def test_labels_are_kubernetes_and_taints_are_spelled_as_eks_does() -> None:
    group = node_group(
        labels={"workload-type": "model-training"},
        taints=[
            TaintProps(key="workload-type", value="model-training", effect="NO_SCHEDULE"),
            TaintProps(key="bare", value="", effect="NO_EXECUTE"),
        ],
    )
    assert group["labels"] == {"workload-type": "model-training"}
    assert group["taint"] == [
        {"key": "workload-type", "value": "model-training", "effect": "NO_SCHEDULE"},
        {"key": "bare", "effect": "NO_EXECUTE"},
    ]


@pytest.mark.parametrize(
    ("external", "pinned", "ignored"),
    [
        (False, True, None),
        (True, True, ["scaling_config[0].desired_size"]),
        (False, False, ["subnet_ids"]),
        (True, False, ["scaling_config[0].desired_size", "subnet_ids"]),
    ],
)
def test_terraform_leaves_alone_what_others_own(
    external: bool, pinned: bool, ignored: list[str] | None
) -> None:
    group = node_group(
        scaling=replace(SCALING, desired_is_external=external), subnets_are_pinned=pinned
    )
    lifecycle = dict(group.get("lifecycle", {}))
    assert ("postcondition" in lifecycle) == external
    lifecycle.pop("postcondition", None)
    assert lifecycle == ({} if ignored is None else {"ignore_changes": ignored})
    assert group["scaling_config"] == {"min_size": 1, "desired_size": 2, "max_size": 3}


def test_limits_that_the_live_size_is_not_within_fail_the_plan() -> None:
    group = node_group(scaling=replace(SCALING, desired_is_external=True))
    (condition,) = group["lifecycle"]["postcondition"]
    size = "self.scaling_config[0]"
    assert condition == {
        "condition": f"${{{size}.min_size <= {size}.desired_size && "
        f"{size}.desired_size <= {size}.max_size}}",
        "error_message": "The size of training, which an autoscaler set, is not between min 1 and "
        "max 3, and EKS refuses such limits. Set the size first, and plan again: aws eks "
        "update-nodegroup-config --cluster-name demo --nodegroup-name training --scaling-config "
        "minSize=1,maxSize=3,desiredSize=2",
    }


def test_terraform_waits_as_long_as_it_is_told_to(made: Json) -> None:
    waits = NodeGroupTimeouts(create_minutes=75, update_minutes=521)
    assert node_group(timeouts=waits)["timeouts"] == {
        "create": "75m",
        "update": "521m",
        "delete": "60m",
    }
    # What the provider waits by itself need not be said.
    assert "timeouts" not in made


def test_updates_are_forced_where_that_is_asked_for(made: Json) -> None:
    assert node_group(forces_updates=True)["force_update_version"] is True
    assert "force_update_version" not in made


@pytest.mark.parametrize(
    ("number", "percentage", "expected"),
    [(1, None, {"max_unavailable": 1}), (None, 25, {"max_unavailable_percentage": 25})],
)
def test_an_update_takes_down_as_many_as_it_may(
    number: int | None, percentage: int | None, expected: Json
) -> None:
    group = node_group(max_unavailable=number, max_unavailable_percentage=percentage)
    assert group["update_config"] == expected


def test_broken_nodes_are_repaired_unless_not_wanted(made: Json) -> None:
    assert made["node_repair_config"] == {"enabled": True}
    assert node_group(node_repair=NodeRepairProps(enabled=False))["node_repair_config"] == {
        "enabled": False
    }


def test_spot_and_a_pinned_ami_release_are_passed_on() -> None:
    group = node_group(capacity_type="SPOT", ami_release_version="1.35.0-20261101")
    assert (group["capacity_type"], group["release_version"]) == ("SPOT", "1.35.0-20261101")
