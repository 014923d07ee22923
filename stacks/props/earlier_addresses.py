"""What a state may have that the stack has not, and what Terraform is to do about it."""

from collections.abc import Iterator, Mapping, Sequence

from stacks.props.add_ons import plan_add_ons
from stacks.props.target import Target


def forgotten_addresses(target: Target) -> Sequence[Mapping[str, object]]:
    """List what Terraform lets go and does not destroy, as ``removed`` blocks have it.

    Source: https://developer.hashicorp.com/terraform/language/block/removed
    """
    return [
        {"from": address, "lifecycle": {"destroy": False}} for address in _former_policies(target)
    ]


def _former_policies(target: Target) -> Iterator[str]:
    """Name the attachments of policies that AWS has replaced since.

    Detaching one in the apply that attaches its successor would leave a moment without either, and
    whether nothing needs the old one any more only the owner of the cluster can see.
    """
    for plan in plan_add_ons(target):
        if plan.pod_identity is not None:
            for policy in plan.pod_identity.former_policies:
                yield f"aws_iam_role_policy_attachment.add-on_{plan.name}_{policy}"
