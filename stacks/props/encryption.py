"""Inputs of a cluster's keys: who may use which."""

from collections.abc import Collection, Mapping, Sequence
from typing import Literal

from typing_extensions import assert_never

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
_USES: Sequence[KeyUse] = ("secrets", "logs", "volumes")
_USED_FOR = {
    "logs": "Log groups",
    "secrets": "Kubernetes secrets",
    "volumes": "Volumes",
}
_USED_FOR_ALL = "Secrets, log groups and volumes"
_EBS_CSI_DRIVER = "aws-ebs-csi-driver"


def key_of(target: Target, use: KeyUse) -> KeyUse:
    """Give the key for a use.

    The shared key is that of secrets: EKS cannot exchange the key of a cluster that runs.
    """
    return "secrets" if is_shared(target) else use


def is_shared(target: Target) -> bool:
    """Whether one key is for all uses."""
    return target.cluster.encryption.keys == "shared"


def shared_alias(target: Target) -> str | None:
    """Give the second alias of the key of secrets while others may use it."""
    shared = is_shared(target) or target.cluster.encryption.retired_keys.shared == "keep"
    return f"{target.cluster.name}-shared" if shared else None


def uses(target: Target) -> Sequence[KeyUse]:
    """List what the cluster encrypts with keys of its own."""
    own_volumes = target.cluster.encryption.volumes == "cluster"
    return [use for use in _USES if use != "volumes" or own_volumes]


def encryption_keys(target: Target, cluster_role_arn: str) -> Mapping[KeyUse, EncryptionKeyProps]:
    """Describe the keys of a cluster: those in use, and those it keeps."""
    return {
        key: EncryptionKeyProps(
            alias=f"{target.cluster.name}-{key}",
            description=f"{_description(target, key)} of the EKS cluster {target.cluster.name}",
            statements=[
                account_administers_key(target.region.partition, target.account_id),
                *(
                    statement
                    for use in _USES
                    if use in _admitted(target, key)
                    for statement in _statements(target, use, cluster_role_arn)
                ),
            ],
            # That of secrets goes with the cluster alone, and its policy refers to a role.
            goes_last=key != "secrets",
        )
        for key in _USES
        if key in _in_use(target) or _retired(target, key) == "keep"
    }


def forgotten_keys(target: Target) -> Sequence[KeyUse]:
    """List the keys a state may have that are neither in use nor spoken of.

    Something may be encrypted with them, so Terraform lets them go and deletes none.
    """
    spoken_of = {key for key in _USES if _retired(target, key) is not None}
    return [key for key in _USES if key not in {*_in_use(target), *spoken_of}]


def _in_use(target: Target) -> set[KeyUse]:
    return {key_of(target, use) for use in uses(target)}


def _retired(target: Target, key: KeyUse) -> str | None:
    retired = target.cluster.encryption.retired_keys
    return {"logs": retired.logs, "volumes": retired.volumes}.get(key)


def _admitted(target: Target, key: KeyUse) -> Collection[KeyUse]:
    """List the uses that the policy of a key admits."""
    if key != "secrets":
        return {key}
    if target.cluster.encryption.retired_keys.shared == "keep":
        return _USES
    return {use for use in uses(target) if key_of(target, use) == key}


def _description(target: Target, key: KeyUse) -> str:
    return _USED_FOR_ALL if key == "secrets" and is_shared(target) else _USED_FOR[key]


def _statements(target: Target, use: KeyUse, cluster_role_arn: str) -> Sequence[Statement]:
    match use:
        case "secrets":
            return [cluster_role_uses_key(cluster_role_arn)]
        case "logs":
            return [_logs(target)]
        case "volumes":
            return _volumes(target)
    assert_never(use)


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
