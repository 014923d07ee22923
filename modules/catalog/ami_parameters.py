"""Where AWS publishes the EKS-optimized AMIs: public parameters of Systems Manager.

Source: https://docs.aws.amazon.com/eks/latest/userguide/retrieve-ami-id.html and
https://docs.aws.amazon.com/eks/latest/userguide/retrieve-ami-id-bottlerocket.html, on 2026-11-25;
the names of single releases, which the guides leave out, from what Karpenter asks for
(https://github.com/aws/karpenter-provider-aws, pkg/providers/amifamily)
"""

from modules.catalog.ami_releases import ami_release
from modules.catalog.ami_types import AmiTypeFacts


def ami_parameter(ami: AmiTypeFacts, kubernetes_version: str, release_version: str | None) -> str:
    """Name the parameter that has the id of an AMI.

    Args:
        ami: The AMI type.
        kubernetes_version: Minor version of Kubernetes.
        release_version: A release as EKS writes it, or None for the newest.
    """
    release = None if release_version is None else ami_release(release_version).release
    if ami.operating_system == "bottlerocket":
        return (
            f"/aws/service/bottlerocket/aws-k8s-{kubernetes_version}{_flavour(ami)}"
            f"/{ami.architecture}/{release or 'latest'}/image_id"
        )
    variant = ami.name.rpartition("_")[2].lower()
    name = (
        "recommended"
        if release is None
        else f"amazon-eks-node-al2023-{ami.architecture}-{variant}-{kubernetes_version}-v{release}"
    )
    return (
        f"/aws/service/eks/optimized-ami/{kubernetes_version}/amazon-linux-2023"
        f"/{ami.architecture}/{variant}/{name}/image_id"
    )


def _flavour(ami: AmiTypeFacts) -> str:
    words = ami.name.split("_")
    return "".join(f"-{word.lower()}" for word in ("NVIDIA", "FIPS") if word in words)
