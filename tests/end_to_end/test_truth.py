"""What Terraform's real provider sent while the clusters were applied, held against AWS's models.

The emulator forgets much of a launch template, and takes what AWS would refuse; the wire does not.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from embedded_aws.emulator import Emulator
from embedded_aws.truth import violations
from modules.config import ClusterConfig, load_cluster
from modules.config.derived.nodes import nodes_of
from tests.cluster_files import FILES
from tests.end_to_end.deployment import Deployment

CLUSTERS = {loaded.name: loaded for loaded in map(load_cluster, FILES)}
GROUPS = [(name, group) for name, each in CLUSTERS.items() for group in each.node_groups]
#: What a cluster is made of; of each, at least one request was sent.
MADE_BY = {
    ("autoscaling", "CreateOrUpdateTags"),
    ("autoscaling", "PutScheduledUpdateGroupAction"),
    ("ec2", "CreateLaunchTemplate"),
    ("ec2", "CreatePlacementGroup"),
    ("ec2", "CreateSecurityGroup"),
    ("ec2", "AuthorizeSecurityGroupEgress"),
    ("ec2", "AuthorizeSecurityGroupIngress"),
    ("ec2", "CreateVpcEndpoint"),
    ("eks", "CreateAddon"),
    ("eks", "CreateCluster"),
    ("eks", "CreateNodegroup"),
    ("iam", "CreateRole"),
    ("kms", "CreateKey"),
    ("s3", "CreateBucket"),
    ("s3", "PutBucketEncryption"),
    ("s3", "PutBucketLifecycleConfiguration"),
    ("s3", "PutBucketOwnershipControls"),
    ("s3", "PutBucketPolicy"),
    ("s3", "PutBucketVersioning"),
    ("s3", "PutPublicAccessBlock"),
}

Requests = Sequence[Mapping[str, Any]]


@pytest.fixture(scope="module")
def sent(emulator: Emulator, applied: Mapping[str, Deployment]) -> Requests:
    """Every request until now."""
    assert applied
    return emulator.requests()


def test_all_that_makes_a_cluster_was_sent(sent: Requests) -> None:
    assert {(line["service"], line["operation"]) for line in sent} >= MADE_BY


def test_every_request_is_one_that_aws_reads(sent: Requests) -> None:
    assert len(sent) > 1000
    assert sorted({said for line in sent for said in violations(dict(line))}) == []


def template_of(sent: Requests, cluster: ClusterConfig, group: str) -> Mapping[str, Any]:
    name = f"{cluster.name}-{group}"
    data = [
        line["parameters"]["LaunchTemplateData"]
        for line in sent
        if line["operation"] == "CreateLaunchTemplate"
        and line["parameters"]["LaunchTemplateName"] == name
    ]
    assert data, f"no launch template {name} was asked for"
    return dict(data[0])


@pytest.mark.parametrize(("name", "group"), GROUPS)
def test_launch_templates_have_the_interfaces_of_the_catalog(
    sent: Requests, name: str, group: str
) -> None:
    cluster = CLUSTERS[name]
    asked = template_of(sent, cluster, group).get("NetworkInterfaces", [])
    # EC2 takes an interface without a type for a plain one.
    assert [
        (
            each["NetworkCardIndex"],
            each["DeviceIndex"],
            each.get("InterfaceType", "interface"),
        )
        for each in asked
    ] == [
        (each.network_card_index, each.device_index, each.interface_type)
        for each in nodes_of(cluster)[group].interfaces
    ]
    for each in asked:
        assert len(each["Groups"]) == 2
        assert not {"SubnetId", "AssociatePublicIpAddress", "PrivateIpAddress"} & each.keys()


def test_a_capacity_block_is_asked_for_as_eks_wants_it(sent: Requests) -> None:
    data = template_of(sent, CLUSTERS["p5-capacity-block"], "h100")
    assert data["InstanceType"] == "p5.48xlarge"
    assert data["InstanceMarketOptions"] == {"MarketType": "capacity-block"}
    assert data["CapacityReservationSpecification"] == {
        "CapacityReservationTarget": {"CapacityReservationId": "cr-0123456789abcdef0"}
    }
    [asked] = [
        line["parameters"]
        for line in sent
        if line["operation"] == "CreateNodegroup" and line["parameters"]["nodegroupName"] == "h100"
    ]
    assert asked["capacityType"] == "CAPACITY_BLOCK"
    assert not asked.get("instanceTypes")
    assert len(asked["subnets"]) == 1
