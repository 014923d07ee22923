"""Launch templates."""

from typing import Any

from constructs import Construct

from modules.node_groups.launch_template import (
    NodeLaunchTemplate,
    NodeLaunchTemplateProps,
    VolumeProps,
)
from tests.synthesis import Json, resources, synthesize

ROOT = VolumeProps(
    device_name="/dev/xvda", size_gib=None, iops=None, throughput_mibps=None, kms_key_arn=None
)
DATA = VolumeProps(
    device_name="/dev/xvdb",
    size_gib=200,
    iops=6000,
    throughput_mibps=500,
    kms_key_arn="arn:key",
)


def template(*volumes: VolumeProps, **settings: Any) -> Json:
    props = NodeLaunchTemplateProps(
        name="demo-training", volumes=volumes, tags={"Team": "a", "Name": "overridden"}, **settings
    )
    document = synthesize(
        lambda scope: NodeLaunchTemplate(Construct(scope, "node-groups"), "training", props)
    )
    return resources(document, "aws_launch_template")["training"]


def test_instance_metadata_is_for_the_node_alone() -> None:
    assert template(ROOT)["metadata_options"] == {
        "http_endpoint": "enabled",
        "http_tokens": "required",
        "http_put_response_hop_limit": 1,
        "instance_metadata_tags": "disabled",
    }


def test_instances_are_monitored_in_detail_where_that_is_asked_for() -> None:
    assert template(ROOT, monitors_in_detail=True)["monitoring"] == {"enabled": True}
    assert "monitoring" not in template(ROOT)


def test_every_volume_is_encrypted_gp3_and_goes_with_the_node() -> None:
    for mapping in template(ROOT, DATA)["block_device_mappings"]:
        assert mapping["ebs"]["encrypted"] == "true"
        assert mapping["ebs"]["volume_type"] == "gp3"
        assert mapping["ebs"]["delete_on_termination"] == "true"


def test_a_volume_has_what_was_asked_for_and_the_key() -> None:
    [mapping] = template(DATA)["block_device_mappings"]
    assert mapping["device_name"] == "/dev/xvdb"
    wanted = {"volume_size": 200, "iops": 6000, "throughput": 500, "kms_key_id": "arn:key"}
    assert mapping["ebs"] | wanted == mapping["ebs"]


def test_all_that_a_launch_makes_is_tagged() -> None:
    specifications = template(ROOT)["tag_specifications"]
    assert {each["resource_type"] for each in specifications} == {
        "instance",
        "network-interface",
        "volume",
    }
    assert all(each["tags"] == {"Team": "a", "Name": "demo-training"} for each in specifications)


def test_what_eks_sets_itself_is_left_to_eks() -> None:
    made = template(ROOT)
    forbidden = {
        "iam_instance_profile",
        "image_id",
        "instance_type",
        "network_interfaces",
        "vpc_security_group_ids",
        "hibernation_options",
        "instance_initiated_shutdown_behavior",
    }
    assert not forbidden & set(made)
