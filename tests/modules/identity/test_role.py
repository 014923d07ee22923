"""IAM roles."""

from cdktf import TerraformOutput
from constructs import Construct

from modules.identity.role import Role, RoleProps
from modules.planning.identity.policy_documents import trust_policy
from tests.synthesis import policy, resources, synthesize

PROPS = RoleProps(
    name="demo-us-west-2-node",
    description="Nodes of demo",
    trust_policy=trust_policy("ec2.amazonaws.com"),
    managed_policy_arns={"B": "arn:aws:iam::aws:policy/B", "A": "arn:aws:iam::aws:policy/A"},
    inline_policies={"write": "{}"},
    path="/training/",
    permissions_boundary="arn:aws:iam::111122223333:policy/Boundary",
)


def test_a_role_has_its_path_boundary_and_trust() -> None:
    role = resources(synthesize(lambda scope: Role(scope, "node", PROPS)), "aws_iam_role")["node"]
    assert (role["name"], role["path"]) == ("demo-us-west-2-node", "/training/")
    assert role["permissions_boundary"] == "arn:aws:iam::111122223333:policy/Boundary"
    [statement] = policy(role["assume_role_policy"])
    assert statement["Principal"] == {"Service": "ec2.amazonaws.com"}


def test_each_managed_policy_has_an_attachment_of_its_name() -> None:
    document = synthesize(lambda scope: Role(Construct(scope, "iam"), "node", PROPS))
    attachments = resources(document, "aws_iam_role_policy_attachment")
    assert {name: each["policy_arn"] for name, each in attachments.items()} == {
        "node_A": "arn:aws:iam::aws:policy/A",
        "node_B": "arn:aws:iam::aws:policy/B",
    }
    assert {each["role"] for each in attachments.values()} == {"${aws_iam_role.node.name}"}


def test_whoever_waits_for_the_permissions_waits_for_all_of_them() -> None:
    def role_and_user(scope: Construct) -> None:
        role = Role(Construct(scope, "iam"), "node", PROPS)
        TerraformOutput(scope, "user", value="x", depends_on=list(role.permissions))

    document = synthesize(role_and_user)
    assert set(document["output"]["user"]["depends_on"]) == {
        "${aws_iam_role_policy.node_write}",
        "${aws_iam_role_policy_attachment.node_A}",
        "${aws_iam_role_policy_attachment.node_B}",
    }
