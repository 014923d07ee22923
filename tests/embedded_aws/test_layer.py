"""The emulator with its gaps filled, asked through the AWS API."""

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from embedded_aws.clients import EmbeddedAws
from embedded_aws.emulator import Emulator
from embedded_aws.faults import Fault
from tests.embedded_aws.world import ROLE, World


@pytest.fixture
def eks(world: World) -> Any:
    """An EKS client in an account with one cluster that has one node group."""
    eks = world.eks
    world.create_cluster(upgradePolicy={"supportType": "STANDARD"})
    eks.create_nodegroup(
        clusterName="demo",
        nodegroupName="system",
        nodeRole=world.node_role,
        subnets=world.subnet_ids,
        scalingConfig={"minSize": 1, "desiredSize": 1, "maxSize": 2},
        labels={"keep": "1", "drop": "1"},
        taints=[{"key": "a", "value": "1", "effect": "NO_SCHEDULE"}],
        launchTemplate={"id": world.template_id, "version": "1"},
        nodeRepairConfig={"enabled": True},
        updateConfig={"maxUnavailable": 2},
    )
    return eks


def nodegroup(eks: Any) -> dict[str, Any]:
    answer: dict[str, Any] = eks.describe_nodegroup(clusterName="demo", nodegroupName="system")
    return dict(answer["nodegroup"])


def test_a_node_group_keeps_its_launch_template_and_how_it_is_updated(
    eks: Any, world: World
) -> None:
    group = nodegroup(eks)
    assert group["launchTemplate"] == {"id": world.template_id, "version": "1"}
    assert group["nodeRepairConfig"] == {"enabled": True}
    assert group["updateConfig"] == {"maxUnavailable": 2}


def test_labels_and_taints_are_added_and_removed(eks: Any) -> None:
    eks.update_nodegroup_config(
        clusterName="demo",
        nodegroupName="system",
        labels={"addOrUpdateLabels": {"new": "2"}, "removeLabels": ["drop"]},
        taints={
            "addOrUpdateTaints": [{"key": "b", "effect": "NO_EXECUTE"}],
            "removeTaints": [{"key": "a", "value": "1", "effect": "NO_SCHEDULE"}],
        },
    )
    assert nodegroup(eks)["labels"] == {"keep": "1", "new": "2"}
    assert nodegroup(eks)["taints"] == [{"key": "b", "effect": "NO_EXECUTE"}]


def test_scaling_changes_what_it_names_and_nothing_else(eks: Any) -> None:
    eks.update_nodegroup_config(
        clusterName="demo", nodegroupName="system", scalingConfig={"maxSize": 9}
    )
    assert nodegroup(eks)["scalingConfig"] == {"minSize": 1, "desiredSize": 1, "maxSize": 9}


def test_a_node_group_moves_to_another_launch_template_version(eks: Any, world: World) -> None:
    made = world.ec2.create_launch_template_version(
        LaunchTemplateId=world.template_id,
        LaunchTemplateData={"MetadataOptions": {"HttpTokens": "required"}},
    )
    version = str(made["LaunchTemplateVersion"]["VersionNumber"])
    update = eks.update_nodegroup_version(
        clusterName="demo",
        nodegroupName="system",
        launchTemplate={"id": world.template_id, "version": version},
    )["update"]
    assert nodegroup(eks)["launchTemplate"]["version"] == "2"
    asked = eks.describe_update(name="demo", nodegroupName="system", updateId=update["id"])
    assert asked["update"]["status"] == "Successful"


def test_a_cluster_changes_its_version_and_its_settings(eks: Any, world: World) -> None:
    eks.update_cluster_version(name="demo", version="1.36")
    eks.update_cluster_config(name="demo", resourcesVpcConfig={"endpointPrivateAccess": True})
    cluster = eks.describe_cluster(name="demo")["cluster"]
    assert cluster["version"] == "1.36"
    assert cluster["upgradePolicy"] == {"supportType": "STANDARD"}
    assert cluster["resourcesVpcConfig"]["endpointPrivateAccess"] is True
    assert cluster["resourcesVpcConfig"]["subnetIds"] == world.subnet_ids


@pytest.mark.parametrize(
    ("operation", "parameters"),
    [
        ("update_cluster_config", {"name": "other"}),
        ("update_nodegroup_config", {"clusterName": "demo", "nodegroupName": "other"}),
        ("describe_update", {"name": "demo", "updateId": "unknown"}),
    ],
)
def test_what_is_not_there_is_not_found(
    eks: Any, operation: str, parameters: dict[str, str]
) -> None:
    with pytest.raises(eks.exceptions.ResourceNotFoundException):
        getattr(eks, operation)(**parameters)


def test_an_add_on_owns_its_pod_identity_associations(eks: Any) -> None:
    wanted = {"serviceAccount": "aws-node", "roleArn": ROLE}
    add_on = {"clusterName": "demo", "addonName": "vpc-cni"}
    eks.create_addon(**add_on, podIdentityAssociations=[wanted])
    described = eks.describe_addon(**add_on)["addon"]
    (arn,) = described["podIdentityAssociations"]
    association = eks.describe_pod_identity_association(
        clusterName="demo", associationId=arn.rpartition("/")[2]
    )["association"]
    assert association["ownerArn"] == described["addonArn"]
    assert association["roleArn"] == ROLE

    eks.update_addon(**add_on, podIdentityAssociations=[{**wanted, "roleArn": f"{ROLE}2"}])
    assert eks.describe_addon(**add_on)["addon"]["podIdentityAssociations"] != [arn]
    eks.delete_addon(**add_on)
    assert eks.list_pod_identity_associations(clusterName="demo")["associations"] == []


def test_an_add_on_has_a_version_to_find(eks: Any) -> None:
    (add_on,) = eks.describe_addon_versions(addonName="coredns")["addons"]
    assert add_on["addonName"] == "coredns"
    assert add_on["addonVersions"][0]["addonVersion"].startswith("v")


def test_a_flow_log_keeps_its_role_and_its_tags(aws: EmbeddedAws) -> None:
    ec2 = aws.client("ec2")
    vpc_id = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    tags = [{"Key": "Name", "Value": "demo"}]
    ec2.create_flow_logs(
        ResourceIds=[vpc_id],
        ResourceType="VPC",
        TrafficType="REJECT",
        LogDestination="arn:aws:logs:us-west-2:111122223333:log-group:g",
        DeliverLogsPermissionArn=ROLE,
        MaxAggregationInterval=600,
        TagSpecifications=[{"ResourceType": "vpc-flow-log", "Tags": tags}],
    )
    (flow_log,) = ec2.describe_flow_logs()["FlowLogs"]
    assert flow_log["DeliverLogsPermissionArn"] == ROLE
    assert flow_log["MaxAggregationInterval"] == 600
    assert flow_log["Tags"] == tags


def test_a_launch_template_keeps_all_of_its_network_interfaces(aws: EmbeddedAws) -> None:
    ec2 = aws.client("ec2")
    interfaces = [
        {
            "DeviceIndex": min(card, 1),
            "NetworkCardIndex": card,
            "InterfaceType": "efa-only" if card else "interface",
            "Groups": ["sg-1"],
            "DeleteOnTermination": True,
        }
        for card in range(32)
    ]
    data = {"NetworkInterfaces": interfaces, "Placement": {"GroupName": "training"}}
    ec2.create_launch_template(LaunchTemplateName="training", LaunchTemplateData=data)
    answer = ec2.describe_launch_template_versions(LaunchTemplateName="training")
    assert answer["LaunchTemplateVersions"][0]["LaunchTemplateData"] == data


def test_every_request_is_recorded_with_what_it_said(emulator: Emulator, aws: EmbeddedAws) -> None:
    aws.client("iam").create_role(RoleName="recorded", AssumeRolePolicyDocument="{}")
    last = emulator.requests()[-1]
    assert last["operation"] == "CreateRole"
    assert last["account_id"] == aws.account_id
    assert last["parameters"] == {"RoleName": "recorded", "AssumeRolePolicyDocument": "{}"}
    assert last["status"] == 200


@pytest.fixture
def faulty(emulator: Emulator) -> Iterator[Emulator]:
    yield emulator
    emulator.set_faults([])


def test_a_fault_strikes_the_call_it_is_set_for(faulty: Emulator, aws: EmbeddedAws) -> None:
    faulty.set_faults(
        [Fault(service="ec2", operation="DescribeVpcs", first=2, status=503, code="Unavailable")]
    )
    ec2 = aws.client("ec2")
    ec2.describe_vpcs()
    with pytest.raises(ClientError) as error:
        ec2.describe_vpcs()
    assert error.value.response["Error"]["Code"] == "Unavailable"
    assert "Vpcs" in ec2.describe_vpcs()


def test_a_fault_without_a_code_only_delays(faulty: Emulator, aws: EmbeddedAws) -> None:
    faulty.set_faults([Fault(service="kms", operation="ListKeys", delay_seconds=0.01)])
    assert aws.client("kms").list_keys()["Keys"] == []


def launch_template(ec2: Any, token: str) -> str:
    answer = ec2.create_launch_template(
        LaunchTemplateName="nodes",
        ClientToken=token,
        LaunchTemplateData={"MetadataOptions": {"HttpTokens": "required"}},
    )
    return str(answer["LaunchTemplate"]["LaunchTemplateId"])


def test_another_attempt_of_a_call_is_answered_as_the_first(world: World) -> None:
    def said(call: str) -> Any:
        return lambda request, **_: request.headers.update({"amz-sdk-invocation-id": call})

    def attach(call: str) -> None:
        events = world.ec2.meta.events
        events.register_first("before-send.ec2.AttachInternetGateway", said(call), call)
        world.ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=world.vpc_id)
        events.unregister("before-send.ec2.AttachInternetGateway", unique_id=call)

    made = world.ec2.create_internet_gateway()
    gateway = made["InternetGateway"]["InternetGatewayId"]
    attach("one")
    attach("one")
    with pytest.raises(ClientError, match="already attached"):
        attach("two")


def test_a_request_sent_again_with_its_token_is_answered_as_before(aws: EmbeddedAws) -> None:
    ec2 = aws.client("ec2")
    first = launch_template(ec2, token="one")
    assert launch_template(ec2, token="one") == first
    with pytest.raises(ClientError, match="AlreadyExists"):
        launch_template(ec2, token="two")


def test_a_launch_template_that_is_gone_is_not_found_as_aws_spells_it(aws: EmbeddedAws) -> None:
    ec2 = aws.client("ec2")
    made = launch_template(ec2, token="three")
    ec2.delete_launch_template(LaunchTemplateId=made)
    with pytest.raises(ClientError) as refused:
        ec2.delete_launch_template(LaunchTemplateId=made)
    assert refused.value.response["Error"]["Code"] == "InvalidLaunchTemplateId.NotFound"


def group_of(eks: Any, aws: EmbeddedAws) -> list[dict[str, Any]]:
    """Give the Auto Scaling group that the node group names."""
    name = nodegroup(eks)["resources"]["autoScalingGroups"][0]["name"]
    answer = aws.client("autoscaling").describe_auto_scaling_groups(AutoScalingGroupNames=[name])
    groups: list[dict[str, Any]] = answer["AutoScalingGroups"]
    return groups


def sizes(group: dict[str, Any]) -> tuple[int, int, int]:
    return group["MinSize"], group["DesiredCapacity"], group["MaxSize"]


def test_a_node_group_has_an_auto_scaling_group_tagged_as_eks_does(
    eks: Any, aws: EmbeddedAws
) -> None:
    [group] = group_of(eks, aws)
    assert sizes(group) == (1, 1, 2)
    tags = {tag["Key"]: tag["Value"] for tag in group["Tags"]}
    assert tags["eks:nodegroup-name"] == "system"
    assert tags["k8s.io/cluster-autoscaler/demo"] == "owned"


def test_the_auto_scaling_group_follows_the_node_group(eks: Any, aws: EmbeddedAws) -> None:
    eks.update_nodegroup_config(
        clusterName="demo",
        nodegroupName="system",
        scalingConfig={"minSize": 3, "desiredSize": 4, "maxSize": 5},
    )
    [group] = group_of(eks, aws)
    assert sizes(group) == (3, 4, 5)
    autoscaling = aws.client("autoscaling")
    name = group["AutoScalingGroupName"]
    autoscaling.put_scheduled_update_group_action(
        AutoScalingGroupName=name, ScheduledActionName="start", DesiredCapacity=5
    )
    eks.delete_nodegroup(clusterName="demo", nodegroupName="system")
    assert autoscaling.describe_auto_scaling_groups()["AutoScalingGroups"] == []
    assert autoscaling.describe_scheduled_actions()["ScheduledUpdateGroupActions"] == []


def test_tags_of_auto_scaling_groups_are_those_asked_for(eks: Any, aws: EmbeddedAws) -> None:
    autoscaling = aws.client("autoscaling")
    [group] = group_of(eks, aws)
    name = group["AutoScalingGroupName"]
    autoscaling.create_or_update_tags(
        Tags=[
            {
                "ResourceId": name,
                "ResourceType": "auto-scaling-group",
                "Key": key,
                "Value": key.upper(),
                "PropagateAtLaunch": False,
            }
            for key in ("a", "b")
        ]
    )
    filters = [
        {"Name": "auto-scaling-group", "Values": [name]},
        {"Name": "key", "Values": ["b"]},
    ]
    [tag] = autoscaling.describe_tags(Filters=filters)["Tags"]
    assert (tag["Key"], tag["Value"], tag["PropagateAtLaunch"]) == ("b", "B", False)
    filters[1]["Values"] = ["c"]
    assert autoscaling.describe_tags(Filters=filters)["Tags"] == []


def test_a_node_group_of_a_template_with_a_type_tells_no_types(eks: Any) -> None:
    assert nodegroup(eks)["instanceTypes"] == []


def test_interface_endpoints_keep_their_groups_and_names(aws: EmbeddedAws) -> None:
    ec2 = aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    group = ec2.create_security_group(GroupName="g", Description="g", VpcId=vpc)["GroupId"]
    made = ec2.create_vpc_endpoint(
        VpcId=vpc,
        ServiceName="com.amazonaws.us-west-2.ec2",
        VpcEndpointType="Interface",
        SecurityGroupIds=[group],
        PrivateDnsEnabled=True,
    )["VpcEndpoint"]["VpcEndpointId"]
    [endpoint] = ec2.describe_vpc_endpoints(VpcEndpointIds=[made])["VpcEndpoints"]
    assert endpoint["PrivateDnsEnabled"] is True
    assert [each["GroupId"] for each in endpoint["Groups"]] == [group]


def test_the_head_of_an_object_tells_its_length(aws: EmbeddedAws) -> None:
    s3 = aws.client("s3")
    # The emulator has one space of names for the buckets of all accounts, as AWS does.
    s3.create_bucket(
        Bucket="of-known-length", CreateBucketConfiguration={"LocationConstraint": aws.region}
    )
    s3.put_object(Bucket="of-known-length", Key="a/b", Body=b"12345")
    assert s3.head_object(Bucket="of-known-length", Key="a/b")["ContentLength"] == 5
