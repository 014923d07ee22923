"""Who may use the Kubernetes API of a cluster."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.eks_access_entry import EksAccessEntry
from cdktf_cdktf_provider_aws.eks_access_policy_association import (
    EksAccessPolicyAssociation,
    EksAccessPolicyAssociationAccessScope,
)
from constructs import Construct


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessGrantProps:
    """Inputs of `AccessGrant`.

    Attributes:
        cluster_name: Cluster to open (token).
        principal_arn: IAM role or user that may use it.
        policy_arn: EKS access policy, which says what the principal may do.
    """

    cluster_name: str
    principal_arn: str
    policy_arn: str


class AccessGrant(Construct):
    """Lets one IAM principal use the whole cluster as one access policy says."""

    def __init__(self, scope: Construct, id_: str, props: AccessGrantProps) -> None:
        """Build the access entry and tie the policy to it."""
        super().__init__(scope, id_)
        entry = EksAccessEntry(
            self,
            "eks-access-entry",
            cluster_name=props.cluster_name,
            principal_arn=props.principal_arn,
            type="STANDARD",
        )
        EksAccessPolicyAssociation(
            self,
            "eks-access-policy-association",
            cluster_name=props.cluster_name,
            principal_arn=entry.principal_arn,
            policy_arn=props.policy_arn,
            access_scope=EksAccessPolicyAssociationAccessScope(type="cluster"),
        )
