"""What a service account may be and do, and what of it AWS would refuse."""

from pathlib import Path
from typing import Any

import pytest

from tests.modules.config.files import cluster, refusals, text

READS = {"actions": ["s3:GetObject"], "resources": ["arn:aws:s3:::example/*"]}
POLICY = "arn:aws:iam::111122223333:policy"
STATEMENTS = "service_accounts.trainer.statements"


def trainer(**fields: Any) -> dict[str, Any]:
    return {"service_accounts": {"trainer": {"namespace": "training", **fields}}}


def says(**changed: Any) -> dict[str, Any]:
    return trainer(statements=[READS | changed])


ALONE: list[tuple[dict[str, Any], str]] = [
    (
        {"service_accounts": {"Trainer": {"namespace": "training"}}},
        "service_accounts.Trainer: 'Trainer' is not a name for a service account; use 1 to 63 "
        "lower-case letters, digits and '-', beginning with a letter and ending with a letter or a "
        "digit",
    ),
    (
        {"service_accounts": {"constructor": {"namespace": "training"}}},
        "service_accounts.constructor: 'constructor' is a word of JavaScript, in which stacks are "
        "built; use another name",
    ),
    (
        says(actions=["*"]),
        f"{STATEMENTS}[0].actions[0]: '*' is not an action; write a service and what may be done, "
        "as in s3:GetObject; for everything, name a managed policy",
    ),
    (
        says(actions=["s3:GetObject", "s3:GetObject"]),
        f"{STATEMENTS}[0].actions: 's3:GetObject' stands twice; name it once",
    ),
    (
        says(resources=["example/*"]),
        f"{STATEMENTS}[0].resources[0]: 'example/*' is not a resource; write an ARN like "
        'arn:aws:s3:::example-checkpoints/*, or "*"',
    ),
    (
        says(conditions={"Equals": {"aws:RequestedRegion": ["us-west-2"]}}),
        f"{STATEMENTS}[0].conditions.Equals: 'Equals' is not a condition operator of IAM; write "
        "one like StringEquals, StringLike or Bool",
    ),
    (
        says(conditions={"Bool": {"SecureTransport": ["true"]}}),
        f"{STATEMENTS}[0].conditions.Bool.SecureTransport: 'SecureTransport' is not a condition "
        "key; write one like aws:RequestedRegion or s3:prefix",
    ),
    (
        says(conditions={"StringLike": {"s3:prefix": ["grösse/*"]}}),
        f"{STATEMENTS}[0].conditions.StringLike.s3:prefix[0]: 'grösse/*' has a character that is "
        "not ASCII; write * in its place; 'ö' is U+00F6 LATIN SMALL LETTER O WITH DIAERESIS",
    ),
]

TOGETHER: list[tuple[dict[str, Any], str]] = [
    (
        {
            "service_accounts": {
                "one": {"namespace": "training", "name": "trainer"},
                "trainer": {"namespace": "training"},
            }
        },
        "service_accounts.trainer: the service account trainer in training has the role of "
        "service_accounts.one already, and EKS takes one; name another",
    ),
    (
        {"service_accounts": {"cni": {"namespace": "kube-system", "name": "aws-node"}}},
        "service_accounts.cni: the service account aws-node in kube-system has the role of "
        "add_ons.vpc-cni already, and EKS takes one; name another",
    ),
    (
        {
            "add_ons": {
                "snapshot-controller": {
                    "pod_identity": {"service_account": "pods", "policy_arns": [f"{POLICY}/P"]}
                }
            },
            "service_accounts": {"pods": {"namespace": "kube-system"}},
        },
        "service_accounts.pods: the service account pods in kube-system has the role of "
        "add_ons.snapshot-controller.pod_identity already, and EKS takes one; name another",
    ),
    (
        says(resources=["arn:aws-cn:s3:::example/*"]),
        f"{STATEMENTS}[0].resources[0]: 'arn:aws-cn:s3:::example/*' is of the partition aws-cn, "
        "but us-west-2 is in aws; write arn:aws:...",
    ),
    (
        says(resources=[f"arn:aws:s3:::example/{number:0>1000}/*" for number in range(10)]),
        f"{STATEMENTS}: they make a policy of 10356 characters where IAM takes 10240 in a role; "
        "make managed policies of some, and name those in policy_arns",
    ),
    (
        trainer(policy_arns=["arn:aws-cn:iam::aws:policy/P"]),
        "service_accounts.trainer.policy_arns[0]: 'arn:aws-cn:iam::aws:policy/P' is of the "
        "partition aws-cn, but us-west-2 is in aws; write arn:aws:...",
    ),
    (
        {"account_id": "444455556666", **trainer(policy_arns=[f"{POLICY}/P"])},
        "service_accounts.trainer.policy_arns[0]: the policy is of account 111122223333, but the "
        "cluster is in 444455556666, and AWS takes none of another; name one of that account",
    ),
    (
        trainer(policy_arns=[f"{POLICY}/statements"], statements=[READS]),
        f"service_accounts.trainer.policy_arns[0]: {POLICY}/statements and its own statements have "
        "one name but for a path or punctuation, and Terraform addresses hold neither; rename one "
        "of the two",
    ),
    (
        trainer(policy_arns=[f"{POLICY}/role"]),
        f"service_accounts.trainer.policy_arns[0]: {POLICY}/role and the role itself have one name "
        "but for a path or punctuation, and Terraform addresses hold neither; rename one of the "
        "two",
    ),
    (
        {
            "add_ons": {
                "sa-trainer": {
                    "unlisted": True,
                    "pod_identity": {"service_account": "pods", "policy_arns": [f"{POLICY}/P"]},
                }
            },
            **trainer(),
        },
        "add_ons.sa-trainer.pod_identity: the role would have the name of one of the service "
        "account trainer; take pod_identity away and make its role elsewhere",
    ),
]


@pytest.mark.parametrize(("sections", "message"), [*ALONE, *TOGETHER])
def test_what_aws_or_terraform_would_refuse_is_refused(
    sections: dict[str, Any], message: str, tmp_path: Path
) -> None:
    (refusal,) = refusals(tmp_path, text(**sections))
    assert refusal.endswith(f": {message}")


def test_a_service_account_of_an_add_on_that_is_left_out_is_free() -> None:
    account = {"namespace": "kube-system", "name": "ebs-csi-controller-sa"}
    made = cluster(
        add_ons={"aws-ebs-csi-driver": {"install": False}}, service_accounts={"ebs": account}
    )
    assert made.service_accounts["ebs"].name == "ebs-csi-controller-sa"


def test_an_add_on_may_have_a_second_service_account() -> None:
    account = {
        "namespace": "kube-system",
        "name": "efs-csi-node-sa",
        "policy_arns": ["arn:aws:iam::aws:policy/AmazonElasticFileSystemsUtils"],
    }
    made = cluster(add_ons={"aws-efs-csi-driver": {}}, service_accounts={"efs-node": account})
    assert made.service_accounts["efs-node"].name == "efs-csi-node-sa"
