"""IAM roles: who may assume them, and what they may do."""

import json
from collections.abc import Iterator
from typing import Any

from cli.verification.check import Aws, Check
from modules.catalog.iam_policies import (
    CLUSTER_ROLE_POLICIES,
    NODE_ROLE_POLICIES,
    SESSION_MANAGER_POLICY,
)
from modules.config import ClusterConfig
from modules.planning.names import role_name


def check_roles(cluster: ClusterConfig, aws: Aws) -> Iterator[Check]:
    """Check the roles of the control plane and of the nodes."""
    iam = aws.client("iam")
    rows = (
        ("cluster", "eks.", CLUSTER_ROLE_POLICIES),
        ("node", "ec2.", _node_policies(cluster)),
    )
    for purpose, service, policies in rows:
        name = role_name(cluster.name, cluster.region, purpose)
        role = iam.get_role(RoleName=name)["Role"]
        yield Check(
            subject=f"role {name}: policies",
            expected=sorted(policy.rpartition("/")[2] for policy in policies),
            actual=attached_policies(iam, name),
        )
        yield Check(
            subject=f"role {name}: assumed by one AWS service",
            expected=[service],
            actual=[principal[: len(service)] for principal in _principals(role)],
        )
        boundary = role.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn")
        yield Check(
            subject=f"role {name}: path and permissions boundary",
            expected=(cluster.iam.path, cluster.iam.permissions_boundary),
            actual=(role["Path"], boundary),
        )


def _node_policies(cluster: ClusterConfig) -> tuple[str, ...]:
    by_word = (SESSION_MANAGER_POLICY,) if cluster.node_access == "session_manager" else ()
    return (*NODE_ROLE_POLICIES, *by_word, *cluster.iam.node_policy_arns)


def attached_policies(iam: Any, role: str) -> list[str]:
    """Give the names of the managed policies of a role."""
    answer = iam.list_attached_role_policies(RoleName=role)
    return sorted(policy["PolicyName"] for policy in answer["AttachedPolicies"])


def _principals(role: dict[str, Any]) -> list[str]:
    document = role["AssumeRolePolicyDocument"]
    statements = (json.loads(document) if isinstance(document, str) else document)["Statement"]
    return [str(statement["Principal"]["Service"]) for statement in statements]
