"""What a stack tells after apply. Names and shapes are a contract with whoever reads them."""

from collections.abc import Mapping
from dataclasses import dataclass

from cdktf import TerraformOutput, TerraformStack
from cdktf_cdktf_provider_aws.eks_cluster import EksCluster
from cdktf_cdktf_provider_aws.eks_node_group import EksNodeGroup

from modules.config import ClusterConfig
from modules.planning.kubeconfig import kubeconfig
from modules.refs import NetworkRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a stack has built, as far as outputs tell of it.

    Attributes:
        network: VPC and subnets.
        cluster: The control plane.
        role_arns: Roles, keyed by who uses them.
        node_groups: Node groups, keyed by name.
    """

    network: NetworkRef
    cluster: EksCluster
    role_arns: Mapping[str, str]
    node_groups: Mapping[str, EksNodeGroup]


def write_outputs(stack: TerraformStack, config: ClusterConfig, built: Built) -> None:
    """Add the outputs to the stack itself: in a construct their names would get a hash."""
    for name, (description, value) in _outputs(config, built).items():
        TerraformOutput(stack, name, value=value, description=description)


def _outputs(config: ClusterConfig, built: Built) -> Mapping[str, tuple[str, object]]:
    cluster = built.cluster
    certificate_authority = cluster.certificate_authority.get(0).data
    groups = built.node_groups.items()
    return {
        "kubeconfig": (
            "Kubeconfig that asks the AWS CLI for tokens; holds no secret",
            kubeconfig(
                name=config.name,
                region=config.region,
                endpoint=cluster.endpoint,
                certificate_authority=certificate_authority,
            ),
        ),
        "cluster_name": ("Name of the cluster", cluster.name),
        "cluster_arn": ("ARN of the cluster", cluster.arn),
        "cluster_endpoint": ("URL of the Kubernetes API server", cluster.endpoint),
        "cluster_certificate_authority": (
            "Certificate authority of the API server, base64",
            certificate_authority,
        ),
        "kubernetes_version": ("Kubernetes version of the control plane", cluster.version),
        "oidc_issuer": (
            "URL of the cluster's OpenID Connect issuer",
            cluster.identity.get(0).oidc.get(0).issuer,
        ),
        "vpc_id": ("VPC of the cluster", built.network.vpc_id),
        "private_subnet_ids": (
            "Subnets of the nodes by availability zone",
            built.network.private_subnet_ids,
        ),
        "public_subnet_ids": (
            "Subnets of load balancers by availability zone",
            built.network.public_subnet_ids,
        ),
        "cluster_security_group_id": (
            "Security group EKS made for the control plane and the nodes",
            cluster.vpc_config.cluster_security_group_id,
        ),
        "role_arns": ("Roles by who uses them", built.role_arns),
        "node_group_arns": (
            "Node groups by name",
            {name: group.arn for name, group in groups},
        ),
        "auto_scaling_group_names": (
            "Auto Scaling group of each node group",
            {name: group.resources.get(0).autoscaling_groups.get(0).name for name, group in groups},
        ),
    }
