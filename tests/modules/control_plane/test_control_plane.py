"""The control plane."""

from dataclasses import replace
from typing import Any

import pytest

from modules.control_plane.control_plane import ControlPlane, ControlPlaneProps
from tests.synthesis import Json, resources, synthesize

PROPS = ControlPlaneProps(
    name="demo",
    kubernetes_version="1.35",
    role_arn="arn:role",
    subnet_ids=["subnet-a", "subnet-b"],
    service_cidr="172.20.0.0/16",
    public_access_cidrs=[],
    cluster_creator_admin=False,
    secrets_key_arn="arn:secrets-key",
    keeps_subnets=True,
    log_group_name="/aws/eks/demo/cluster",
    log_retention_days=90,
    logs_key_arn="arn:logs-key",
    support_type="EXTENDED",
    zonal_shift=False,
)


def control_plane(**changes: Any) -> Json:
    props = replace(PROPS, **changes)
    return synthesize(lambda scope: ControlPlane(scope, "cluster", props))


@pytest.fixture(scope="module")
def private() -> Json:
    return resources(control_plane(), "aws_eks_cluster")["cluster"]


def test_the_endpoint_is_private_unless_blocks_are_given(private: Json) -> None:
    assert private["vpc_config"] == {
        "subnet_ids": ["subnet-a", "subnet-b"],
        "endpoint_private_access": True,
        "endpoint_public_access": False,
    }


def test_the_public_endpoint_answers_to_the_blocks_given_and_the_private_one_stays() -> None:
    document = control_plane(public_access_cidrs=["203.0.113.0/24"])
    config = resources(document, "aws_eks_cluster")["cluster"]["vpc_config"]
    assert config["endpoint_public_access"] is True
    assert config["endpoint_private_access"] is True
    assert config["public_access_cidrs"] == ["203.0.113.0/24"]


def test_secrets_are_encrypted_with_the_given_key(private: Json) -> None:
    assert private["encryption_config"] == {
        "provider": {"key_arn": "arn:secrets-key"},
        "resources": ["secrets"],
    }


def test_every_log_type_goes_to_a_log_group_that_was_there_first(private: Json) -> None:
    assert private["enabled_cluster_log_types"] == [
        "api",
        "audit",
        "authenticator",
        "controllerManager",
        "scheduler",
    ]
    assert private["depends_on"] == ["aws_cloudwatch_log_group.cluster"]
    group = resources(control_plane(), "aws_cloudwatch_log_group")["cluster"]
    assert (group["name"], group["retention_in_days"], group["kms_key_id"]) == (
        "/aws/eks/demo/cluster",
        90,
        "arn:logs-key",
    )


def test_access_is_by_access_entries_alone(private: Json) -> None:
    assert private["access_config"] == {
        "authentication_mode": "API",
        "bootstrap_cluster_creator_admin_permissions": False,
    }


def test_nothing_is_installed_that_we_do_not_install(private: Json) -> None:
    assert private["bootstrap_self_managed_addons"] is False


def test_a_zone_added_later_is_for_nodes_only(private: Json) -> None:
    assert private["lifecycle"] == {"ignore_changes": ["vpc_config[0].subnet_ids"]}


def test_arguments_of_newer_providers_are_absent_unless_asked_for(private: Json) -> None:
    assert "deletion_protection" not in private
    assert "control_plane_scaling_config" not in private


def test_deletion_protection_and_a_tier_can_be_asked_for() -> None:
    document = control_plane(deletion_protection=True, tier="tier-xl")
    cluster = resources(document, "aws_eks_cluster")["cluster"]
    assert cluster["deletion_protection"] is True
    assert cluster["control_plane_scaling_config"] == {"tier": "tier-xl"}
