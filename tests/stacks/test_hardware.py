"""Node groups of every example, as synthesized: what their hardware and capacity imply."""

import base64
import email
from collections.abc import Iterator
from email.message import Message
from typing import Any, cast

import pytest
import tomli
import yaml

from modules.config import ClusterConfig, NodeGroupConfig, load_cluster
from modules.config.derived.nodes import nodes_of
from tests.cluster_files import FILES, changed_addresses, synthesize_clusters, synthesized_files
from tests.modules.config.files import cluster
from tests.synthesis import Json, resources

CLUSTERS = {loaded.name: loaded for loaded in map(load_cluster, FILES)}
GROUPS = [(name, group) for name, each in CLUSTERS.items() for group in each.node_groups]
CLUSTER_GROUP = "${aws_eks_cluster.cluster.vpc_config[0].cluster_security_group_id}"
EFA_GROUP = "${aws_security_group.efa.id}"
SYSTEM = {"instance_types": ["m7i.large"]}


def config(name: str, group: str) -> NodeGroupConfig:
    return CLUSTERS[name].node_groups[group]


def template(name: str, group: str) -> Json:
    return resources(synthesized_files()[name], "aws_launch_template")[group]


def node_group(name: str, group: str) -> Json:
    return resources(synthesized_files()[name], "aws_eks_node_group")[group]


def stack(**sections: Any) -> Json:
    made: ClusterConfig = cluster(**sections)
    return synthesize_clusters([made])[made.name]


def user_data(name: str, group: str) -> str:
    return base64.b64decode(template(name, group)["user_data"]).decode()


def node_configs(name: str, group: str) -> Iterator[Any]:
    message = email.message_from_string(user_data(name, group))
    for part in cast(list[Message], message.get_payload()):
        if part.get_content_type() == "application/node.eks.aws":
            yield yaml.safe_load(cast(str, part.get_payload()))["spec"]


@pytest.mark.parametrize(("name", "group"), GROUPS)
def test_interfaces_are_those_of_the_catalog(name: str, group: str) -> None:
    made = template(name, group).get("network_interfaces", [])
    wanted = nodes_of(CLUSTERS[name])[group].interfaces
    assert [
        (each["network_card_index"], each["device_index"], each["interface_type"]) for each in made
    ] == [(i.network_card_index, i.device_index, i.interface_type) for i in wanted]


@pytest.mark.parametrize(("name", "group"), GROUPS)
def test_interfaces_have_both_security_groups_and_nothing_that_eks_or_ec2_refuses(
    name: str, group: str
) -> None:
    made = template(name, group)
    assert "vpc_security_group_ids" not in made
    for interface in made.get("network_interfaces", []):
        assert interface["security_groups"] == [CLUSTER_GROUP, EFA_GROUP]
        assert set(interface) == {
            "delete_on_termination",
            "device_index",
            "interface_type",
            "network_card_index",
            "security_groups",
        }


@pytest.mark.parametrize(("name", "group"), GROUPS)
def test_a_node_group_and_its_template_share_no_instance_type(name: str, group: str) -> None:
    made = template(name, group)
    forbidden = {
        "iam_instance_profile",
        "image_id",
        "hibernation_options",
        "instance_initiated_shutdown_behavior",
    }
    assert not forbidden & set(made)
    types = node_group(name, group).get("instance_types")
    assert ("instance_type" in made) == (types is None)
    assert not {"disk_size", "remote_access"} & set(node_group(name, group))


@pytest.mark.parametrize("name", CLUSTERS)
def test_efa_nodes_talk_to_each_other_and_to_nobody_else(name: str) -> None:
    document = synthesized_files()[name]
    has_efa = any(node.interfaces for node in nodes_of(CLUSTERS[name]).values())
    groups = resources(document, "aws_security_group")
    assert ("efa" in groups) == has_efa
    for direction in ("ingress", "egress"):
        rules = resources(document, f"aws_vpc_security_group_{direction}_rule")
        assert ("efa" in rules) == has_efa
        for rule in [rules["efa"]] if has_efa else []:
            assert rule["security_group_id"] == EFA_GROUP
            assert rule["referenced_security_group_id"] == EFA_GROUP
            assert rule["ip_protocol"] == "-1"
            assert "cidr_ipv4" not in rule
    if has_efa:
        assert not [key for key in groups["efa"]["tags"] if key.startswith("kubernetes.io/cluster")]


@pytest.mark.parametrize(("name", "group"), GROUPS)
def test_nodes_with_efa_are_in_one_subnet(name: str, group: str) -> None:
    if nodes_of(CLUSTERS[name])[group].interfaces:
        assert len(node_group(name, group)["subnet_ids"]) == 1


def test_a_capacity_block_is_the_templates_and_starts_when_it_starts() -> None:
    made = template("p5-capacity-block", "h100")
    assert made["instance_type"] == "p5.48xlarge"
    assert made["instance_market_options"] == {"market_type": "capacity-block"}
    assert made["capacity_reservation_specification"] == {
        "capacity_reservation_target": {"capacity_reservation_id": "cr-0123456789abcdef0"}
    }
    assert "placement" not in made
    group = node_group("p5-capacity-block", "h100")
    assert group["capacity_type"] == "CAPACITY_BLOCK"
    assert group["scaling_config"] == {"min_size": 0, "desired_size": 0, "max_size": 16}
    schedule = resources(synthesized_files()["p5-capacity-block"], "aws_autoscaling_schedule")
    assert schedule["h100"]["start_time"] == "2030-01-07T11:30:00Z"
    assert schedule["h100"]["desired_capacity"] == 16
    assert (schedule["h100"]["min_size"], schedule["h100"]["max_size"]) == (-1, -1)


@pytest.mark.parametrize(
    ("name", "group", "specification"),
    [
        (
            "p5en-reservation",
            "h200",
            {"capacity_reservation_target": {"capacity_reservation_id": "cr-0123456789abcdef1"}},
        ),
        (
            "p6-b300",
            "b300",
            {
                "capacity_reservation_target": {
                    "capacity_reservation_resource_group_arn": (
                        "arn:aws:resource-groups:us-west-2:111122223333:group/b300"
                    )
                }
            },
        ),
        (
            "trn2",
            "trainium",
            {"capacity_reservation_preference": "capacity-reservations-only"},
        ),
    ],
)
def test_reserved_capacity_is_on_demand_to_eks_and_named_in_the_template(
    name: str, group: str, specification: Json
) -> None:
    made = template(name, group)
    assert made["capacity_reservation_specification"] == specification
    assert not {"instance_market_options", "instance_type"} & set(made)
    assert node_group(name, group)["capacity_type"] == "ON_DEMAND"


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("p6-b200", {"b200"}),
        ("graviton", {"training"}),
        ("zones", {f"training-us-west-2{letter}" for letter in "abc"}),
        ("p5-capacity-block", set()),
        ("p5en-reservation", set()),
        ("p6-b300", set()),
        ("g6e-spot", set()),
    ],
)
def test_placement_groups_are_made_for_unreserved_nodes_with_efa(name: str, made: set[str]) -> None:
    document = synthesized_files()[name]
    groups = resources(document, "aws_placement_group")
    assert set(groups) == made
    told = document["output"]["placement_groups"]["value"]
    assert set(told) == made
    for group in made:
        assert groups[group]["name"] == f"{name}-{group}"
        assert groups[group]["strategy"] == "cluster"
        reference = f"aws_placement_group.{group}"
        assert template(name, group)["placement"] == {"group_name": f"${{{reference}.name}}"}
        assert told[group] == {
            "name": f"${{{reference}.name}}",
            "id": f"${{{reference}.placement_group_id}}",
            "arn": f"${{{reference}.arn}}",
        }


def test_a_placement_group_of_the_user_is_named_and_not_made() -> None:
    assert template("p5en-reservation", "h200")["placement"] == {"group_name": "h200-racks"}


@pytest.mark.parametrize(
    ("name", "group", "spec"),
    [
        (
            "p5-capacity-block",
            "h100",
            {
                "instance": {"localStorage": {"strategy": "RAID0"}},
                "kubelet": {"config": {"maxPods": 51}},
            },
        ),
        (
            "p6-b200",
            "b200",
            {
                "instance": {"localStorage": {"strategy": "RAID0"}},
                "kubelet": {
                    "config": {
                        "cpuManagerPolicy": "static",
                        "maxPods": 250,
                        "topologyManagerPolicy": "single-numa-node",
                    }
                },
            },
        ),
        ("p6-b200", "system", {"kubelet": {"config": {"maxPods": 110}}}),
        ("p6-b300", "b300", {"instance": {"localStorage": {"strategy": "RAID0"}}}),
        ("demo", "training", {"instance": {"localStorage": {"strategy": "RAID0"}}}),
    ],
)
def test_nodes_are_told_what_they_cannot_know(name: str, group: str, spec: Json) -> None:
    assert list(node_configs(name, group)) == [spec]


def test_bottlerocket_is_told_in_toml() -> None:
    settings = tomli.loads(user_data("bottlerocket", "training"))["settings"]
    assert settings["kernel"] == {"sysctl": {"net.core.somaxconn": "4096"}}
    assert list(settings["bootstrap-commands"]) == ["trainyard-instance-store"]


def test_plain_nodes_are_told_nothing() -> None:
    assert "user_data" not in template("demo", "system")


@pytest.mark.parametrize(("name", "group"), GROUPS)
def test_user_data_is_within_what_ec2_takes(name: str, group: str) -> None:
    if "user_data" in template(name, group):
        assert len(user_data(name, group).encode()) <= 16 * 1024 - 4 * 1024


def test_prefix_delegation_is_switched_on_in_the_cni_too() -> None:
    cni = resources(synthesized_files()["p6-b200"], "aws_eks_addon")["vpc-cni"]
    assert yaml.safe_load(cni["configuration_values"]) == {
        "env": {"ENABLE_PREFIX_DELEGATION": "true", "WARM_PREFIX_TARGET": "1"}
    }


def test_settings_of_the_cni_in_the_file_win_over_those_of_prefix_delegation() -> None:
    configuration = {"env": {"WARM_PREFIX_TARGET": "3"}, "resources": {}}
    document = stack(
        network={"prefix_delegation": True}, add_ons={"vpc-cni": {"configuration": configuration}}
    )
    cni = resources(document, "aws_eks_addon")["vpc-cni"]
    assert yaml.safe_load(cni["configuration_values"]) == {
        "env": {"ENABLE_PREFIX_DELEGATION": "true", "WARM_PREFIX_TARGET": "3"},
        "resources": {},
    }


def test_the_autoscaler_knows_what_a_node_of_the_empty_group_would_be() -> None:
    tags = resources(synthesized_files()["p4d-from-zero"], "aws_autoscaling_group_tag")
    prefix = "k8s.io/cluster-autoscaler/node-template"
    of_the_group = {
        tag["tag"]["key"].removeprefix(f"{prefix}/"): tag["tag"]["value"]
        for name, tag in tags.items()
        if name.startswith("a100_")
    }
    assert of_the_group == {
        "label/eks.amazonaws.com/nodegroup": "a100",
        "label/k8s.amazonaws.com/accelerator": "nvidia-a100",
        "label/nvidia.com/gpu.present": "true",
        "label/vpc.amazonaws.com/efa.present": "true",
        "label/workload-type": "model-training",
        "resources/ephemeral-storage": "8000G",
        "resources/hugepages-2Mi": "10256Mi",
        "resources/nvidia.com/gpu": "8",
        "resources/vpc.amazonaws.com/efa": "4",
        "taint/nvidia.com/gpu": "true:NoSchedule",
    }
    assert tags["a100_taint_nvidia_com_gpu"]["autoscaling_group_name"] == (
        "${aws_eks_node_group.a100.resources[0].autoscaling_groups[0].name}"
    )
    assert not [tag for tag in tags.values() if tag["tag"]["propagate_at_launch"]]


def test_groups_without_an_autoscaler_have_no_tags_for_one() -> None:
    assert not resources(synthesized_files()["zones"], "aws_autoscaling_group_tag")


def test_another_group_with_efa_touches_no_other_group() -> None:
    one = {
        "system": SYSTEM,
        "a": {"instance_types": ["p4d.24xlarge"], "availability_zone": "us-west-2a"},
    }
    two = one | {"b": {"instance_types": ["p5.48xlarge"], "availability_zone": "us-west-2b"}}
    assert changed_addresses(stack(node_groups=one), stack(node_groups=two)) == {
        "aws_eks_node_group.b",
        "aws_launch_template.b",
        "aws_placement_group.b",
        "terraform_data.b_template-version",
    }


def test_minimal_updates_and_limits_of_repair_raise_the_floor_of_the_provider() -> None:
    repair = {
        "max_parallel_nodes_repaired_count": 1,
        "max_unhealthy_node_threshold_percentage": 20,
        "overrides": [
            {
                "node_monitoring_condition": "AcceleratedHardwareReady",
                "node_unhealthy_reason": "NvidiaXID64Error",
                "min_repair_wait_time_mins": 5,
                "repair_action": "Replace",
            }
        ],
    }
    document = stack(node_groups={"system": SYSTEM | {"node_repair": repair}})
    version = document["terraform"]["required_providers"]["aws"]["version"]
    assert version == ">= 6.25.0, < 7.0.0"
    made = resources(document, "aws_eks_node_group")["system"]["node_repair_config"]
    assert made == {
        "enabled": True,
        "max_parallel_nodes_repaired_count": 1,
        "max_unhealthy_node_threshold_percentage": 20,
        "node_repair_config_overrides": repair["overrides"],
    }
    minimal = stack(node_groups={"system": SYSTEM | {"update": {"strategy": "minimal"}}})
    assert minimal["terraform"]["required_providers"]["aws"]["version"] == ">= 6.26.0, < 7.0.0"
    assert resources(minimal, "aws_eks_node_group")["system"]["update_config"] == {
        "max_unavailable": 1,
        "update_strategy": "MINIMAL",
    }


def test_nodes_in_reserved_capacity_are_updated_without_more_of_it() -> None:
    reserved = {
        "instance_types": ["p5en.48xlarge"],
        "availability_zone": "us-west-2a",
        "capacity": {"type": "reservation", "reservation_id": "cr-0123456789abcdef0"},
    }
    made = stack(node_groups={"system": SYSTEM, "training": reserved})
    assert made["terraform"]["required_providers"]["aws"]["version"] == ">= 6.26.0, < 7.0.0"
    groups = resources(made, "aws_eks_node_group")
    assert groups["training"]["update_config"]["update_strategy"] == "MINIMAL"
    assert "update_strategy" not in groups["system"]["update_config"]


def test_an_ami_type_that_is_newer_asks_for_a_newer_provider() -> None:
    gpu = {"instance_types": ["g6.8xlarge"], "ami_type": "BOTTLEROCKET_x86_64_NVIDIA_FIPS"}
    document = stack(node_groups={"system": SYSTEM, "gpu": gpu})
    assert document["terraform"]["required_providers"]["aws"]["version"] == ">= 6.29.0, < 7.0.0"
