"""Inputs of a cluster's keys: who may use which."""

from collections.abc import Mapping, Sequence
from typing import Literal

from modules.encryption.key import EncryptionKeyProps
from modules.planning.identity.policy_documents import (
    Statement,
    account_administers_key,
    cluster_role_uses_key,
    log_groups_use_key,
    volumes_use_key,
)
from modules.planning.names import control_plane_log_group_name, flow_log_group_name
from stacks.props.add_ons import plan_add_ons
from stacks.props.identity import add_on_role_arn
from stacks.props.target import Target

KeyUse = Literal["secrets", "logs", "volumes"]
_SHARED = "shared"
_USED_FOR = {
    "logs": "Log groups",
    "secrets": "Kubernetes secrets",
    "volumes": "Volumes",
    _SHARED: "Secrets, log groups and volumes",
}
_EBS_CSI_DRIVER = "aws-ebs-csi-driver"


def key_id(target: Target, use: KeyUse) -> str:
    """Give the id of the key for a use."""
    return _SHARED if target.cluster.encryption.keys == _SHARED else use


def encryption_keys(target: Target, cluster_role_arn: str) -> Mapping[str, EncryptionKeyProps]:
    """Describe the keys of a cluster by their ids."""
    statements: dict[KeyUse, Sequence[Statement]] = {
        "logs": [_logs(target)],
        "secrets": cluster_role_uses_key(cluster_role_arn),
    }
    if target.cluster.encryption.volumes == "cluster":
        statements["volumes"] = _volumes(target)
    by_id: dict[str, list[Statement]] = {}
    for use, of_use in statements.items():
        by_id.setdefault(key_id(target, use), []).extend(of_use)
    administered = account_administers_key(target.region.partition, target.account_id)
    return {
        id_: EncryptionKeyProps(
            alias=f"{target.cluster.name}-{id_}",
            description=f"{_USED_FOR[id_]} of the EKS cluster {target.cluster.name}",
            statements=[administered, *of_key],
        )
        for id_, of_key in by_id.items()
    }


def _logs(target: Target) -> Statement:
    name = target.cluster.name
    log_groups = [control_plane_log_group_name(name), flow_log_group_name(name)]
    return log_groups_use_key(
        logs_service=target.service_principal(f"logs.{target.region.name}"),
        log_group_arns=[target.log_group_arn(group) for group in log_groups],
    )


def _volumes(target: Target) -> Sequence[Statement]:
    """Let Auto Scaling start nodes with the key, and the EBS CSI driver make volumes with it."""
    roles = [target.service_linked_role_arn("autoscaling", "AWSServiceRoleForAutoScaling*")]
    roles += [
        add_on_role_arn(target, plan.pod_identity)
        for plan in plan_add_ons(target)
        if plan.name == _EBS_CSI_DRIVER and plan.pod_identity is not None
    ]
    return volumes_use_key(
        account_id=target.account_id,
        ec2_service=target.service_principal(f"ec2.{target.region.name}"),
        role_arns=roles,
    )
