"""EKS add-ons."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

_AWS = "https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html"
_COMMUNITY = "https://docs.aws.amazon.com/eks/latest/userguide/community-addons.html"

#: Whether nodes need the add-on to become ready, or the add-on needs a ready node.
Phase = Literal["before_nodes", "after_nodes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddOnFacts:
    """What an add-on is and what it needs.

    Attributes:
        name: Name in the EKS API.
        phase: Whether it is installed before or after nodes.
        role_suffix: Short form of the name, for the name of its role.
        namespace: Kubernetes namespace of its pods.
        service_account: Service account of the pods that call AWS, or None if none do.
        managed_policies: AWS managed policies they need, with their path if they have one.
        former_policies: Managed policies that older releases of ours attached in their place.
        endpoints: AWS services its pods call, beside those that every node does.
        installed_by_default: Whether every cluster gets it.
        has_kubernetes_version: Whether its versions are those of Kubernetes, each for one minor
            version alone.
        needed_because: Why no cluster works without it, or None if one does.
        source: Where AWS says so.
    """

    name: str
    phase: Phase = "after_nodes"
    role_suffix: str = ""
    namespace: str = "kube-system"
    service_account: str | None = None
    managed_policies: tuple[str, ...] = ()
    former_policies: tuple[str, ...] = ()
    endpoints: tuple[str, ...] = ()
    installed_by_default: bool = False
    has_kubernetes_version: bool = False
    needed_because: str | None = None
    source: str = _AWS


ADD_ONS: Mapping[str, AddOnFacts] = MappingProxyType(
    {
        facts.name: facts
        for facts in (
            AddOnFacts(
                name="vpc-cni",
                phase="before_nodes",
                role_suffix="vpc-cni",
                service_account="aws-node",
                managed_policies=("AmazonEKS_CNI_Policy",),
                installed_by_default=True,
                needed_because="pods get their addresses from it",
            ),
            AddOnFacts(
                name="kube-proxy",
                phase="before_nodes",
                role_suffix="kube-proxy",
                installed_by_default=True,
                has_kubernetes_version=True,
                needed_because="pods reach Kubernetes services through it",
            ),
            AddOnFacts(
                name="eks-pod-identity-agent",
                phase="before_nodes",
                role_suffix="pod-identity",
                installed_by_default=True,
                needed_because="the VPC CNI and the CSI drivers get their AWS roles through it",
            ),
            AddOnFacts(
                name="coredns",
                role_suffix="coredns",
                installed_by_default=True,
                needed_because="pods find each other through it",
            ),
            AddOnFacts(
                name="aws-ebs-csi-driver",
                role_suffix="ebs-csi",
                service_account="ebs-csi-controller-sa",
                # It lets the driver touch what is tagged as the driver's alone, where the former
                # one let it touch every volume.
                # Source: https://github.com/kubernetes-sigs/aws-ebs-csi-driver/issues/2918
                managed_policies=("AmazonEBSCSIDriverPolicyV2",),
                former_policies=("service-role/AmazonEBSCSIDriverPolicy",),
                installed_by_default=True,
            ),
            AddOnFacts(
                name="metrics-server",
                role_suffix="metrics-server",
                installed_by_default=True,
                source=_COMMUNITY,
            ),
            AddOnFacts(
                name="eks-node-monitoring-agent",
                role_suffix="node-monitoring",
                installed_by_default=True,
            ),
            AddOnFacts(
                name="aws-efs-csi-driver",
                role_suffix="efs-csi",
                service_account="efs-csi-controller-sa",
                managed_policies=("service-role/AmazonEFSCSIDriverPolicy",),
                endpoints=("elasticfilesystem",),
            ),
            AddOnFacts(
                name="aws-fsx-csi-driver",
                role_suffix="fsx-csi",
                service_account="fsx-csi-controller-sa",
                managed_policies=("AmazonFSxFullAccess",),
                endpoints=("fsx",),
            ),
            # No role by default: AWS has no managed policy for it, since the bucket is the user's.
            AddOnFacts(name="aws-mountpoint-s3-csi-driver", role_suffix="s3-csi"),
            AddOnFacts(name="snapshot-controller", role_suffix="snapshot"),
            AddOnFacts(
                name="amazon-cloudwatch-observability",
                role_suffix="cloudwatch",
                namespace="amazon-cloudwatch",
                service_account="cloudwatch-agent",
                managed_policies=("CloudWatchAgentServerPolicy", "AWSXrayWriteOnlyAccess"),
                endpoints=("logs", "monitoring", "xray"),
            ),
            AddOnFacts(
                name="aws-guardduty-agent",
                role_suffix="guardduty",
                endpoints=("guardduty-data",),
            ),
            AddOnFacts(name="kube-state-metrics", role_suffix="state-metrics", source=_COMMUNITY),
            AddOnFacts(
                name="prometheus-node-exporter", role_suffix="node-exporter", source=_COMMUNITY
            ),
            AddOnFacts(name="cert-manager", role_suffix="cert-manager", source=_COMMUNITY),
            AddOnFacts(name="fluent-bit", role_suffix="fluent-bit", source=_COMMUNITY),
        )
    }
)
