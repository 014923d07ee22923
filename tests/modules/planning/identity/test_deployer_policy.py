"""What a deployer may do: enough, narrow, and made of actions that exist."""

import json
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

import pytest
from policy_sentry.querying.actions import get_action_data, get_actions_for_service

from modules.catalog.deployer_actions import RESOURCE_ACTIONS
from modules.catalog.regions import region_facts
from modules.planning.identity.deployed_stack import DeployedStack, read_stack
from modules.planning.identity.deployer_policy import deployer_policies
from tests.cluster_files import synthesize_clusters, synthesized_files
from tests.modules.config.files import cluster
from tests.synthesis import Json

#: Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
LONGEST_POLICY = 6144
#: May be done to anything, because AWS takes no resource for them; `MakeTagged` asks for a tag.
ON_EVERYTHING = {"WithoutResource", "MakeTagged"}
NAMES = sorted(synthesized_files())


def read(document: Json) -> DeployedStack:
    region = document["provider"]["aws"][0]["region"]
    return read_stack(document, partition=region_facts(region).partition, account_id="111122223333")


def policies(name: str) -> Mapping[str, Any]:
    written = deployer_policies(read(synthesized_files()[name]))
    return {part: json.loads(text) for part, text in written.items()}


def statements(name: str) -> Iterator[Json]:
    for document in policies(name).values():
        yield from document["Statement"]


@cache
def exists(action: str) -> bool:
    """Whether AWS has an action, or for one with a wildcard, an action like it."""
    service, _, name = action.partition(":")
    if "*" not in name:
        return bool(get_action_data(service, name))
    known = get_actions_for_service(service)
    return any(fnmatchcase(each, action) for each in known)


@cache
def takes_resources(action: str) -> bool:
    service, _, name = action.partition(":")
    return any(row["resource_arn_format"] != "*" for row in get_action_data(service, name)[service])


def test_every_action_of_the_catalog_exists() -> None:
    actions = {
        action
        for each in RESOURCE_ACTIONS.values()
        for group in (each.reads, each.creates, each.changes, each.deletes, each.checked)
        for action in group
    }
    assert len(actions) > 100
    assert not [action for action in actions if not exists(action)]


def policies_within(value: Any) -> Iterator[Json]:
    """Find every policy document in Terraform JSON, wherever it stands as text."""
    if isinstance(value, dict):
        for item in value.values():
            yield from policies_within(item)
    elif isinstance(value, list):
        for item in value:
            yield from policies_within(item)
    elif isinstance(value, str) and value.startswith("{") and '"Statement"' in value:
        yield json.loads(value)


@pytest.mark.parametrize("name", NAMES)
def test_every_action_of_every_policy_in_a_stack_exists(name: str) -> None:
    actions = set()
    for document in policies_within(synthesized_files()[name]):
        for statement in document["Statement"]:
            listed = statement["Action"]
            actions |= {listed} if isinstance(listed, str) else set(listed)
    assert "sts:AssumeRole" in actions
    assert not [action for action in actions if not exists(action)]


@pytest.mark.parametrize("name", NAMES)
def test_the_only_policies_with_all_actions_of_a_service_are_of_keys(name: str) -> None:
    """A key's own policy is about that key, and the account must not be locked out of it."""
    wide = [
        statement
        for document in policies_within(synthesized_files()[name])
        for statement in document["Statement"]
        if statement["Action"] == "*" or "kms:*" in statement["Action"]
    ]
    assert {statement["Sid"] for statement in wide} == {"AccountAdministersKey"}


@pytest.mark.parametrize("name", NAMES)
def test_a_policy_fits_into_one_managed_policy(name: str) -> None:
    for document in policies(name).values():
        assert len(json.dumps(document, separators=(",", ":"))) <= LONGEST_POLICY


@pytest.mark.parametrize("name", NAMES)
def test_no_action_is_a_wildcard(name: str) -> None:
    assert not [action for each in statements(name) for action in each["Action"] if "*" in action]


@pytest.mark.parametrize("name", NAMES)
def test_no_condition_limits_the_grant_that_a_cluster_needs_of_its_creator(name: str) -> None:
    """EKS does not support kms:GrantIsForAWSResource for CreateCluster.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html
    """
    granting = [each for each in statements(name) if "kms:CreateGrant" in each["Action"]]
    assert granting
    assert [each for each in granting if "Condition" in each or "NotAction" in each] == []
    assert all(each["Effect"] == "Allow" for each in statements(name))


@pytest.mark.parametrize("name", NAMES)
def test_only_what_takes_no_resource_is_allowed_on_everything(name: str) -> None:
    wide = [each for each in statements(name) if each["Resource"] == "*"]
    assert {each["Sid"] for each in wide} <= ON_EVERYTHING
    for each in wide:
        narrowed = [action for action in each["Action"] if takes_resources(action)]
        # It may be asked of a VPC, which has no name before it is made.
        assert not [action for action in narrowed if action != "ec2:DescribeVpcAttribute"]


@pytest.mark.parametrize("name", NAMES)
def test_everything_else_is_of_this_account_and_region(name: str) -> None:
    region = synthesized_files()[name]["provider"]["aws"][0]["region"]
    for each in statements(name):
        arns = [each["Resource"]] if isinstance(each["Resource"], str) else each["Resource"]
        for arn in arns:
            # Of S3 no ARN names a region or an account; buckets are named one by one.
            if arn == "*" or arn.startswith(("arn:aws:route53:::", "arn:aws:s3:::")):
                continue
            _, _, service, where, account, _ = arn.split(":", 5)
            assert where == ("" if service == "iam" else region)
            assert account == "111122223333" or arn.endswith(("::image/*", "::snapshot/*"))


def test_a_plan_may_change_nothing() -> None:
    for each in policies("demo")["plan"]["Statement"]:
        for action in each["Action"]:
            service, _, name = action.partition(":")
            levels = {row["access_level"] for row in get_action_data(service, name)[service]}
            assert levels <= {"Read", "List"}


def sid(name: str, wanted: str) -> Json:
    (found,) = (each for each in statements(name) if each["Sid"] == wanted)
    return found


def test_roles_are_made_within_the_boundary_alone() -> None:
    boundary = "arn:aws:iam::111122223333:policy/TeamBoundary"
    document = synthesize_clusters(
        [cluster(iam={"path": "/ml/", "permissions_boundary": boundary})]
    )["demo"]
    written = json.loads(deployer_policies(read(document))["apply-identity"])
    (made,) = (each for each in written["Statement"] if each["Sid"] == "BoundedRoles")
    assert made["Condition"] == {"StringEquals": {"iam:PermissionsBoundary": boundary}}
    assert "arn:aws:iam::111122223333:role/ml/demo-us-west-2-node" in made["Resource"]


def test_a_role_gets_no_other_policies_than_the_stacks() -> None:
    attached = sid("smallest", "KnownPolicies")
    assert attached["Action"] == ["iam:AttachRolePolicy", "iam:DetachRolePolicy"]
    assert attached["Condition"]["ArnEquals"]["iam:PolicyARN"] == [
        "arn:aws:iam::aws:policy/AmazonEBSCSIDriverPolicyV2",
        "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
        "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
        "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
        "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
    ]


def test_what_an_older_release_attached_can_be_detached_and_not_attached() -> None:
    former = sid("smallest", "FormerPolicies")
    assert former["Action"] == ["iam:DetachRolePolicy"]
    assert former["Condition"]["ArnEquals"]["iam:PolicyARN"] == [
        "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy"
    ]


def test_a_stack_without_such_an_add_on_detaches_no_former_policy() -> None:
    made = cluster(add_ons={"aws-ebs-csi-driver": {"install": False}})
    written = deployer_policies(read(synthesize_clusters([made])["demo"]))
    assert "FormerPolicies" not in written["apply-identity"]


def test_a_network_of_somebody_else_cannot_be_deleted() -> None:
    own = sid("smallest", "OwnNetwork")
    assert {"ec2:DeleteVpc", "ec2:DeleteSubnet", "ec2:DeleteRouteTable"} <= {*own["Action"]}
    assert own["Condition"] == {"StringEquals": {"aws:ResourceTag/trainyard/cluster": "smallest"}}


def test_a_stack_without_a_network_of_its_own_may_make_none() -> None:
    actions = {action for each in statements("guest") for action in each["Action"]}
    assert not actions & {"ec2:CreateVpc", "ec2:CreateSubnet", "ec2:CreateNatGateway"}
    assert "ec2:CreateLaunchTemplate" in actions


def test_spot_brings_its_service_linked_role() -> None:
    named = sid("g6e-spot", "RolesOfServices")["Condition"]["StringEquals"]["iam:AWSServiceName"]
    assert "spot.amazonaws.com" in named
    named = sid("smallest", "RolesOfServices")["Condition"]["StringEquals"]["iam:AWSServiceName"]
    assert "spot.amazonaws.com" not in named
