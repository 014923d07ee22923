"""An IAM role and what it may do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from cdktf_cdktf_provider_aws.iam_role_policy_attachment import IamRolePolicyAttachment
from constructs import Construct


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleProps:
    """Inputs of `Role`. Any ``str`` may be a token, except keys.

    Attributes:
        name: Name of the role.
        description: Who uses the role, for readers of the IAM console.
        trust_policy: JSON of who may assume the role.
        managed_policy_arns: Managed policies to attach, keyed by the policy's name.
        inline_policies: JSON of policies that live and die with the role, keyed by their name.
        path: IAM path.
        permissions_boundary: ARN of the policy that caps what the role may do.
        skips: Comments that make scans skip the attachment of a managed policy, by its key.
        may_have_more_policies: Whether policies may be attached that Terraform does not know of,
            which are detached when the role is deleted: IAM deletes no role that has some.
    """

    name: str
    description: str
    trust_policy: str
    managed_policy_arns: Mapping[str, str] = field(default_factory=dict)
    inline_policies: Mapping[str, str] = field(default_factory=dict)
    path: str = "/"
    permissions_boundary: str | None = None
    skips: Mapping[str, str] = field(default_factory=dict)
    may_have_more_policies: bool = False


class Role(Construct):
    """An IAM role with its policies.

    Whoever uses the role depends on `permissions`, so that on destroy the policies are still
    attached while the user is being taken down.
    """

    #: ARN of the role (token).
    arn: str
    #: Every policy of the role, attached or inline.
    permissions: Sequence[ITerraformDependable]

    def __init__(self, scope: Construct, id_: str, props: RoleProps) -> None:
        """Build the role, its attachments and its inline policies."""
        super().__init__(scope, id_)
        role = IamRole(
            self,
            "role",
            name=props.name,
            description=props.description,
            assume_role_policy=props.trust_policy,
            path=props.path,
            permissions_boundary=props.permissions_boundary,
            force_detach_policies=props.may_have_more_policies or None,
        )
        attachments = [
            IamRolePolicyAttachment(self, name, role=role.name, policy_arn=policy_arn)
            for name, policy_arn in sorted(props.managed_policy_arns.items())
        ]
        for name, attachment in zip(sorted(props.managed_policy_arns), attachments, strict=True):
            if name in props.skips:
                attachment.add_override("//.checkov", [props.skips[name]])
        inline = [
            IamRolePolicy(self, name, name=name, role=role.name, policy=policy)
            for name, policy in sorted(props.inline_policies.items())
        ]
        self.arn = role.arn
        self.permissions = (*attachments, *inline)
