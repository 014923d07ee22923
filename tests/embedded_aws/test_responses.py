"""Writing responses, read by botocore."""

from datetime import datetime, timezone
from typing import Any

import pytest
from botocore.parsers import create_parser

from embedded_aws.asgi import HttpResponse
from embedded_aws.requests import AwsRequest, service_model
from embedded_aws.responses import error_response, json_response, read_response, write_response


def request(service: str, operation: str) -> AwsRequest:
    return AwsRequest(
        account_id="111122223333",
        region="us-west-2",
        service=service,
        operation=operation,
        parameters={},
    )


EMPTY = HttpResponse(status=200, headers=(), body=b"")
VERSION = {
    "LaunchTemplateId": "lt-1",
    "VersionNumber": 2,
    "DefaultVersion": False,
    "CreateTime": datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc),
    "LaunchTemplateData": {
        "NetworkInterfaces": [
            {"DeviceIndex": 0, "Groups": ["sg-1"], "DeleteOnTermination": True},
            {"DeviceIndex": 1, "InterfaceType": "efa-only", "Description": "a < b & c"},
        ]
    },
}


@pytest.mark.parametrize(
    ("service", "operation", "members"),
    [
        ("ec2", "DescribeLaunchTemplateVersions", {"LaunchTemplateVersions": [VERSION]}),
        ("ec2", "DescribeFlowLogs", {"FlowLogs": [{"FlowLogId": "fl-1", "Tags": []}]}),
        ("eks", "DescribeCluster", {"cluster": {"name": "demo", "tags": {"a": "b"}}}),
    ],
)
def test_a_response_reads_as_it_was_written(
    service: str, operation: str, members: dict[str, Any]
) -> None:
    asked = request(service, operation)
    assert read_response(asked, write_response(asked, EMPTY, members)) == members


def test_a_response_of_the_query_protocol_reads_as_it_was_written() -> None:
    asked = request("autoscaling", "DescribeTags")
    members = {
        "Tags": [
            {"ResourceId": "group", "Key": "a", "Value": "1 < 2", "PropagateAtLaunch": False},
            {"ResourceId": "group", "Key": "b", "Value": "", "PropagateAtLaunch": True},
        ]
    }
    assert read_response(asked, write_response(asked, EMPTY, members)) == members


def test_a_form_nothing_needed_is_refused() -> None:
    members = {"SummaryMap": {"Users": 1}}
    with pytest.raises(NotImplementedError, match="maps such as summaryMapType"):
        write_response(request("iam", "GetAccountSummary"), EMPTY, members)


@pytest.mark.parametrize(
    ("service", "operation"),
    [("eks", "CreateCluster"), ("ec2", "CreateVpc"), ("iam", "CreateRole"), ("kms", "CreateKey")],
)
def test_an_error_reads_as_an_error_of_the_service(service: str, operation: str) -> None:
    response = error_response(request(service, operation), 400, "Throttling", "Slow down")
    model = service_model(service)
    raw = {
        "status_code": response.status,
        "headers": {name.decode(): value.decode() for name, value in response.headers},
        "body": response.body,
    }
    shape = model.operation_model(operation).output_shape
    error = create_parser(model.protocol).parse(raw, shape)["Error"]
    assert (error["Code"], error["Message"]) == ("Throttling", "Slow down")


def test_an_error_of_a_json_service_says_so_in_a_header() -> None:
    response = json_response(404, {"message": "gone"}, error="ResourceNotFoundException")
    assert (b"x-amzn-errortype", b"ResourceNotFoundException") in response.headers
