"""IAM policy documents, as JSON that reads the same on every run.

Documents are plain mappings in IAM's own spelling; values may be tokens.
"""

import json
from collections.abc import Mapping, Sequence

Statement = Mapping[str, object]

_POLICY_VERSION = "2012-10-17"
#: What a service does with a key for whoever uses what the key encrypts.
#: Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
USES_OF_A_KEY = (
    "kms:Encrypt",
    "kms:Decrypt",
    "kms:ReEncrypt*",
    "kms:GenerateDataKey*",
    "kms:DescribeKey",
)


def policy_json(statements: Sequence[Statement], *, named: str | None = None) -> str:
    """Write a policy document.

    Args:
        statements: What it says.
        named: Its id, where a service would give it one.
    """
    document: dict[str, object] = {"Version": _POLICY_VERSION, "Statement": list(statements)}
    if named is not None:
        document["Id"] = named
    return json.dumps(document, sort_keys=True)


def trust_policy(service: str, condition: Mapping[str, object] | None = None) -> str:
    """Let an AWS service assume a role.

    Args:
        service: Service principal, for example ``eks.amazonaws.com``.
        condition: What narrows the service down, in IAM's own spelling.
    """
    statement: dict[str, object] = {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "sts:AssumeRole",
    }
    if condition is not None:
        statement["Condition"] = condition
    return policy_json([statement])


def pod_identity_trust_policy(*, cluster_arn: str, namespace: str, service_account: str) -> str:
    """Let one service account of one cluster assume a role through EKS Pod Identity.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
    """
    return policy_json(
        [
            {
                "Effect": "Allow",
                "Principal": {"Service": "pods.eks.amazonaws.com"},
                "Action": ["sts:AssumeRole", "sts:TagSession"],
                "Condition": {
                    "StringEquals": {
                        "aws:RequestTag/eks-cluster-arn": cluster_arn,
                        "aws:RequestTag/kubernetes-namespace": namespace,
                        "aws:RequestTag/kubernetes-service-account": service_account,
                    }
                },
            }
        ]
    )


def account_administers_key(partition: str, account_id: str) -> Statement:
    """Let the account's own IAM policies decide who administers a key.

    Without this statement a key whose named principals are gone can never be changed or deleted.

    Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
    """
    return {
        "Sid": "AccountAdministersKey",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:{partition}:iam::{account_id}:root"},
        "Action": "kms:*",
        "Resource": "*",
    }


def cluster_role_uses_key(cluster_role_arn: str) -> Statement:
    """Let the role of a cluster encrypt its Kubernetes secrets with a key.

    EKS itself works by a grant, which it makes in the name of whoever creates the cluster: that is
    the account's IAM to allow, and no condition may stand in its way. EKS does not support
    ``kms:GrantIsForAWSResource``.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html
    """
    return {
        "Sid": "ClusterEncryptsSecrets",
        "Effect": "Allow",
        "Principal": {"AWS": cluster_role_arn},
        "Action": ["kms:Encrypt", "kms:Decrypt", "kms:DescribeKey", "kms:ListGrants"],
        "Resource": "*",
    }


def log_groups_use_key(*, logs_service: str, log_group_arns: Sequence[str]) -> Statement:
    """Let CloudWatch Logs encrypt the named log groups, and no others, with a key.

    Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
    """
    return {
        "Sid": "CloudWatchLogsEncryptsLogGroups",
        "Effect": "Allow",
        "Principal": {"Service": logs_service},
        "Action": [
            "kms:Encrypt*",
            "kms:Decrypt*",
            "kms:ReEncrypt*",
            "kms:GenerateDataKey*",
            "kms:Describe*",
        ],
        "Resource": "*",
        "Condition": {
            "ArnEquals": {"kms:EncryptionContext:aws:logs:arn": sorted(log_group_arns)},
        },
    }


def volumes_use_key(
    *, account_id: str, ec2_service: str, role_arns: Sequence[str]
) -> Sequence[Statement]:
    """Let the named roles, and no others, encrypt volumes with a key, through EC2.

    The roles stand in a condition and not as principals: KMS refuses a policy that names a role
    which does not exist, and the one of Auto Scaling is made with an account's first group.

    Source: https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html

    Args:
        account_id: The account of the roles.
        ec2_service: Principal of EC2 in the region, for example ``ec2.us-west-2.amazonaws.com``.
        role_arns: ARNs, in which ``*`` stands for anything.
    """
    only = {
        "StringEquals": {"kms:CallerAccount": account_id, "kms:ViaService": ec2_service},
        "ArnLike": {"aws:PrincipalArn": sorted(role_arns)},
    }
    return (
        {
            "Sid": "NamedRolesEncryptVolumes",
            "Effect": "Allow",
            "Principal": {"AWS": "*"},
            "Action": [*USES_OF_A_KEY],
            "Resource": "*",
            "Condition": only,
        },
        {
            "Sid": "NamedRolesGrantKeyToVolumes",
            "Effect": "Allow",
            "Principal": {"AWS": "*"},
            "Action": "kms:CreateGrant",
            "Resource": "*",
            "Condition": {**only, "Bool": {"kms:GrantIsForAWSResource": "true"}},
        },
    )


def flow_logs_write(log_group_arn: str) -> str:
    """Let VPC flow logs write to one log group.

    Source: https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
    """
    return policy_json(
        [
            {
                "Effect": "Allow",
                "Action": [
                    "logs:CreateLogStream",
                    "logs:DescribeLogGroups",
                    "logs:DescribeLogStreams",
                    "logs:PutLogEvents",
                ],
                "Resource": [log_group_arn, f"{log_group_arn}:*"],
            }
        ]
    )
