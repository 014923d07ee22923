"""Add-ons."""

import json
from dataclasses import replace
from typing import Any

import pytest
from constructs import Construct

from modules.add_ons.add_on import AddOn, AddOnProps, MostRecentVersion, PodIdentity
from modules.refs import ClusterRef
from tests.synthesis import Json, resources, synthesize

PROPS = AddOnProps(
    cluster=ClusterRef(name="demo", kubernetes_version="1.35", security_group_id="sg-cluster"),
    name="vpc-cni",
)


def synthesized(**changes: Any) -> Json:
    props = replace(PROPS, **changes)
    return synthesize(lambda scope: AddOn(Construct(scope, "add-ons"), "vpc-cni", props))


def add_on(**changes: Any) -> Json:
    return resources(synthesized(**changes), "aws_eks_addon")["vpc-cni"]


def test_the_version_is_ekss_own_choice_unless_given() -> None:
    assert "addon_version" not in add_on()


def test_a_version_can_be_pinned() -> None:
    version = "v1.20.1-eksbuild.1"
    assert add_on(version=version)["addon_version"] == version


def test_the_most_recent_version_is_looked_up_for_the_clusters_own() -> None:
    document = synthesized(version=MostRecentVersion())
    look_up = document["data"]["aws_eks_addon_version"]["vpc-cni"]
    assert (look_up["addon_name"], look_up["kubernetes_version"], look_up["most_recent"]) == (
        "vpc-cni",
        "1.35",
        True,
    )
    assert resources(document, "aws_eks_addon")["vpc-cni"]["addon_version"] == (
        "${data.aws_eks_addon_version.vpc-cni.version}"
    )


@pytest.mark.parametrize(
    "configuration",
    [
        {"env": {"WARM_ENI_TARGET": "1"}, "a": [1, True]},
        {"a": [1, True], "env": {"WARM_ENI_TARGET": "1"}},
    ],
)
def test_settings_are_written_the_same_in_any_order_of_keys(configuration: Any) -> None:
    written = add_on(configuration=configuration)["configuration_values"]
    assert written == '{"a": [1, true], "env": {"WARM_ENI_TARGET": "1"}}'
    assert json.loads(written) == configuration


def test_pods_get_their_role_by_pod_identity() -> None:
    identity = PodIdentity(service_account="aws-node", role_arn="arn:role")
    assert add_on(pod_identity=identity)["pod_identity_association"] == [
        {"service_account": "aws-node", "role_arn": "arn:role"}
    ]


def test_an_add_on_without_a_role_has_no_association() -> None:
    assert "pod_identity_association" not in add_on()


def test_what_was_changed_by_hand_goes_back() -> None:
    made = add_on()
    assert made["resolve_conflicts_on_update"] == "OVERWRITE"
    assert made["resolve_conflicts_on_create"] == "OVERWRITE"
