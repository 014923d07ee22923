"""What IAM, KMS, CloudWatch Logs and Auto Scaling refuse."""

import json
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

from tests.embedded_aws.refusals.scenario import Scenario
from tests.embedded_aws.world import ROLE, World

ALLOW = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}],
    }
)
SERVICE = "eks.amazonaws.com"


def policy(world: World) -> str:
    made = world.iam.create_policy(PolicyName="data", PolicyDocument=ALLOW)
    return str(made["Policy"]["Arn"])


def delete_role_with_policy(world: World) -> None:
    assert world.cluster_role
    world.iam.delete_role(RoleName="cluster")


def delete_role_with_inline_policy(world: World) -> None:
    world.role("inline", SERVICE)
    world.iam.put_role_policy(RoleName="inline", PolicyName="p", PolicyDocument=ALLOW)
    world.iam.delete_role(RoleName="inline")


def delete_role_of_instance_profile(world: World) -> None:
    world.role("profiled", SERVICE)
    world.iam.create_instance_profile(InstanceProfileName="profile")
    world.iam.add_role_to_instance_profile(InstanceProfileName="profile", RoleName="profiled")
    world.iam.delete_role(RoleName="profiled")


def delete_attached_policy(world: World) -> None:
    arn = policy(world)
    world.role("reader", SERVICE, arn)
    world.iam.delete_policy(PolicyArn=arn)


def delete_policy_with_versions(world: World) -> None:
    arn = policy(world)
    world.iam.create_policy_version(PolicyArn=arn, PolicyDocument=ALLOW)
    world.iam.delete_policy(PolicyArn=arn)


def dying_key(world: World) -> str:
    world.kms.schedule_key_deletion(KeyId=world.key_arn)
    return world.key_arn


def of_dying_key(operation: str, **members: Any) -> Callable[[World], object]:
    """Ask something of a key that will be deleted."""
    return lambda world: getattr(world.kms, operation)(
        KeyId=dying_key(world).rpartition("/")[2], **members
    )


def key_for(world: World) -> str:
    principal = ROLE.replace("111122223333", world.aws.account_id)
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": principal},
        "Action": "kms:*",
        "Resource": "*",
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def secrets(world: World) -> list[dict[str, Any]]:
    return [{"resources": ["secrets"], "provider": {"keyArn": dying_key(world)}}]


def schedule_in_the_past(world: World) -> None:
    world.autoscaling.put_scheduled_update_group_action(
        AutoScalingGroupName=world.create_group()["resources"]["autoScalingGroups"][0]["name"],
        ScheduledActionName="start",
        StartTime=datetime(2020, 1, 1, tzinfo=timezone.utc),
        DesiredCapacity=3,
    )


DYING = "* is pending deletion."
OF_DYING_KEY = {
    "CreateAlias": lambda world: world.kms.create_alias(
        AliasName="alias/x", TargetKeyId=dying_key(world)
    ),
    "UpdateAlias": lambda world: world.kms.update_alias(
        AliasName="alias/x", TargetKeyId=dying_key(world)
    ),
    "CreateGrant": of_dying_key("create_grant", GranteePrincipal=ROLE, Operations=["Decrypt"]),
    "DisableKey": of_dying_key("disable_key"),
    "EnableKey": of_dying_key("enable_key"),
    "EnableKeyRotation": of_dying_key("enable_key_rotation"),
    "ScheduleKeyDeletion": of_dying_key("schedule_key_deletion"),
    "TagResource": of_dying_key("tag_resource", Tags=[{"TagKey": "a", "TagValue": "b"}]),
    "UpdateKeyDescription": of_dying_key("update_key_description", Description="x"),
}

SCENARIOS = (
    Scenario(
        operation="DeleteRole",
        says="Cannot delete entity, must detach all policies first.*",
        act=delete_role_with_policy,
    ),
    Scenario(
        operation="DeleteRole",
        says="Cannot delete entity, must delete all inline policies first.*",
        act=delete_role_with_inline_policy,
    ),
    Scenario(
        operation="DeleteRole",
        says="Cannot delete entity, must remove role from all instance profiles first.*",
        act=delete_role_of_instance_profile,
    ),
    Scenario(
        operation="DeletePolicy",
        says="Cannot delete a policy attached to entities.*",
        act=delete_attached_policy,
    ),
    Scenario(
        operation="DeletePolicy",
        says="This policy has more than one version. Before you delete a policy, you must delete "
        "the policy's versions.",
        act=delete_policy_with_versions,
    ),
    Scenario(
        operation="CreateRole",
        says="Role with name*",
        act=lambda world: [world.role("twice", SERVICE) for _ in range(2)],
    ),
    Scenario(
        operation="CreatePolicy",
        says="A policy called*",
        act=lambda world: [policy(world) for _ in range(2)],
    ),
    *(
        Scenario(operation=operation, says=DYING, act=act, told=":key/")
        for operation, act in OF_DYING_KEY.items()
    ),
    Scenario(
        operation="CreateAlias",
        says="Alias*",
        act=lambda world: [
            world.kms.create_alias(AliasName="alias/a", TargetKeyId=world.key_arn) for _ in range(2)
        ],
    ),
    Scenario(
        operation="CreateLogGroup",
        says="The specified log group already exists*",
        act=lambda world: [world.logs.create_log_group(logGroupName="/a") for _ in range(2)],
    ),
    Scenario(
        operation="CreateKey",
        says="Policy contains a statement with one or more invalid principals.",
        act=lambda world: world.kms.create_key(Policy=key_for(world)),
    ),
    Scenario(
        operation="PutKeyPolicy",
        says="Policy contains a statement with one or more invalid principals.",
        act=lambda world: world.kms.put_key_policy(
            KeyId=world.key_arn, PolicyName="default", Policy=key_for(world)
        ),
    ),
    Scenario(
        operation="CreateCluster",
        says="* is *.",
        act=lambda world: world.create_cluster(encryptionConfig=secrets(world)),
        told=" is pending deletion.",
    ),
    Scenario(
        operation="AssociateEncryptionConfig",
        says="* is *.",
        act=lambda world: world.eks.associate_encryption_config(
            clusterName=world.cluster, encryptionConfig=secrets(world)
        ),
    ),
    Scenario(
        operation="CreateLogGroup",
        says="The specified KMS key does not exist or is not allowed to be used with *",
        act=lambda world: world.logs.create_log_group(
            logGroupName="/a/b", kmsKeyId=dying_key(world)
        ),
        told="/a/b",
    ),
    Scenario(
        operation="AssociateKmsKey",
        says="The specified KMS key does not exist or is not allowed to be used with *",
        act=lambda world: world.logs.associate_kms_key(
            logGroupName="/a/b", kmsKeyId=dying_key(world)
        ),
    ),
    Scenario(
        operation="PutScheduledUpdateGroupAction",
        says="Given start time is in the past",
        act=schedule_in_the_past,
    ),
)
