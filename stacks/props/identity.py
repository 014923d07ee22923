"""Inputs of the roles of a cluster."""

from collections.abc import Mapping, Sequence

from modules.catalog.iam_policies import (
    CLUSTER_ROLE_POLICIES,
)
from modules.config.derived.buckets import bucket_statements
from modules.config.derived.node_roles import node_policies
from modules.config.derived.service_accounts import statements_of
from modules.identity.role import RoleProps
from modules.planning.identity.policy_documents import (
    flow_logs_write,
    pod_identity_trust_policy,
    policy_json,
    trust_policy,
)
from modules.planning.names import (
    flow_log_group_name,
    policy_key,
    role_name,
    service_account_purpose,
)
from modules.planning.terraform.literal import literal
from modules.planning.terraform.scan_skips import skip_comment
from stacks.props.add_ons import PodIdentityPlan
from stacks.props.target import Target

_NAMED = skip_comment("CKV_TRAINYARD_9", "the cluster file names it")


def cluster_role(target: Target) -> RoleProps:
    """Describe the role the control plane works with."""
    return _role(
        target,
        purpose="cluster",
        description=f"EKS control plane of {target.cluster.name}",
        # The one service principal that is spelled the same in every partition.
        trust=trust_policy("eks.amazonaws.com"),
        managed=_aws_managed(target, CLUSTER_ROLE_POLICIES),
    )


def node_role(target: Target) -> RoleProps:
    """Describe the role of the nodes.

    It does not hold AmazonEKS_CNI_Policy: the VPC CNI has a role of its own, so that a pod that
    reaches a node's credentials cannot rewire the network.
    """
    named = target.cluster.iam.node_policy_arns
    return _role(
        target,
        purpose="node",
        description=f"Nodes of {target.cluster.name}",
        trust=trust_policy(target.service_principal("ec2")),
        managed={
            **_aws_managed(target, node_policies(target.cluster)),
            **{policy_key(arn): arn for arn in named},
        },
        because_named=[policy_key(arn) for arn in named],
    )


def flow_logs_role(target: Target) -> RoleProps:
    """Describe the role VPC flow logs are written with."""
    log_group = target.log_group_arn(flow_log_group_name(target.cluster.name))
    return _role(
        target,
        purpose="flow-logs",
        description=f"VPC flow logs of {target.cluster.name}",
        trust=trust_policy(
            "vpc-flow-logs.amazonaws.com",
            {"StringEquals": {"aws:SourceAccount": target.account_id}},
        ),
        inline={"write": flow_logs_write(log_group)},
    )


def add_on_role(target: Target, pod_identity: PodIdentityPlan) -> RoleProps:
    """Describe the role of an add-on's pods."""
    return _role(
        target,
        purpose=pod_identity.purpose,
        description=f"{pod_identity.add_on} add-on of {target.cluster.name}",
        trust=pod_identity_trust_policy(
            cluster_arn=target.cluster_arn,
            namespace=pod_identity.namespace,
            service_account=pod_identity.service_account,
        ),
        managed={policy_key(arn): arn for arn in pod_identity.policy_arns},
        may_have_more_policies=bool(pod_identity.former_policies),
    )


def add_on_role_arn(target: Target, pod_identity: PodIdentityPlan) -> str:
    """Give the ARN the role of an add-on's pods will have."""
    cluster = target.cluster
    return target.role_arn(role_name(cluster.name, cluster.region, pod_identity.purpose))


def service_account_role(target: Target, key: str, buckets_key_arn: str | None) -> RoleProps:
    """Describe the role of the pods of a service account.

    Args:
        target: The cluster.
        key: The service account, by its key in the file.
        buckets_key_arn: The cluster's key of buckets; None where none uses it.
    """
    account = target.cluster.service_accounts[key]
    statements = statements_of(target.cluster, key)
    of_buckets = bucket_statements(
        target.cluster, key, account_id=target.account_id, key_arn=buckets_key_arn or ""
    )
    return _role(
        target,
        purpose=service_account_purpose(key),
        description=f"Pods of {account.namespace}/{account.name or key} in {target.cluster.name}",
        trust=pod_identity_trust_policy(
            cluster_arn=target.cluster_arn,
            namespace=account.namespace,
            service_account=account.name or key,
        ),
        managed={policy_key(arn): arn for arn in account.policy_arns},
        inline={
            # Variables of IAM and expressions of Terraform look the same.
            **({"statements": literal(policy_json(statements))} if statements else {}),
            **({"buckets": policy_json(of_buckets)} if of_buckets else {}),
        },
    )


def _aws_managed(target: Target, names: Sequence[str]) -> Mapping[str, str]:
    return {name.rpartition("/")[-1]: target.managed_policy_arn(name) for name in names}


def _role(
    target: Target,
    *,
    purpose: str,
    description: str,
    trust: str,
    managed: Mapping[str, str] | None = None,
    inline: Mapping[str, str] | None = None,
    because_named: Sequence[str] = (),
    may_have_more_policies: bool = False,
) -> RoleProps:
    return RoleProps(
        name=role_name(target.cluster.name, target.cluster.region, purpose),
        description=description,
        trust_policy=trust,
        managed_policy_arns=managed or {},
        inline_policies=inline or {},
        path=target.cluster.iam.path,
        permissions_boundary=target.cluster.iam.permissions_boundary,
        skips={key: _NAMED for key in because_named},
        may_have_more_policies=may_have_more_policies,
    )
