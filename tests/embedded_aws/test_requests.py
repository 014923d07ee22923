"""Reading requests, written by botocore."""

from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from botocore.awsrequest import prepare_request_dict
from botocore.serialize import create_serializer

from embedded_aws.asgi import HttpRequest
from embedded_aws.requests import read_request, service_model

CREDENTIAL = "AWS4-HMAC-SHA256 Credential=111122223333/20260101/us-west-2/{}/aws4_request, Signed"


def written(service: str, operation: str, parameters: dict[str, Any]) -> HttpRequest:
    """Write a request as a client does."""
    model = service_model(service)
    serializer = create_serializer(model.protocol, include_validation=False)
    request = serializer.serialize_to_request(parameters, model.operation_model(operation))
    prepare_request_dict(request, endpoint_url="http://127.0.0.1")
    url = urlsplit(request["url"])
    body = request["body"]
    headers = {name.lower(): str(value) for name, value in request["headers"].items()}
    return HttpRequest(
        method=request["method"],
        raw_path=url.path,
        query=url.query,
        headers={**headers, "authorization": CREDENTIAL.format(service)},
        body=urlencode(body).encode() if isinstance(body, dict) else body,
    )


@pytest.mark.parametrize(
    ("service", "operation", "parameters"),
    [
        (
            "eks",
            "CreateNodegroup",
            {
                "clusterName": "demo",
                "nodegroupName": "system",
                "subnets": ["subnet-1", "subnet-2"],
                "scalingConfig": {"minSize": 1},
                "labels": {"a/b": "c"},
            },
        ),
        (
            "eks",
            "DisassociateAccessPolicy",
            {
                "clusterName": "demo",
                "principalArn": "arn:aws:iam::111122223333:role/path/name",
                "policyArn": "arn:aws:eks::aws:cluster-access-policy/P",
            },
        ),
        ("s3", "GetObject", {"Bucket": "states", "Key": "trainyard/demo.tfstate.tflock"}),
        ("s3", "DeleteObject", {"Bucket": "states", "Key": "trainyard/demo.tfstate.tflock"}),
        ("s3", "ListObjectsV2", {"Bucket": "states", "Prefix": "env:/"}),
        ("s3", "PutBucketPolicy", {"Bucket": "data", "Policy": '{"Statement": []}'}),
        (
            "s3",
            "PutBucketVersioning",
            {"Bucket": "data", "VersioningConfiguration": {"Status": "Enabled"}},
        ),
        (
            "s3",
            "PutBucketTagging",
            {
                "Bucket": "data",
                "Tagging": {"TagSet": [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": ""}]},
            },
        ),
        (
            "s3",
            "PutPublicAccessBlock",
            {"Bucket": "data", "PublicAccessBlockConfiguration": {"BlockPublicAcls": False}},
        ),
        (
            "s3",
            "PutBucketLifecycleConfiguration",
            {
                "Bucket": "data",
                "LifecycleConfiguration": {
                    "Rules": [
                        {
                            "ID": "old",
                            "Status": "Enabled",
                            "NoncurrentVersionExpiration": {"NoncurrentDays": 7},
                        },
                        {
                            "ID": "aging",
                            "Status": "Enabled",
                            "Transitions": [
                                {"Days": 30, "StorageClass": "GLACIER_IR"},
                                {"Days": 90, "StorageClass": "GLACIER"},
                            ],
                        },
                    ]
                },
            },
        ),
        ("eks", "ListNodegroups", {"clusterName": "demo", "maxResults": 5}),
        ("eks", "DescribeUpdate", {"name": "d", "updateId": "u", "nodegroupName": "g"}),
        (
            "ec2",
            "CreateLaunchTemplate",
            {
                "LaunchTemplateName": "demo",
                "LaunchTemplateData": {
                    "NetworkInterfaces": [
                        {"DeviceIndex": 0, "Groups": ["sg-1", "sg-2"], "NetworkCardIndex": 0},
                        {"DeviceIndex": 1, "InterfaceType": "efa-only"},
                    ],
                    "MetadataOptions": {"HttpTokens": "required"},
                    "TagSpecifications": [
                        {"ResourceType": "instance", "Tags": [{"Key": "k", "Value": ""}]}
                    ],
                    "EbsOptimized": False,
                },
            },
        ),
        ("ec2", "DescribeVpcs", {"Filters": [{"Name": "tag:a", "Values": ["b&c", "d=e"]}]}),
        ("iam", "CreateRole", {"RoleName": "r", "Tags": [{"Key": "a", "Value": "b"}]}),
        ("kms", "CreateKey", {"Policy": "{}", "Tags": [{"TagKey": "a", "TagValue": "b"}]}),
        ("autoscaling", "CreateOrUpdateTags", {"Tags": [{"Key": "k", "PropagateAtLaunch": True}]}),
        ("logs", "CreateLogGroup", {"logGroupName": "/aws/eks/demo/cluster"}),
    ],
)
def test_a_request_is_read_as_the_client_meant_it(
    service: str, operation: str, parameters: dict[str, Any]
) -> None:
    request = read_request(written(service, operation, parameters))
    assert request is not None
    assert (request.service, request.operation) == (service, operation)
    assert (request.account_id, request.region) == ("111122223333", "us-west-2")
    assert request.parameters == parameters


@pytest.mark.parametrize(
    "headers",
    [{}, {"authorization": CREDENTIAL.format("braket")}, {"authorization": "Bearer token"}],
)
def test_a_request_of_nobody_known_is_not_read(headers: dict[str, str]) -> None:
    request = HttpRequest(method="GET", raw_path="/clusters", query="", headers=headers, body=b"")
    assert read_request(request) is None


@pytest.mark.parametrize(("service", "body"), [("eks", b""), ("ec2", b"Action=Nothing")])
def test_a_request_of_an_unknown_operation_is_not_read(service: str, body: bytes) -> None:
    headers = {"authorization": CREDENTIAL.format(service)}
    request = HttpRequest(method="PUT", raw_path="/x", query="", headers=headers, body=body)
    assert read_request(request) is None


def test_operations_of_one_path_are_told_apart_by_what_they_need_beside_it() -> None:
    place = {"Bucket": "states", "Key": "a/b"}
    copied = read_request(written("s3", "CopyObject", {**place, "CopySource": "states/c"}))
    put = read_request(written("s3", "PutObject", {**place, "Body": b""}))
    aborted = read_request(written("s3", "AbortMultipartUpload", {**place, "UploadId": "u"}))
    assert [found and found.operation for found in (copied, put, aborted)] == [
        "CopyObject",
        "PutObject",
        "AbortMultipartUpload",
    ]
