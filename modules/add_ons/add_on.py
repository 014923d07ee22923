"""An EKS add-on."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_aws.data_aws_eks_addon_version import DataAwsEksAddonVersion
from cdktf_cdktf_provider_aws.eks_addon import EksAddon, EksAddonPodIdentityAssociation
from constructs import Construct

from modules.refs import ClusterRef


@dataclass(frozen=True, slots=True, kw_only=True)
class MostRecentVersion:
    """The newest version that suits the cluster, looked up anew at each plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PodIdentity:
    """The role an add-on's pods work with.

    Attributes:
        service_account: Kubernetes service account of the pods.
        role_arn: Role the service account assumes (token).
    """

    service_account: str
    role_arn: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddOnProps:
    """Inputs of `AddOn`.

    Attributes:
        cluster: Cluster to install into.
        name: Name of the add-on, for example ``vpc-cni``.
        version: Version to install; None for the version EKS prefers when it is first installed.
        configuration: Settings, by the add-on's own schema; None for the add-on's defaults.
        pod_identity: Role of the add-on's pods; None where they need no AWS permissions.
        after: What must be there first, and must outlive the add-on.
    """

    cluster: ClusterRef
    name: str
    version: str | MostRecentVersion | None = None
    configuration: Mapping[str, object] | None = None
    pod_identity: PodIdentity | None = None
    after: Sequence[ITerraformDependable] = ()


class AddOn(Construct):
    """An add-on that EKS installs and Terraform keeps as described."""

    #: The add-on itself, for others to wait for.
    add_on: EksAddon

    def __init__(self, scope: Construct, id_: str, props: AddOnProps) -> None:
        """Build the add-on."""
        super().__init__(scope, id_)
        self.add_on = EksAddon(
            self,
            "eks-addon",
            cluster_name=props.cluster.name,
            addon_name=props.name,
            addon_version=self._version(props),
            configuration_values=(
                None
                if props.configuration is None
                else json.dumps(props.configuration, sort_keys=True)
            ),
            pod_identity_association=(
                None
                if props.pod_identity is None
                else [
                    EksAddonPodIdentityAssociation(
                        service_account=props.pod_identity.service_account,
                        role_arn=props.pod_identity.role_arn,
                    )
                ]
            ),
            # What someone changed by hand goes back to what the file says.
            resolve_conflicts_on_create="OVERWRITE",
            resolve_conflicts_on_update="OVERWRITE",
            depends_on=list(props.after),
        )

    def _version(self, props: AddOnProps) -> str | None:
        if not isinstance(props.version, MostRecentVersion):
            return props.version
        return DataAwsEksAddonVersion(
            self,
            "data-aws-eks-addon-version",
            addon_name=props.name,
            kubernetes_version=props.cluster.kubernetes_version,
            most_recent=True,
        ).version
