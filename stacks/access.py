"""Who reaches the Kubernetes API of a cluster, and what they may do."""

from cdktf import TerraformStack
from constructs import Construct

from modules.config.derived.access_grants import access_grants
from modules.config.derived.private_sources import api_sources
from modules.control_plane.access import (
    AccessEntry,
    AccessEntryProps,
    AccessPolicy,
    AccessPolicyProps,
)
from modules.control_plane.private_access import PrivateAccess, PrivateAccessProps
from modules.refs import ClusterRef
from stacks.props.control_plane import access_policy_arn, entry_id, policy_id
from stacks.props.target import Target


def build_access(stack: TerraformStack, target: Target, cluster: ClusterRef) -> None:
    """Let in the sources of the file, and give its people and programs their access entries."""
    sources = api_sources(target.cluster)
    if sources:
        PrivateAccess(stack, "private-access", PrivateAccessProps(cluster=cluster, sources=sources))
    scope = Construct(stack, "access")
    for arn, grant in access_grants(target.cluster.access).items():
        entry = AccessEntryProps(
            cluster_name=cluster.name,
            principal_arn=arn,
            kubernetes_groups=grant.kubernetes_groups,
            type=grant.type,
        )
        principal_arn = AccessEntry(scope, entry_id(arn), entry).principal_arn
        for word, namespaces in grant.policies.items():
            policy = AccessPolicyProps(
                cluster_name=cluster.name,
                principal_arn=principal_arn,
                policy_arn=access_policy_arn(target, word),
                namespaces=namespaces,
            )
            AccessPolicy(scope, policy_id(word, arn), policy)
