"""What was asked of the emulator beside what the policies of deployers allow."""

import json
from collections.abc import Iterable, Sequence

from embedded_aws.requests import Members
from modules.catalog.deployer_actions import RESOURCE_ACTIONS
from modules.catalog.regions import region_facts
from modules.planning.identity.deployed_stack import DeployedStack, read_stack
from modules.planning.identity.deployer_policy import deployer_policies
from tests.end_to_end.deployment import ACCOUNT_ID, Deployment

#: The provider asks who it is by STS, unless it must not check its credentials, as here.
_ONLY_HERE = {"iam:GetUser"}
_TERRAFORM = "terraform-provider-aws"
#: Services that IAM calls otherwise.
_SERVICES_OF_IAM = {"efs": "elasticfilesystem"}
#: Operations of S3 that IAM calls otherwise.
#: Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
_ACTIONS_OF_S3 = {
    "DeleteBucketEncryption": "PutEncryptionConfiguration",
    "DeleteBucketLifecycle": "PutLifecycleConfiguration",
    "DeleteBucketOwnershipControls": "PutBucketOwnershipControls",
    "DeletePublicAccessBlock": "PutBucketPublicAccessBlock",
    "GetBucketAccelerateConfiguration": "GetAccelerateConfiguration",
    "GetBucketCors": "GetBucketCORS",
    "GetBucketEncryption": "GetEncryptionConfiguration",
    "GetBucketLifecycleConfiguration": "GetLifecycleConfiguration",
    "GetBucketReplication": "GetReplicationConfiguration",
    "GetObjectLockConfiguration": "GetBucketObjectLockConfiguration",
    "GetPublicAccessBlock": "GetBucketPublicAccessBlock",
    "HeadBucket": "ListBucket",
    "PutBucketEncryption": "PutEncryptionConfiguration",
    "PutBucketLifecycleConfiguration": "PutLifecycleConfiguration",
    "PutPublicAccessBlock": "PutBucketPublicAccessBlock",
}


def stack_of(deployment: Deployment) -> DeployedStack:
    """Read the stack that is deployed."""
    file = deployment.terraform.folder / "cdk.tf.json"
    return read_stack(
        json.loads(file.read_text(encoding="utf-8")),
        partition=region_facts(deployment.cluster.region).partition,
        account_id=ACCOUNT_ID,
    )


def allowed(stack: DeployedStack, *parts: str) -> set[str]:
    """Give the actions that some of the policies of a stack allow, or all."""
    return {
        action
        for part, policy in deployer_policies(stack).items()
        if part in parts or not parts
        for statement in json.loads(policy)["Statement"]
        for action in statement["Action"]
    }


def asked(requests: Sequence[Members]) -> set[str]:
    """Give the actions that Terraform's requests needed; the tests ask for more."""
    return {
        _action(each["service"], each["operation"])
        for each in requests
        if _TERRAFORM in each["client"]
    } - _ONLY_HERE


def _action(service: str, operation: str) -> str:
    named = _ACTIONS_OF_S3.get(operation, operation) if service == "s3" else operation
    return f"{_SERVICES_OF_IAM.get(service, service)}:{named}"


def expected(stacks: Iterable[DeployedStack]) -> set[str]:
    """Give the actions that must have been needed once stacks were applied and destroyed."""
    return {
        action
        for type_ in {type_ for stack in stacks for type_ in stack.types}
        for group in (RESOURCE_ACTIONS[type_].reads, RESOURCE_ACTIONS[type_].creates)
        for action in (*group, *RESOURCE_ACTIONS[type_].deletes)
    }
