"""Terraform's real provider understands what is refused as it does on AWS."""

import json
from pathlib import Path
from typing import Any

import pytest

from embedded_aws.conditions import Conditions, Reservation
from embedded_aws.provider_mirror import find_provider_mirror
from embedded_aws.terraform import Terraform, TerraformError, find_terraform
from embedded_aws.workspace import EmbeddedTarget, prepare_workspace
from tests.embedded_aws.world import World

BLOCK = "cr-0123456789abcdef0"
ADMIN = "arn:aws:iam::111122223333:role/Admin"


def stack(world: World, *, racks: bool = True, changed: bool = False) -> dict[str, Any]:
    """Two nodes in a reservation, and in a placement group or not; later with more to it."""
    target = {"capacity_reservation_target": {"capacity_reservation_id": BLOCK}}
    template: dict[str, Any] = {"name": "nodes", "capacity_reservation_specification": target}
    resources: dict[str, Any] = {
        "aws_launch_template": {"nodes": template},
        "aws_eks_node_group": {
            "training": {
                "cluster_name": world.cluster,
                "node_group_name": "training",
                "node_role_arn": world.node_role,
                "subnet_ids": world.subnet_ids[:1],
                "scaling_config": {"min_size": 1, "desired_size": 2, "max_size": 4},
                "launch_template": {
                    "id": "${aws_launch_template.nodes.id}",
                    "version": "${aws_launch_template.nodes.latest_version}",
                },
            }
        },
    }
    if racks:
        template["placement"] = {"group_name": "${aws_placement_group.racks.name}"}
        resources["aws_placement_group"] = {"racks": {"name": "racks", "strategy": "cluster"}}
    if changed:
        template["ebs_optimized"] = True
        entry = {"cluster_name": world.cluster, "principal_arn": ADMIN}
        resources["aws_eks_access_entry"] = {"admin": entry}
    return {
        "terraform": {"required_providers": {"aws": {"source": "aws", "version": "5.100.0"}}},
        "provider": {"aws": [{"region": world.aws.region}]},
        "resource": resources,
    }


def prepared(world: World, folder: Path, document: dict[str, Any]) -> Terraform:
    (folder / "stack").mkdir(exist_ok=True)
    (folder / "stack" / "cdk.tf.json").write_text(json.dumps(document))
    return prepare_workspace(
        folder / "stack",
        folder / "work",
        EmbeddedTarget(endpoint=world.aws.endpoint, account_id=world.aws.account_id),
        terraform=find_terraform(),
        mirror=find_provider_mirror(),
        plugin_cache=folder / "plugins",
    )


def refused(world: World, folder: Path, document: dict[str, Any]) -> str:
    """Apply a stack in place of the last; give what Terraform says is wrong."""
    terraform = prepared(world, folder, document)
    with pytest.raises(TerraformError) as failed:
        terraform.apply_unseen()
    return str(failed.value)


def test_the_provider_says_what_was_refused(world: World, tmp_path: Path) -> None:
    terraform = prepared(world, tmp_path, stack(world))
    terraform.init()
    terraform.apply_unseen()

    said = refused(world, tmp_path, stack(world, racks=False))
    assert "InvalidPlacementGroup.InUse: The placement group 'racks' is in use" in said

    block = Reservation(reservation_id=BLOCK, instances=2)
    world.emulator.set_conditions(Conditions(reservations=(block,)))
    world.eks.create_access_entry(clusterName=world.cluster, principalArn=ADMIN)
    said = refused(world, tmp_path, stack(world, changed=True))
    assert "ResourceInUseException: The specified access entry resource is already in use" in said
    assert "AsgInstanceLaunchFailures" in said
    assert "ReservationCapacityExceeded" in said
