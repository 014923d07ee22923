"""Requests held against AWS's own models."""

from typing import Any

import pytest

from embedded_aws.truth import violations

NODEGROUP: dict[str, Any] = {
    "clusterName": "demo",
    "nodegroupName": "training",
    "subnets": ["subnet-1"],
    "nodeRole": "arn:aws:iam::111122223333:role/any",
}


def recorded(service: str, operation: str, parameters: Any, *unread: str) -> dict[str, Any]:
    return {
        "service": service,
        "operation": operation,
        "parameters": parameters,
        "unread": list(unread),
    }


def template(**data: Any) -> dict[str, Any]:
    parameters = {"LaunchTemplateName": "demo-training", "LaunchTemplateData": data}
    return recorded("ec2", "CreateLaunchTemplate", parameters)


def nodegroup(**members: Any) -> dict[str, Any]:
    return recorded("eks", "CreateNodegroup", NODEGROUP | members)


RIGHT = [
    nodegroup(capacityType="CAPACITY_BLOCK", updateConfig={"maxUnavailable": 1}),
    template(
        NetworkInterfaces=[{"DeviceIndex": 0, "NetworkCardIndex": 1, "InterfaceType": "efa-only"}],
        InstanceMarketOptions={"MarketType": "capacity-block"},
    ),
    recorded("sts", "GetCallerIdentity", {}),
]


@pytest.mark.parametrize("request_", RIGHT, ids=lambda line: line["operation"])
def test_nothing_is_said_of_a_request_that_is_right(request_: dict[str, Any]) -> None:
    assert violations(request_) == []


WRONG: list[tuple[dict[str, Any], str]] = [
    (
        nodegroup(capacityType="RESERVED"),
        "eks CreateNodegroup: capacityType: 'RESERVED' is none of",
    ),
    (nodegroup(flavour="x"), 'eks CreateNodegroup: Unknown parameter in input: "flavour"'),
    (nodegroup(diskSize="20"), "eks CreateNodegroup: Invalid type for parameter diskSize"),
    (
        nodegroup(updateConfig={"maxUnavailable": 0}),
        "eks CreateNodegroup: Invalid value for parameter updateConfig.maxUnavailable",
    ),
    (
        nodegroup(updateConfig={"maxUnavailablePercentage": 101}),
        "eks CreateNodegroup: updateConfig.maxUnavailablePercentage: 101 where 100 are the most",
    ),
    (
        nodegroup(taints=[{"key": "k" * 64, "effect": "NO_SCHEDULE"}]),
        "eks CreateNodegroup: taints[0].key: 64 characters where 63 are the most",
    ),
    (
        nodegroup(taints=[{"key": "a", "effect": "NoSchedule"}]),
        "eks CreateNodegroup: taints[0].effect: 'NoSchedule' is none of",
    ),
    (
        nodegroup(labels={"a": "v" * 64}),
        "eks CreateNodegroup: labels.a: 64 characters where 63 are the most",
    ),
    (
        recorded("eks", "CreateNodegroup", {"clusterName": "demo"}),
        'eks CreateNodegroup: Missing required parameter in input: "nodegroupName"',
    ),
    (
        template(InstanceMarketOptions={"MarketType": "block"}),
        "ec2 CreateLaunchTemplate: LaunchTemplateData.InstanceMarketOptions.MarketType: 'block' is",
    ),
    (
        template(Placement={"GroupName": 7}),
        "ec2 CreateLaunchTemplate: Invalid type for parameter LaunchTemplateData.Placement",
    ),
    (
        recorded("eks", "CreateCluster", {"name": "-demo"}),
        "eks CreateCluster: name: '-demo' does not match",
    ),
    (
        recorded("sts", "GetCallerIdentity", {}, "Colour"),
        "sts GetCallerIdentity: Colour: not read by the service",
    ),
]


@pytest.mark.parametrize(("request_", "said"), WRONG, ids=[said for _, said in WRONG])
def test_what_aws_would_not_read_is_said(request_: dict[str, Any], said: str) -> None:
    found = violations(request_)
    assert any(line.startswith(said) for line in found), found
