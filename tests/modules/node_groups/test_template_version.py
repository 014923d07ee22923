"""The version of a launch template that a node group uses."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from constructs import Construct

from modules.node_groups.launch_template import (
    NodeLaunchTemplate,
    NodeLaunchTemplateProps,
    ReservationProps,
    VolumeProps,
)
from modules.node_groups.template_version import TemplateVersion, TemplateVersionProps
from modules.planning.nodes.network_interfaces import NetworkInterface
from tests.synthesis import Json, resources, synthesize

VOLUME = VolumeProps(
    device_name="/dev/xvda",
    size_gib=100,
    iops=3000,
    throughput_mibps=125,
    kms_key_arn="arn:aws:kms:us-west-2:111122223333:key/1",
)
#: A template with every argument that one may have.
EVERYTHING = NodeLaunchTemplateProps(
    name="demo-training",
    volumes=[VOLUME],
    tags={"team": "a"},
    interfaces=[
        NetworkInterface(network_card_index=0, device_index=0, interface_type="interface"),
    ],
    security_group_ids=["sg-1"],
    placement_group="racks",
    reservation=ReservationProps(reservation_id="cr-1"),
    capacity_block_instance_type="p5.48xlarge",
    user_data="told",
)


def made(props: NodeLaunchTemplateProps, **also: str) -> Mapping[str, Json]:
    """Give the template and what holds its version."""

    def build(scope: Construct) -> None:
        group = Construct(Construct(scope, "node-groups"), "training")
        template = NodeLaunchTemplate(group, "launch-template", props).template
        TemplateVersion(
            group,
            "template-version",
            TemplateVersionProps(template=template, replaces_nodes_too=also),
        )

    document = synthesize(build)
    return {
        "template": resources(document, "aws_launch_template")["training"],
        "version": resources(document, "terraform_data")["training_template-version"],
    }


def triggers(props: NodeLaunchTemplateProps, **also: str) -> Any:
    return made(props, **also)["version"]["triggers_replace"]


def test_it_is_the_newest_when_it_is_made_and_stays_afterwards() -> None:
    version = made(EVERYTHING)["version"]
    newest = "${aws_launch_template.training.latest_version}"
    assert version["input"] == {"launch_template_version": newest}
    assert version["lifecycle"] == {"ignore_changes": ["input"]}


def test_all_of_a_template_but_tags_is_worth_new_nodes() -> None:
    template = made(EVERYTHING)["template"]
    held = triggers(EVERYTHING)["launch_template"]
    assert set(template) - set(held) == {
        "name",
        "tag_specifications",
        "update_default_version",
    }
    assert {key: template[key] for key in held} == held


def test_tags_change_nothing_that_is_held() -> None:
    before, after = EVERYTHING, replace(EVERYTHING, tags={"team": "a", "cost-center": "42"})
    assert made(before)["template"] != made(after)["template"]
    assert made(before)["version"] == made(after)["version"]


def test_what_replaces_nodes_anyway_and_another_template_take_the_newest() -> None:
    assert triggers(EVERYTHING, kubernetes_version="1.35") == {
        "launch_template": triggers(EVERYTHING)["launch_template"],
        "launch_template_id": "${aws_launch_template.training.id}",
        "kubernetes_version": "1.35",
    }
