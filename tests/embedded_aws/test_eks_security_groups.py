"""The security group that EKS makes for each cluster."""

import pytest
from botocore.exceptions import ClientError

from tests.embedded_aws.world import World


def test_a_cluster_has_a_security_group_that_admits_itself_and_goes_with_it(world: World) -> None:
    name = world.cluster
    network = world.eks.describe_cluster(name=name)["cluster"]["resourcesVpcConfig"]
    group_id = network["clusterSecurityGroupId"]
    (group,) = world.ec2.describe_security_groups(GroupIds=[group_id])["SecurityGroups"]
    assert group["VpcId"] == world.vpc_id
    assert [
        (rule["IpProtocol"], [pair["GroupId"] for pair in rule["UserIdGroupPairs"]])
        for rule in group["IpPermissions"]
    ] == [("-1", [group_id])]
    world.eks.delete_cluster(name=name)
    with pytest.raises(ClientError, match="does not exist"):
        world.ec2.describe_security_groups(GroupIds=[group_id])
