"""What AWS allows though it does harm is written down."""

from collections.abc import Callable, Sequence

import pytest

from embedded_aws.harms import HARMS
from tests.embedded_aws.refusals.of_iam_and_kms import ALLOW
from tests.embedded_aws.world import CLUSTER_POLICY, World

NODES = "node group demo/training"


def schedule_deletion(world: World) -> None:
    world.kms.schedule_key_deletion(KeyId=world.key_arn)


def disable(world: World) -> None:
    world.kms.disable_key(KeyId=world.key_arn)


def delete_template(world: World) -> None:
    world.ec2.delete_launch_template(LaunchTemplateId=world.template_id)


def routed(world: World) -> dict[str, str]:
    """Let the nodes' subnet reach the internet through a NAT gateway; give what names the parts."""
    made = world.ec2.create_nat_gateway(SubnetId=world.subnet_ids[1], ConnectivityType="private")
    gateway = made["NatGateway"]["NatGatewayId"]
    table = world.ec2.create_route_table(VpcId=world.vpc_id)["RouteTable"]["RouteTableId"]
    world.ec2.create_route(
        RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", NatGatewayId=gateway
    )
    association = world.ec2.associate_route_table(RouteTableId=table, SubnetId=world.subnet_ids[0])[
        "AssociationId"
    ]
    return {"gateway": gateway, "table": table, "association": association}


def delete_gateway(world: World) -> None:
    world.ec2.delete_nat_gateway(NatGatewayId=routed(world)["gateway"])


def delete_route(world: World) -> None:
    world.ec2.delete_route(RouteTableId=routed(world)["table"], DestinationCidrBlock="0.0.0.0/0")


def disassociate(world: World) -> None:
    world.ec2.disassociate_route_table(AssociationId=routed(world)["association"])


def revoke(direction: str) -> Callable[[World], None]:
    def act(world: World) -> None:
        rule = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}
        asked = {"GroupId": world.security_group_id, "IpPermissions": [rule]}
        getattr(world.ec2, f"authorize_security_group_{direction}")(**asked)
        getattr(world.ec2, f"revoke_security_group_{direction}")(**asked)

    return act


def detach_policy(world: World) -> None:
    world.iam.detach_role_policy(RoleName="cluster", PolicyArn=CLUSTER_POLICY)


def delete_inline_policy(world: World) -> None:
    world.iam.put_role_policy(RoleName="node", PolicyName="p", PolicyDocument=ALLOW)
    world.iam.delete_role_policy(RoleName="node", PolicyName="p")


#: What is done to a node group that uses all there is to use, and to whom it does harm.
CASES: dict[str, tuple[Callable[[World], None], str]] = {
    "ScheduleKeyDeletion": (schedule_deletion, NODES),
    "DisableKey": (disable, NODES),
    "DeleteLaunchTemplate": (delete_template, NODES),
    "DeleteNatGateway": (delete_gateway, NODES),
    "DeleteRoute": (delete_route, NODES),
    "DisassociateRouteTable": (disassociate, NODES),
    "RevokeSecurityGroupIngress": (revoke("ingress"), NODES),
    "RevokeSecurityGroupEgress": (revoke("egress"), NODES),
    "DetachRolePolicy": (detach_policy, "control plane of cluster demo"),
    "DeleteRolePolicy": (delete_inline_policy, NODES),
}


def harms_of(world: World, act: Callable[[World], None]) -> Sequence[str]:
    before = len(world.emulator.harms())
    act(world)
    return world.emulator.harms()[before:]


@pytest.mark.parametrize("operation", CASES)
def test_what_does_harm_is_written_down(operation: str, world: World) -> None:
    assert world.group
    act, victim = CASES[operation]
    [harm] = harms_of(world, act)
    assert harm.startswith(f"{operation}: ")
    assert harm.endswith(victim)


@pytest.mark.parametrize("operation", CASES)
def test_what_nobody_needs_may_go(operation: str, world: World) -> None:
    world.eks.delete_nodegroup(**world.group)
    world.eks.delete_cluster(name="demo")
    act, _ = CASES[operation]
    assert harms_of(world, act) == []


def test_every_harm_is_shown() -> None:
    assert {operation for harm in HARMS for operation in harm.operations} == CASES.keys()


def test_keys_that_are_missed_are_told_with_who_misses_them(world: World) -> None:
    secrets = {"resources": ["secrets"], "provider": {"keyArn": world.key_arn}}
    world.create_cluster(encryptionConfig=[secrets])
    world.logs.create_log_group(logGroupName="/aws/eks/demo/cluster", kmsKeyId=world.key_arn)

    def missed() -> list[str]:
        return [line for line in world.emulator.missed_keys() if world.key_arn in line]

    assert missed() == []
    world.kms.schedule_key_deletion(KeyId=world.key_arn)
    assert missed() == [
        f"{world.key_arn} (PendingDeletion): control plane of cluster demo, "
        "log group /aws/eks/demo/cluster"
    ]
    world.kms.cancel_key_deletion(KeyId=world.key_arn)
    world.kms.enable_key(KeyId=world.key_arn)
    assert missed() == []
    world.kms.disable_key(KeyId=world.key_arn)
    world.logs.delete_log_group(logGroupName="/aws/eks/demo/cluster")
    world.eks.delete_cluster(name="demo")
    assert missed() == []
