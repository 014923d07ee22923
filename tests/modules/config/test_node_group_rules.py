"""What a node group refuses, and what it leaves to its hardware."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from modules.config import NodeGroupConfig
from modules.config.derived.nodes import interfaces_of, node_of, user_data
from modules.planning.nodes.autoscaler_tags import autoscaler_tags
from modules.planning.nodes.cni import CniSettings
from tests.modules.config.files import node, node_group, refusals, text

SYSTEM = {"instance_types": ["m7i.large"]}
BLOCK = {"type": "capacity_block", "reservation_id": "cr-0123456789abcdef0"}
RESERVED = {"type": "reservation", "reservation_id": "cr-0123456789abcdef0"}
GROUP_ARN = "arn:aws:resource-groups:us-west-2:111122223333:group/training"
H100 = {"instance_types": ["p5.48xlarge"], "availability_zone": "us-west-2a"}
NEW = {
    "architecture": "x86_64",
    "vcpus": 256,
    "memory_gib": 4096,
    "accelerator": {"kind": "nvidia", "model": "R100", "count": 8},
    "network_cards": [
        {"count": 1, "interfaces": 4},
        {"count": 8, "interfaces": 2, "efa": True},
    ],
    "ipv4_per_interface": 50,
    "instance_store": {"disks": 8, "disk_size_gb": 3800},
}

REFUSED: list[tuple[dict[str, Any], str]] = [
    (
        {"instance_types": ["p9.48xlarge"]},
        "instance_types[0]: no instance type 'p9.48xlarge' in the catalog; did you mean "
        "'p5.48xlarge'? if it is newer than the catalog, describe it in hardware",
    ),
    (
        {"instance_types": ["p9.48xlarge", "p9.96xlarge"], "hardware": NEW},
        "instance_types: hardware describes one instance type; make a node group for each",
    ),
    (
        {"instance_types": ["large"]},
        "instance_types[0]: 'large' is not an instance type; write one like p5.48xlarge",
    ),
    (
        H100 | {"capacity": {"type": "capacity_block"}},
        "capacity.type: type capacity_block needs reservation_id: cr-0123456789abcdef0 or "
        "resource_group_arn: arn:aws:resource-groups:...",
    ),
    (
        H100 | {"capacity": {"type": "reservation"}},
        "capacity.type: type reservation needs reservation_id: cr-0123456789abcdef0 or "
        "resource_group_arn: arn:aws:resource-groups:... or preference: open",
    ),
    (
        H100 | {"capacity": RESERVED | {"preference": "open"}},
        "capacity.preference: reservation_id and preference exclude each other; keep one",
    ),
    (
        H100 | {"capacity": {"type": "spot", "reservation_id": "cr-0123456789abcdef0"}},
        "capacity.reservation_id: reservation_id does not go with type spot; remove it, or write "
        "type: reservation",
    ),
    (
        H100 | {"capacity": BLOCK | {"resource_group_arn": GROUP_ARN}},
        "capacity.resource_group_arn: reservation_id and resource_group_arn exclude each other; "
        "keep one",
    ),
    (
        H100 | {"capacity": BLOCK | {"preference": "open"}},
        "capacity.preference: preference does not go with type capacity_block; remove it, or give "
        "the block's reservation_id or resource_group_arn alone",
    ),
    (
        H100 | {"capacity": {"type": "reservation", "reservation_id": "cr-1"}},
        "capacity.reservation_id: 'cr-1' is not the id of a capacity reservation or block; write "
        "one like cr-0123456789abcdef0",
    ),
    (
        H100 | {"capacity": BLOCK},
        "scaling: say how many instances the capacity block has, as in scaling: {max: 16}",
    ),
    (
        H100 | {"capacity": BLOCK, "scaling": {"min": 2, "desired": 4, "max": 16}},
        "scaling.min: EKS takes all nodes away 40 minutes before a capacity block ends; write "
        "min: 0, and set desired once the block has started",
    ),
    (
        {
            "instance_types": ["g6.48xlarge"],
            "availability_zone": "us-west-2a",
            "capacity": BLOCK,
            "scaling": {"max": 2},
        },
        "capacity.type: AWS does not sell g6.48xlarge as capacity-block; use one of p4d.24xlarge, "
        "p4de.24xlarge, p5.48xlarge, p5.4xlarge, p5e.48xlarge, p5en.48xlarge, p6-b200.48xlarge, "
        "p6-b300.48xlarge, p6e-gb200.36xlarge, or, if it does by now, add unlisted: true",
    ),
    (
        {"instance_types": ["hpc6id.32xlarge"], "capacity": {"type": "spot"}},
        "capacity.type: AWS does not sell hpc6id.32xlarge as spot; write another type of capacity, "
        "or, if it does by now, add unlisted: true",
    ),
    (
        {
            "instance_types": ["p5.48xlarge", "p5e.48xlarge"],
            "availability_zone": "us-west-2a",
            "capacity": RESERVED,
        },
        "instance_types: a reservation holds one instance type; name that one alone",
    ),
    (
        {
            "instance_types": ["p5.48xlarge", "p5e.48xlarge"],
            "availability_zone": "us-west-2a",
            "capacity": {"type": "capacity_block", "resource_group_arn": GROUP_ARN},
            "scaling": {"max": 9},
        },
        "instance_types: a reservation holds one instance type; name that one alone",
    ),
    (
        {"instance_types": ["g6.8xlarge"], "capacity": RESERVED},
        "availability_zone: a reservation is in one zone; write availability_zone: with the zone "
        "it is in (aws ec2 describe-capacity-reservations)",
    ),
    (
        {"instance_types": ["p5.48xlarge"]},
        "availability_zone: p5.48xlarge nodes talk to each other over EFA, which does not leave a "
        "zone; write availability_zone: with the one they go in, or efa: false",
    ),
    (
        {"instance_types": ["g6.8xlarge"], "placement_group": "racks"},
        "availability_zone: a placement group is in one zone; write availability_zone: with that "
        "one, or placement_group: none",
    ),
    (
        {"instance_types": ["m7i.large"], "efa": True, "availability_zone": "us-west-2a"},
        "efa: m7i.large has no EFA; write efa: false, or name a type that has it",
    ),
    (
        {
            "instance_types": ["p6-b300.48xlarge"],
            "efa": {"layout": "classic"},
            "availability_zone": "us-west-2a",
        },
        "efa: the first network card of p6-b300.48xlarge takes no EFA, which layout classic puts "
        "there; write layout: efa_only",
    ),
    (
        {
            "instance_types": ["p5.48xlarge", "p5en.48xlarge"],
            "availability_zone": "us-west-2a",
        },
        "instance_types: p5.48xlarge and p5en.48xlarge have different network cards, and EFA is "
        "laid out once for a group; make a node group of each, or write efa: false",
    ),
    (
        H100 | {"capacity": BLOCK, "scaling": {"max": 4}, "placement_group": "racks"},
        "placement_group: the instances of a capacity block are placed together already, and fit "
        "in no placement group; remove placement_group",
    ),
    (
        {
            "instance_types": ["t3.large"],
            "availability_zone": "us-west-2a",
            "placement_group": "racks",
        },
        "placement_group: t3.large goes in no cluster placement group; write placement_group: none",
    ),
    (
        {"instance_types": ["m7i.large"], "instance_store": "raid0"},
        "instance_store: m7i.large has no NVMe instance store; remove instance_store, or write "
        "none",
    ),
    (
        {"instance_types": ["m7i.large"], "bottlerocket_settings": {"motd": "hello"}},
        "bottlerocket_settings: AL2023_x86_64_STANDARD does not read bottlerocket_settings; write "
        "kubelet or user_data",
    ),
    (
        {
            "instance_types": ["m7i.large"],
            "ami_type": "BOTTLEROCKET_x86_64",
            "kubelet": {"maxPods": 20},
        },
        "kubelet: BOTTLEROCKET_x86_64 does not read kubelet; write bottlerocket_settings",
    ),
    (
        H100
        | {
            "capacity": BLOCK | {"scheduled_start": {"at": "2027-01-31T11:30:00Z", "desired": 4}},
            "scaling": {"max": 4},
        },
        "scaling.owner: Terraform would undo what scheduled_start does at the next apply; write "
        "owner: autoscaler, or remove scheduled_start",
    ),
    (
        H100
        | {
            "capacity": BLOCK | {"scheduled_start": {"at": "2027-01-31T11:30:00Z", "desired": 8}},
            "scaling": {"max": 4, "owner": "autoscaler"},
        },
        "capacity.scheduled_start.desired: 8 nodes are more than scaling: {max: 4}",
    ),
    (
        H100
        | {
            "capacity": RESERVED
            | {"scheduled_start": {"at": "2027-01-31T11:30:00Z", "desired": 4}},
        },
        "capacity.scheduled_start: type reservation has no start to wait for; set scaling: "
        "{desired: ...}, or write type: capacity_block",
    ),
    (
        H100 | {"capacity": {"ends_at": "2027-01-31T11:30:00Z"}},
        "capacity.ends_at: type on_demand has no end; remove it, or write type: reservation or "
        "type: capacity_block",
    ),
    (
        H100
        | {
            "capacity": {
                "type": "reservation",
                "preference": "open",
                "ends_at": "2027-01-31T11:30:00Z",
            }
        },
        "capacity.ends_at: preference: open takes whichever reservation fits, and goes on without "
        "one; remove it, or name the reservation",
    ),
    (
        H100
        | {
            "capacity": BLOCK
            | {
                "scheduled_start": {"at": "2027-01-31T11:30:00Z", "desired": 4},
                "ends_at": "2027-01-31T11:30:00Z",
            },
            "scaling": {"max": 4, "owner": "autoscaler"},
        },
        "capacity.ends_at: is not after scheduled_start.at, 2027-01-31T11:30:00Z; write when the "
        "block ends",
    ),
    (
        {
            "instance_types": ["m7i.large"],
            "node_repair": {"enabled": False, "max_parallel_nodes_repaired_count": 1},
        },
        "node_repair.enabled: repair is off, so the rest has no effect; write enabled: true, or "
        "remove it",
    ),
    (
        {
            "instance_types": ["m7i.large"],
            "node_repair": {
                "max_unhealthy_node_threshold_count": 1,
                "max_unhealthy_node_threshold_percentage": 10,
            },
        },
        "node_repair.max_unhealthy_node_threshold_percentage: give "
        "max_unhealthy_node_threshold_count or max_unhealthy_node_threshold_percentage, and not "
        "both",
    ),
    (
        {"instance_types": ["m7i.large"], "efa": "classic"},
        "efa: 'classic' is not true or false; for a layout write {layout: efa_only}",
    ),
    (
        {
            "instance_types": ["m7i.large"],
            "ami_type": "BOTTLEROCKET_x86_64",
            "bottlerocket_settings": {"a": {"b": [{"c": None}]}},
        },
        "bottlerocket_settings: holds a key without a value, which Bottlerocket's TOML cannot say; "
        "remove it",
    ),
    (
        H100 | {"capacity": BLOCK, "scaling": {"desired": 4}},
        "scaling: say how many instances the capacity block has, as in scaling: {max: 16}",
    ),
    *(
        (
            H100
            | {
                "capacity": BLOCK | {"scheduled_start": {"at": at, "desired": 4}},
                "scaling": {"max": 4, "owner": "autoscaler"},
            },
            "capacity.scheduled_start.at: a time with its zone is wanted here, as in "
            f"2027-01-31T11:30:00Z (got {at!r})",
        )
        for at in ("soon", "2027-01-31T11:30:00", "2027-01-31")
    ),
    (
        {"instance_types": ["m7i.large"], "user_data": [{"content": "#!/bin/sh\n" + "x" * 12_190}]},
        "user_data: the user data has 12383 bytes; EC2 takes 16384, of which EKS needs some: keep "
        "it below 12288, for example by having a script fetch what is long",
    ),
    (
        {
            "instance_types": ["m7i.large"],
            "scaling": {"owner": "autoscaler"},
            "labels": {f"label-{number}": "x" for number in range(41)},
        },
        "labels: an Auto Scaling group has room for 42 tags that tell the autoscaler of labels, "
        "taints and resources, and here are 43; have fewer labels",
    ),
]


@pytest.mark.parametrize(("group", "message"), REFUSED, ids=[message for _, message in REFUSED])
def test_what_does_not_go_together_is_refused_with_the_way_out(
    tmp_path: Path, group: dict[str, Any], message: str
) -> None:
    said = refusals(tmp_path, text(node_groups={"system": SYSTEM, "training": group}))
    assert [line.partition(": ")[2] for line in said] == [f"node_groups.training.{message}"]


CLUSTER_REFUSED: list[tuple[dict[str, Any], str]] = [
    (
        {
            "node_groups": {"system": SYSTEM, "training": H100},
            "add_ons": {"vpc-cni": {"version": "v1.18.4-eksbuild.1"}},
        },
        "add_ons.vpc-cni.version: the VPC CNI must be v1.18.5 or newer for the EFA interfaces "
        "without IP of training; write a newer version, or default",
    ),
    (
        {
            "network": {
                "existing": {
                    "vpc_id": "vpc-0123456789abcdef0",
                    "private_subnets": {
                        "us-west-2a": "subnet-0123456789abcdef0",
                        "us-west-2b": "subnet-0123456789abcdef1",
                    },
                    "public_subnets": {"us-west-2a": "subnet-0123456789abcdef0"},
                }
            }
        },
        "network.existing.private_subnets.us-west-2a: subnet-0123456789abcdef0 is among the public "
        "subnets too; nodes go in private ones: EC2 gives no public address to an instance with "
        "several interfaces, as EFA needs, so it would reach nothing",
    ),
    (
        {
            "node_groups": {
                "system": SYSTEM,
                "training": {
                    "instance_types": ["g6.8xlarge"],
                    "capacity": {
                        "type": "reservation",
                        "resource_group_arn": GROUP_ARN.replace("arn:aws:", "arn:aws-us-gov:"),
                    },
                },
            }
        },
        "node_groups.training.capacity.resource_group_arn: "
        "'arn:aws-us-gov:resource-groups:us-west-2:111122223333:group/training' is of the "
        "partition aws-us-gov, but us-west-2 is in aws; write arn:aws:...",
    ),
]


@pytest.mark.parametrize(
    ("sections", "message"), CLUSTER_REFUSED, ids=[message for _, message in CLUSTER_REFUSED]
)
def test_what_does_not_go_with_the_rest_of_the_file_is_refused(
    tmp_path: Path, sections: dict[str, Any], message: str
) -> None:
    said = refusals(tmp_path, text(**sections))
    assert [line.partition(": ")[2] for line in said] == [message]


def test_a_cni_that_is_new_enough_is_right() -> None:
    content = text(
        node_groups={"system": SYSTEM, "training": H100},
        add_ons={"vpc-cni": {"version": "v1.20.1-eksbuild.1"}},
    )
    assert yaml.safe_load(content)


@pytest.mark.parametrize(
    ("keys", "layout"),
    [
        ({"instance_types": ["p5.48xlarge"]}, "efa_only"),
        ({"instance_types": ["g6e.24xlarge"]}, "efa_only"),
        ({"instance_types": ["trn2.48xlarge"]}, "efa_only"),
        # One card: as often used one by one.
        ({"instance_types": ["g6.8xlarge"]}, None),
        ({"instance_types": ["p5.4xlarge"]}, None),
        # No accelerator.
        ({"instance_types": ["hpc7a.96xlarge"]}, None),
        ({"instance_types": ["g6.8xlarge"], "efa": True}, "efa_only"),
        ({"instance_types": ["hpc7a.96xlarge"], "efa": {}}, "efa_only"),
        ({"instance_types": ["p5.48xlarge"], "efa": {"layout": "max_ip"}}, "max_ip"),
        ({"instance_types": ["p5.48xlarge"], "efa": False}, None),
        ({"instance_types": ["p9.48xlarge"], "hardware": NEW}, "efa_only"),
    ],
)
def test_instances_for_training_on_many_nodes_have_efa(
    keys: dict[str, Any], layout: str | None
) -> None:
    group = node_group(**keys)
    assert group.efa_layout == layout
    assert bool(interfaces_of(group)) == (layout is not None)


@pytest.mark.parametrize(
    ("keys", "makes", "named"),
    [
        ({}, True, None),
        ({"capacity": {"type": "spot"}}, True, None),
        ({"capacity": RESERVED}, False, None),
        ({"capacity": BLOCK, "scaling": {"max": 4}}, False, None),
        ({"placement_group": "none"}, False, None),
        ({"placement_group": "racks"}, False, "racks"),
        ({"capacity": RESERVED, "placement_group": "racks"}, False, "racks"),
        ({"efa": False}, False, None),
    ],
)
def test_nodes_with_efa_are_placed_together_unless_reserved(
    keys: dict[str, Any], makes: bool, named: str | None
) -> None:
    group = NodeGroupConfig.model_validate(H100 | keys)
    assert (group.makes_placement_group, group.named_placement_group) == (makes, named)


def test_a_capacity_block_starts_from_zero() -> None:
    group = NodeGroupConfig.model_validate(H100 | {"capacity": BLOCK, "scaling": {"max": 16}})
    assert (group.scaling.min, group.scaling.desired, group.scaling.max) == (0, 0, 16)


def test_a_start_is_a_time_with_its_zone() -> None:
    start = {"at": "2027-01-31T12:30:00+01:00", "desired": 4}
    group = NodeGroupConfig.model_validate(
        H100
        | {
            "capacity": BLOCK | {"scheduled_start": start},
            "scaling": {"max": 4, "owner": "autoscaler"},
        }
    )
    assert group.capacity.scheduled_start is not None
    assert group.capacity.scheduled_start.at.isoformat() == "2027-01-31T11:30:00+00:00"
    with pytest.raises(ValidationError):
        NodeGroupConfig.model_validate(
            H100
            | {
                "capacity": BLOCK | {"scheduled_start": start | {"at": "2027-01-31T12:30:00"}},
                "scaling": {"max": 4, "owner": "autoscaler"},
            }
        )


@pytest.mark.parametrize(
    ("keys", "taints"),
    [
        ({}, [("nvidia.com/gpu", "true", "NoSchedule")]),
        ({"taints": []}, []),
        (
            {"taints": [{"key": "team", "value": "a", "effect": "NoExecute"}]},
            [("team", "a", "NoExecute")],
        ),
        ({"instance_types": ["trn2.3xlarge"]}, [("aws.amazon.com/neuron", "true", "NoSchedule")]),
        ({"instance_types": ["m7i.large"]}, []),
    ],
)
def test_accelerators_are_kept_for_pods_that_want_them(
    keys: dict[str, Any], taints: list[tuple[str, str, str]]
) -> None:
    made = node(**{"instance_types": ["g6.8xlarge"], **keys})
    assert [(taint.key, taint.value, taint.effect) for taint in made.taints] == taints
    assert made.runs_any_pod == (not taints)


def test_labels_of_the_file_win_over_those_of_the_hardware() -> None:
    own = {"k8s.amazonaws.com/accelerator": "mine"}
    assert node(instance_types=["g6.8xlarge"], labels=own).labels == {
        "k8s.amazonaws.com/accelerator": "mine",
        "nvidia.com/gpu.present": "true",
    }


@pytest.mark.parametrize(
    ("keys", "uses"),
    [
        ({"instance_types": ["g6.8xlarge"]}, True),
        ({"instance_types": ["g6.8xlarge"], "instance_store": "none"}, False),
        ({"instance_types": ["m7i.large"]}, False),
        # One of the two has none.
        ({"instance_types": ["m7i.large", "m6id.large"]}, False),
    ],
)
def test_the_instance_store_is_used_where_every_type_has_one(
    keys: dict[str, Any], uses: bool
) -> None:
    assert node_group(**keys).uses_instance_store == uses


def test_hardware_of_the_file_stands_in_for_the_catalog() -> None:
    group = node_group(instance_types=["p9.48xlarge"], hardware=NEW)
    assert group.resolved_ami_type == "AL2023_x86_64_NVIDIA"
    made = node_of(group, CniSettings())
    assert made.labels["k8s.amazonaws.com/accelerator"] == "nvidia-r100"
    where = [(i.network_card_index, i.device_index, i.interface_type) for i in made.interfaces]
    assert where == [(0, 0, "interface"), *((card, 0, "efa-only") for card in range(1, 9))]
    tags = autoscaler_tags(made, group="next")
    prefix = "k8s.io/cluster-autoscaler/node-template/resources"
    assert tags[f"{prefix}/nvidia.com/gpu"] == "8"
    assert tags[f"{prefix}/vpc.amazonaws.com/efa"] == "8"
    assert tags[f"{prefix}/ephemeral-storage"] == "30400G"


@pytest.mark.parametrize(
    ("keys", "limit"),
    [
        ({"instance_types": ["p5.48xlarge"]}, 51),
        ({"instance_types": ["p5.48xlarge"], "max_pods": 20}, 20),
        # Of several types, the one with the fewest addresses decides.
        ({"instance_types": ["g6e.8xlarge", "g6e.16xlarge"], "efa": True}, 205),
    ],
)
def test_the_limit_of_pods_reaches_the_kubelet(keys: dict[str, Any], limit: int) -> None:
    written = user_data(node_group(**keys), node(**keys))
    assert written is not None
    assert f"maxPods: {limit}\n" in written
