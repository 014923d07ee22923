"""What a state may have that the stack has not, and what Terraform is to do about it."""

from collections.abc import Iterator, Mapping, Sequence

from modules.config import ClusterConfig
from modules.config.derived.access_grants import access_grants
from modules.planning.names import principal_key
from stacks.props.add_ons import plan_add_ons
from stacks.props.buckets import let_go_addresses
from stacks.props.control_plane import entry_id
from stacks.props.encryption import forgotten_keys
from stacks.props.target import Target

_ACCESS_ENTRY = "aws_eks_access_entry"
_KEY = "aws_kms_key"
_ROLES = ("admin", "viewer")


def moved_addresses(cluster: ClusterConfig) -> Sequence[Mapping[str, str]]:
    """List the moves to make in a state, as Terraform's ``moved`` blocks have them.

    Source: https://developer.hashicorp.com/terraform/language/moved
    """
    return [{"from": old, "to": new} for old, new in _moves(cluster)]


def forgotten_addresses(target: Target) -> Sequence[Mapping[str, object]]:
    """List what Terraform lets go and does not destroy, as ``removed`` blocks have it.

    Source: https://developer.hashicorp.com/terraform/language/block/removed
    """
    keys = (f"{_KEY}.{key}" for key in forgotten_keys(target))
    # A role that is to go cannot while a policy is attached to it.
    policies = () if target.cluster.decommission else _former_policies(target)
    return [
        {"from": address, "lifecycle": {"destroy": False}}
        for address in (*keys, *policies, *let_go_addresses(target))
    ]


def _moves(cluster: ClusterConfig) -> Iterator[tuple[str, str]]:
    yield f"{_KEY}.shared", f"{_KEY}.secrets"
    yield from _moves_of_entries(cluster)


def _moves_of_entries(cluster: ClusterConfig) -> Iterator[tuple[str, str]]:
    """An entry was named after what its principal may do, which may be another thing today.

    An address can be moved to from one other alone, hence by way of the second.
    """
    for arn in access_grants(cluster.access):
        admin, viewer = (f"{_ACCESS_ENTRY}.{role}_{principal_key(arn)}" for role in _ROLES)
        yield viewer, admin
        yield admin, f"{_ACCESS_ENTRY}.{entry_id(arn)}"


def _former_policies(target: Target) -> Iterator[str]:
    """Name the attachments of policies that AWS has replaced since.

    Detaching one in the apply that attaches its successor would leave a moment without either, and
    whether nothing needs the old one any more only the owner of the cluster can see.
    """
    for plan in plan_add_ons(target):
        if plan.pod_identity is not None:
            for policy in plan.pod_identity.former_policies:
                yield f"aws_iam_role_policy_attachment.add-on_{plan.name}_{policy}"
