"""Access entries."""

from constructs import Construct

from modules.control_plane.access import (
    AccessEntry,
    AccessEntryProps,
    AccessPolicy,
    AccessPolicyProps,
)
from tests.synthesis import resources, synthesize

PRINCIPAL = "arn:aws:iam::111122223333:role/Admin"


def build(scope: Construct) -> None:
    access = Construct(scope, "access")
    props = AccessEntryProps(
        cluster_name="demo", principal_arn=PRINCIPAL, kubernetes_groups=["lookers-on"]
    )
    entry = AccessEntry(access, "x", props)
    for role in ("admin", "viewer"):
        policy = AccessPolicyProps(
            cluster_name="demo", principal_arn=entry.principal_arn, policy_arn=f"arn:{role}"
        )
        AccessPolicy(access, f"{role}_x", policy)


def test_a_principal_gets_one_entry_and_policies_for_the_whole_cluster() -> None:
    document = synthesize(build)
    entries = resources(document, "aws_eks_access_entry")
    assert list(entries) == ["x"]
    assert entries["x"]["principal_arn"] == PRINCIPAL
    assert entries["x"]["kubernetes_groups"] == ["lookers-on"]
    assert entries["x"]["type"] == "STANDARD"
    policies = resources(document, "aws_eks_access_policy_association")
    assert {name: each["policy_arn"] for name, each in policies.items()} == {
        "admin_x": "arn:admin",
        "viewer_x": "arn:viewer",
    }
    for policy in policies.values():
        assert policy["principal_arn"] == "${aws_eks_access_entry.x.principal_arn}"
        assert policy["access_scope"] == {"type": "cluster"}
