"""Access entries."""

from constructs import Construct

from modules.control_plane.access import AccessGrant, AccessGrantProps
from tests.synthesis import resources, synthesize


def test_a_principal_gets_an_entry_and_a_policy_for_the_whole_cluster() -> None:
    principal = "arn:aws:iam::111122223333:role/Admin"
    props = AccessGrantProps(cluster_name="demo", principal_arn=principal, policy_arn="arn:policy")
    document = synthesize(lambda scope: AccessGrant(Construct(scope, "access"), "admin_x", props))
    entry = resources(document, "aws_eks_access_entry")["admin_x"]
    association = resources(document, "aws_eks_access_policy_association")["admin_x"]
    assert (entry["principal_arn"], entry["type"]) == (principal, "STANDARD")
    assert association["principal_arn"] == "${aws_eks_access_entry.admin_x.principal_arn}"
    assert association["policy_arn"] == "arn:policy"
    assert association["access_scope"] == {"type": "cluster"}
