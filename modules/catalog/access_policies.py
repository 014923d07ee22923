"""EKS access policies: what a principal may do, kept by AWS.

Source: https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from modules.catalog.iam_policies import ADMIN_ACCESS_POLICY, VIEWER_ACCESS_POLICY


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessPolicyFacts:
    """An access policy.

    Attributes:
        name: AWS's name of it.
        id_prefix: Start of the address of its associations, which is one for each principal and
            policy, however the file came to it.
    """

    name: str
    id_prefix: str


ACCESS_POLICIES: Mapping[str, AccessPolicyFacts] = MappingProxyType(
    {
        "cluster_admin": AccessPolicyFacts(name=ADMIN_ACCESS_POLICY, id_prefix="admin"),
        "admin": AccessPolicyFacts(name="AmazonEKSAdminPolicy", id_prefix="namespace-admin"),
        "edit": AccessPolicyFacts(name="AmazonEKSEditPolicy", id_prefix="editor"),
        "view": AccessPolicyFacts(name=VIEWER_ACCESS_POLICY, id_prefix="viewer"),
        "admin_view": AccessPolicyFacts(name="AmazonEKSAdminViewPolicy", id_prefix="admin-viewer"),
    }
)
