"""What a stack tells after apply. Names and shapes are a contract with whoever reads them."""

from collections.abc import Mapping
from dataclasses import dataclass

from cdktf import TerraformOutput, TerraformResource, TerraformStack
from cdktf_cdktf_provider_aws.eks_cluster import EksCluster

from modules.config import ClusterConfig
from modules.config.derived.state import state_of
from modules.config.derived.told_of_nodes import told_of_node_groups
from modules.node_groups.node_group import NodeGroup
from modules.planning.identity.policy_documents import policy_json
from modules.planning.identity.state_access import state_access
from modules.planning.kubeconfig import kubeconfig
from modules.refs import NetworkRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a stack has built, as far as outputs tell of it.

    Attributes:
        network: VPC and subnets.
        cluster: The control plane.
        role_arns: Roles, keyed by who uses them.
        key_arns: KMS keys, keyed by what they encrypt.
        buckets: Name, ARN and key of each bucket, keyed by its name in the file.
        lustre: How each Lustre file system is mounted, keyed by its name in the file.
        efs: The same of those of EFS.
        node_groups: Node groups, keyed by name.
    """

    network: NetworkRef
    cluster: EksCluster
    role_arns: Mapping[str, str]
    key_arns: Mapping[str, str]
    buckets: Mapping[str, Mapping[str, str | None]]
    lustre: Mapping[str, Mapping[str, str]]
    efs: Mapping[str, Mapping[str, object]]
    node_groups: Mapping[str, NodeGroup]


def write_outputs(stack: TerraformStack, config: ClusterConfig, built: Built) -> None:
    """Add the outputs to the stack itself: in a construct their names would get a hash."""
    for name, (description, value) in _outputs(config, built).items():
        TerraformOutput(stack, name, value=value, description=description)


def _outputs(config: ClusterConfig, built: Built) -> Mapping[str, tuple[str, object]]:
    return {
        **_cluster_outputs(config, built.cluster),
        **_network_outputs(built.network),
        **_node_group_outputs(built.node_groups),
        "node_groups": (
            "What the nodes of each group are, and what of them is left for pods",
            told_of_node_groups(config),
        ),
        **_state_outputs(config),
        "role_arns": ("Roles by who uses them", built.role_arns),
        "kms_key_arns": ("KMS keys by what they encrypt", built.key_arns),
        **_storage_outputs(built),
    }


def _storage_outputs(built: Built) -> Mapping[str, tuple[str, object]]:
    told: dict[str, tuple[str, object]] = {
        "buckets": ("Buckets by name in the cluster file", built.buckets),
        "lustre": ("Lustre file systems by name in the cluster file", built.lustre),
        "efs": ("File systems of EFS by name in the cluster file", built.efs),
    }
    return {name: output for name, output in told.items() if output[1]}


def _cluster_outputs(
    config: ClusterConfig, cluster: EksCluster
) -> Mapping[str, tuple[str, object]]:
    certificate_authority = cluster.certificate_authority.get(0).data
    endpoint = cluster.endpoint
    return {
        "kubeconfig": (
            "Kubeconfig that asks the AWS CLI for tokens; holds no secret",
            kubeconfig(
                name=config.name,
                region=config.region,
                endpoint=endpoint,
                certificate_authority=certificate_authority,
            ),
        ),
        "cluster_name": ("Name of the cluster", cluster.name),
        "cluster_arn": ("ARN of the cluster", cluster.arn),
        "cluster_endpoint": ("URL of the Kubernetes API server", endpoint),
        "cluster_certificate_authority": (
            "Certificate authority of the API server, base64",
            certificate_authority,
        ),
        "kubernetes_version": ("Kubernetes version of the control plane", cluster.version),
        "oidc_issuer": (
            "URL of the cluster's OpenID Connect issuer",
            cluster.identity.get(0).oidc.get(0).issuer,
        ),
        "control_plane_subnet_ids": (
            "Subnets that the control plane has network interfaces in",
            _listed(cluster, "vpc_config[0].subnet_ids"),
        ),
        "cluster_security_group_id": (
            "Security group EKS made for the control plane and the nodes",
            cluster.vpc_config.cluster_security_group_id,
        ),
    }


def _network_outputs(network: NetworkRef) -> Mapping[str, tuple[str, object]]:
    return {
        "vpc_id": ("VPC of the cluster", network.vpc_id),
        "private_subnet_ids": (
            "Subnets of new node groups by availability zone",
            network.private_subnet_ids,
        ),
        "public_subnet_ids": (
            "Subnets of load balancers by availability zone",
            network.public_subnet_ids,
        ),
    }


def _state_outputs(config: ClusterConfig) -> Mapping[str, tuple[str, object]]:
    state = state_of(config)
    if state is None:
        return {}
    statements = state_access(partition=config.region_facts.partition, states=[state])
    return {
        "state_access_policy": (
            "IAM policy for roles that run Terraform: this state, its lock and its key",
            policy_json(statements),
        )
    }


def _node_group_outputs(
    groups: Mapping[str, NodeGroup],
) -> Mapping[str, tuple[str, object]]:
    placement_groups = {name: group.placement_group for name, group in groups.items()}
    return {
        "node_group_arns": (
            "Node groups by name",
            {name: group.node_group.arn for name, group in groups.items()},
        ),
        "node_group_subnet_ids": (
            "Subnets that each node group starts nodes in",
            {name: _listed(group.node_group, "subnet_ids") for name, group in groups.items()},
        ),
        "auto_scaling_group_names": (
            "Auto Scaling group of each node group",
            {
                name: group.node_group.resources.get(0).autoscaling_groups.get(0).name
                for name, group in groups.items()
            },
        ),
        "placement_groups": (
            "Placement groups made for node groups, by node group",
            {
                name: {"name": made.name, "id": made.placement_group_id, "arn": made.arn}
                for name, made in placement_groups.items()
                if made is not None
            },
        ),
    }


def _listed(resource: TerraformResource, attribute: str) -> str:
    """Refer to a set; cdktf would have a function make a list of it, and stacks use none."""
    return f"${{{resource.fqn}.{attribute}}}"
