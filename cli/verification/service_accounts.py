"""The roles of service accounts, and who has them."""

from collections.abc import Iterator

from cli.verification.check import Aws, Check
from cli.verification.roles import attached_policies
from modules.config import ClusterConfig
from modules.planning.names import role_name, service_account_purpose


def check_service_accounts(cluster: ClusterConfig, aws: Aws) -> Iterator[Check]:
    """Check that each service account of the file has its role, with the policies it names."""
    eks, iam = aws.client("eks"), aws.client("iam")
    for key, account in sorted(cluster.service_accounts.items()):
        role = role_name(cluster.name, cluster.region, service_account_purpose(key))
        found = eks.list_pod_identity_associations(
            clusterName=cluster.name,
            namespace=account.namespace,
            serviceAccount=account.name or key,
        )["associations"]
        roles = [
            eks.describe_pod_identity_association(
                clusterName=cluster.name, associationId=each["associationId"]
            )["association"]["roleArn"].rpartition("/")[2]
            for each in found
        ]
        yield Check(subject=f"service account {key}: role", expected=[role], actual=roles)
        yield Check(
            subject=f"service account {key}: managed policies",
            expected=sorted(arn.rpartition("/")[2] for arn in account.policy_arns),
            actual=attached_policies(iam, role),
        )
        yield Check(
            subject=f"service account {key}: policies of the role's own",
            expected=[
                *(["buckets"] if account.read or account.write else []),
                *(["statements"] if account.statements or account.well_known_policy else []),
            ],
            actual=sorted(iam.list_role_policies(RoleName=role)["PolicyNames"]),
        )
