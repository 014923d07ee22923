"""Service accounts with roles of their own, as synthesized."""

import json

import pytest

from tests.cluster_files import synthesized_files
from tests.synthesis import Json, resources

KEY = "checkpoint-writer"
ROLE = f"service-account_{KEY}"


@pytest.fixture(scope="module")
def production() -> Json:
    return synthesized_files()["production"]


def test_pods_get_their_role_from_an_association(production: Json) -> None:
    association = resources(production, "aws_eks_pod_identity_association")[KEY]
    assert association["namespace"] == "training"
    assert association["service_account"] == KEY
    assert association["role_arn"] == f"${{aws_iam_role.{ROLE}.arn}}"


def test_what_the_role_may_do_outlives_the_association(production: Json) -> None:
    association = resources(production, "aws_eks_pod_identity_association")[KEY]
    assert association["depends_on"] == [
        f"aws_iam_role_policy_attachment.{ROLE}_ReadTrainingData",
        f"aws_iam_role_policy.{ROLE}_statements",
    ]


def test_the_role_is_for_one_service_account_of_one_cluster(production: Json) -> None:
    role = resources(production, "aws_iam_role")[ROLE]
    assert (role["name"], role["path"]) == (
        "production-us-east-2-sa-checkpoint-writer",
        "/training/",
    )
    assert role["permissions_boundary"] == "arn:aws:iam::111122223333:policy/TeamBoundary"
    (statement,) = json.loads(role["assume_role_policy"])["Statement"]
    assert statement["Principal"] == {"Service": "pods.eks.amazonaws.com"}
    assert statement["Condition"] == {
        "StringEquals": {
            "aws:RequestTag/eks-cluster-arn": (
                "arn:aws:eks:us-east-2:111122223333:cluster/production"
            ),
            "aws:RequestTag/kubernetes-namespace": "training",
            "aws:RequestTag/kubernetes-service-account": KEY,
        }
    }


def test_a_variable_of_iam_reaches_iam(production: Json) -> None:
    policy = resources(production, "aws_iam_role_policy")[f"{ROLE}_statements"]["policy"]
    (statement,) = json.loads(policy.replace("$${", "${"))["Statement"]
    assert "$${aws:PrincipalTag" in policy
    assert statement["Resource"] == [
        "arn:aws:s3:::example-checkpoints/${aws:PrincipalTag/kubernetes-namespace}/*"
    ]


def test_an_autoscaler_sets_the_sizes_of_its_own_cluster_alone() -> None:
    policies = resources(synthesized_files()["p4d-from-zero"], "aws_iam_role_policy")
    written = policies["service-account_cluster-autoscaler_statements"]["policy"]
    assert json.loads(written)["Statement"][-2:] == [
        {
            "Effect": "Allow",
            "Action": ["eks:DescribeNodegroup"],
            "Resource": ["arn:aws:eks:us-west-2:*:nodegroup/p4d-from-zero/*/*"],
        },
        {
            "Effect": "Allow",
            "Action": [
                "autoscaling:SetDesiredCapacity",
                "autoscaling:TerminateInstanceInAutoScalingGroup",
            ],
            "Resource": [
                "arn:aws:autoscaling:us-west-2:*:autoScalingGroup:*:autoScalingGroupName/eks-*"
            ],
            "Condition": {
                "StringEquals": {"aws:ResourceTag/k8s.io/cluster-autoscaler/p4d-from-zero": "owned"}
            },
        },
    ]
