"""Who may use the Kubernetes API of a cluster."""

from collections.abc import Sequence
from dataclasses import dataclass

from cdktf_cdktf_provider_aws.eks_access_entry import EksAccessEntry
from cdktf_cdktf_provider_aws.eks_access_policy_association import (
    EksAccessPolicyAssociation,
    EksAccessPolicyAssociationAccessScope,
)
from constructs import Construct


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessEntryProps:
    """Inputs of `AccessEntry`.

    Attributes:
        cluster_name: Cluster to open (token).
        principal_arn: IAM role or user that may use it.
        kubernetes_groups: Groups that Kubernetes takes the principal for a member of.
        type: Type of the entry, as EKS writes it.
    """

    cluster_name: str
    principal_arn: str
    kubernetes_groups: Sequence[str]
    type: str = "STANDARD"


class AccessEntry(Construct):
    """Lets one IAM principal into a cluster; EKS takes one entry for each."""

    #: The principal, for what waits for its entry (token).
    principal_arn: str

    def __init__(self, scope: Construct, id_: str, props: AccessEntryProps) -> None:
        """Build the access entry."""
        super().__init__(scope, id_)
        entry = EksAccessEntry(
            self,
            "eks-access-entry",
            cluster_name=props.cluster_name,
            principal_arn=props.principal_arn,
            kubernetes_groups=list(props.kubernetes_groups) or None,
            type=props.type,
        )
        self.principal_arn = entry.principal_arn


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessPolicyProps:
    """Inputs of `AccessPolicy`.

    Attributes:
        cluster_name: Cluster to open (token).
        principal_arn: Principal with an access entry (token).
        policy_arn: EKS access policy, which says what the principal may do.
        namespaces: Where; None for the whole cluster.
    """

    cluster_name: str
    principal_arn: str
    policy_arn: str
    namespaces: Sequence[str] | None = None


class AccessPolicy(Construct):
    """Lets a principal do, in the cluster or some namespaces, what one access policy says.

    A principal may have several; what they allow adds up.
    """

    def __init__(self, scope: Construct, id_: str, props: AccessPolicyProps) -> None:
        """Tie the policy to the principal's entry."""
        super().__init__(scope, id_)
        EksAccessPolicyAssociation(
            self,
            "eks-access-policy-association",
            cluster_name=props.cluster_name,
            principal_arn=props.principal_arn,
            policy_arn=props.policy_arn,
            access_scope=_scope(props.namespaces),
        )


def _scope(namespaces: Sequence[str] | None) -> EksAccessPolicyAssociationAccessScope:
    if namespaces is None:
        return EksAccessPolicyAssociationAccessScope(type="cluster")
    return EksAccessPolicyAssociationAccessScope(type="namespace", namespaces=sorted(namespaces))
