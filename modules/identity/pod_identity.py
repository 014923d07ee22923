"""Which role the pods of a service account work with."""

from collections.abc import Sequence
from dataclasses import dataclass

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_aws.eks_pod_identity_association import EksPodIdentityAssociation
from constructs import Construct


@dataclass(frozen=True, slots=True, kw_only=True)
class PodIdentityAssociationProps:
    """Inputs of `PodIdentityAssociation`.

    Attributes:
        cluster_name: The cluster (token).
        namespace: Kubernetes namespace of the pods.
        service_account: Kubernetes service account of the pods.
        role_arn: Role the pods assume (token).
        after: What the role may do, which must outlive the association.
    """

    cluster_name: str
    namespace: str
    service_account: str
    role_arn: str
    after: Sequence[ITerraformDependable] = ()


class PodIdentityAssociation(Construct):
    """The role of a service account that belongs to no add-on of EKS."""

    def __init__(self, scope: Construct, id_: str, props: PodIdentityAssociationProps) -> None:
        """Build the association."""
        super().__init__(scope, id_)
        EksPodIdentityAssociation(
            self,
            "eks-pod-identity-association",
            cluster_name=props.cluster_name,
            namespace=props.namespace,
            service_account=props.service_account,
            role_arn=props.role_arn,
            depends_on=list(props.after),
        )
