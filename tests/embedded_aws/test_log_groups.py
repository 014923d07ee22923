"""Log groups whose key is exchanged."""

from tests.embedded_aws.world import World

NAME = "/aws/eks/demo/cluster"


def key_of_group(world: World) -> str | None:
    (group,) = world.logs.describe_log_groups(logGroupNamePrefix=NAME)["logGroups"]
    key: str | None = group.get("kmsKeyId")
    return key


def test_a_log_group_has_the_key_it_was_given_last(world: World) -> None:
    logs, kms = world.logs, world.kms
    first, second = (kms.create_key()["KeyMetadata"]["Arn"] for _ in range(2))
    logs.create_log_group(logGroupName=NAME, kmsKeyId=first)
    assert key_of_group(world) == first
    logs.associate_kms_key(logGroupName=NAME, kmsKeyId=second)
    assert key_of_group(world) == second
    logs.disassociate_kms_key(logGroupName=NAME)
    assert key_of_group(world) is None
    logs.delete_log_group(logGroupName=NAME)
    logs.create_log_group(logGroupName=NAME, kmsKeyId=first)
    assert key_of_group(world) == first
