"""What requests said, put back into responses."""

from typing import Any

import pytest

from embedded_aws.memory import Memory, resource_key
from embedded_aws.requests import AwsRequest


def request(operation: str, service: str = "eks", **parameters: Any) -> AwsRequest:
    return AwsRequest(
        account_id="111122223333",
        region="us-west-2",
        service=service,
        operation=operation,
        parameters=parameters,
    )


def described(memory: Memory, cluster: dict[str, Any]) -> dict[str, Any]:
    memory.complete(request("DescribeCluster"), {"cluster": cluster})
    return cluster


@pytest.fixture
def memory() -> Memory:
    memory = Memory()
    asked = request(
        "CreateCluster",
        name="demo",
        upgradePolicy={"supportType": "STANDARD"},
        version="1.35",
        resourcesVpcConfig={"endpointPrivateAccess": True, "subnetIds": ["subnet-1"]},
        bootstrapSelfManagedAddons=False,
    )
    memory.remember(asked, {"cluster": {"name": "demo"}})
    return memory


def test_what_was_dropped_comes_back(memory: Memory) -> None:
    assert described(memory, {"name": "demo"})["upgradePolicy"] == {"supportType": "STANDARD"}


def test_what_was_answered_stays(memory: Memory) -> None:
    assert described(memory, {"name": "demo", "version": "1.36"})["version"] == "1.36"


def test_what_was_dropped_inside_a_structure_comes_back(memory: Memory) -> None:
    cluster = {"name": "demo", "resourcesVpcConfig": {"subnetIds": ["subnet-2"]}}
    assert described(memory, cluster)["resourcesVpcConfig"] == {
        "endpointPrivateAccess": True,
        "subnetIds": ["subnet-2"],
    }


def test_members_that_responses_do_not_have_stay_out(memory: Memory) -> None:
    assert "bootstrapSelfManagedAddons" not in described(memory, {"name": "demo"})


@pytest.mark.parametrize(
    "other",
    [
        {"account_id": "444455556666", "region": "us-west-2"},
        {"account_id": "111122223333", "region": "us-east-1"},
    ],
)
def test_another_account_or_region_is_not_mixed_up(memory: Memory, other: dict[str, str]) -> None:
    cluster = {"name": "demo"}
    asked = AwsRequest(service="eks", operation="DescribeCluster", parameters={}, **other)
    memory.complete(asked, {"cluster": cluster})
    assert "upgradePolicy" not in cluster


def test_a_change_wins_over_what_is_answered(memory: Memory) -> None:
    memory.change(
        resource_key(request("UpdateClusterVersion"), "cluster", ["demo"]), {"version": 9}
    )
    assert described(memory, {"name": "demo", "version": "1.35"})["version"] == 9


def test_a_cluster_made_anew_starts_without_the_changes_of_the_last(memory: Memory) -> None:
    asked = request("CreateCluster", name="demo")
    memory.change(resource_key(asked, "cluster", ["demo"]), {"version": "1.36"})
    memory.remember(asked, {"cluster": {"name": "demo"}})
    assert "version" not in described(memory, {"name": "demo"})


def test_list_items_are_completed_one_by_one_and_missing_ones_added() -> None:
    memory = Memory()
    data = {
        "NetworkInterfaces": [{"DeviceIndex": 0, "NetworkCardIndex": 3}, {"NetworkCardIndex": 4}]
    }
    memory.remember(
        request("CreateLaunchTemplate", "ec2", LaunchTemplateData=data),
        {"LaunchTemplate": {"LaunchTemplateId": "lt-1", "LatestVersionNumber": 1}},
    )
    version = {
        "LaunchTemplateId": "lt-1",
        "VersionNumber": 1,
        "LaunchTemplateData": {"NetworkInterfaces": [{"DeviceIndex": 0}]},
    }
    asked = request("DescribeLaunchTemplateVersions", "ec2")
    assert memory.complete(asked, {"LaunchTemplateVersions": [version]})
    assert version["LaunchTemplateData"] == data


def test_a_complete_response_is_left_alone() -> None:
    assert not Memory().complete(
        request("DescribeFlowLogs", "ec2"), {"FlowLogs": [{"FlowLogId": "f"}]}
    )
