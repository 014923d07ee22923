"""What the nodes of a group hold on to, read from its launch template.

Source: https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from embedded_aws.estate import Holding
from embedded_aws.refusals.observation import Describe
from embedded_aws.requests import Members


async def nodes(nodegroup: Members, describe: Describe) -> Holding:
    """Give what the nodes of a group, as EKS describes it, hold on to."""
    template = await launch_template_data(nodegroup.get("launchTemplate"), describe)
    cluster = await described_cluster(nodegroup["clusterName"], describe)
    groups = _security_group_ids(template) or [
        cluster["resourcesVpcConfig"]["clusterSecurityGroupId"]
    ]
    every = Holding(
        holder=f"node group {nodegroup['clusterName']}/{nodegroup['nodegroupName']}",
        cluster=nodegroup["clusterName"],
        kubernetes_version=nodegroup.get("version", ""),
        subnet_ids=frozenset(nodegroup["subnets"]),
        security_group_ids=frozenset(groups),
        vpc_ids=await vpc_ids(nodegroup["subnets"], describe),
        placement_groups=_some(template.get("Placement", {}).get("GroupName")),
        reservations=_some(reservation_of(template)),
        key_arns=frozenset(_volume_keys(template)),
        launch_template_ids=_some((nodegroup.get("launchTemplate") or {}).get("id")),
        role_arns=frozenset([nodegroup["nodeRole"]]),
    )
    return every.with_instances(nodegroup["scalingConfig"]["desiredSize"])


async def launch_template_data(named: Mapping[str, str] | None, describe: Describe) -> Members:
    """Give what a version of a launch template says; nothing where it is not there."""
    if not named:
        return {}
    which = (
        {"LaunchTemplateId": named["id"]}
        if "id" in named
        else {"LaunchTemplateName": named.get("name")}
    )
    versions = [named.get("version") or "$Default"]
    answer = await describe(
        "ec2", "DescribeLaunchTemplateVersions", {**which, "Versions": versions}
    )
    found: Sequence[Members] = (answer or {}).get("LaunchTemplateVersions", ())
    return dict(found[0]["LaunchTemplateData"]) if found else {}


def reservation_of(template: Mapping[str, Any]) -> str | None:
    """Give the capacity reservation, or the resource group of them, that a template targets."""
    specification = template.get("CapacityReservationSpecification", {})
    target = specification.get("CapacityReservationTarget", {})
    names = ("CapacityReservationId", "CapacityReservationResourceGroupArn")
    return next((str(target[name]) for name in names if target.get(name)), None)


def _security_group_ids(template: Mapping[str, Any]) -> list[str]:
    of_interfaces = [
        group for each in template.get("NetworkInterfaces", ()) for group in each.get("Groups", ())
    ]
    return [*template.get("SecurityGroupIds", ()), *of_interfaces]


def _volume_keys(template: Mapping[str, Any]) -> Iterable[str]:
    for device in template.get("BlockDeviceMappings", ()):
        key = device.get("Ebs", {}).get("KmsKeyId")
        if key:
            yield key


async def described_cluster(name: str, describe: Describe) -> Members:
    """Give a cluster that exists as EKS describes it."""
    answer = await describe("eks", "DescribeCluster", {"name": name})
    return dict((answer or {})["cluster"])


async def vpc_ids(subnet_ids: Sequence[str], describe: Describe) -> frozenset[str]:
    """Give the VPCs of subnets."""
    answer = await describe("ec2", "DescribeSubnets", {"SubnetIds": list(subnet_ids)}) or {}
    return frozenset(subnet["VpcId"] for subnet in answer.get("Subnets", ()))


def _some(value: str | None) -> frozenset[str]:
    return frozenset([value] if value else ())
