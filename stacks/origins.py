"""Which part of a cluster file each construct of a cluster's stack comes from."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

#: By the first id below the stack; each is given the ids below that.
_ORIGINS: Mapping[str, Callable[[str], Sequence[str]]] = MappingProxyType(
    {
        "access": lambda _: ["access.admins", "access.viewers"],
        "account": lambda _: ["account_id"],
        "add-ons": lambda name: [f"add_ons.{name}"],
        "cluster": lambda _: ["control_plane", "kubernetes_version"],
        "efa": lambda _: ["node_groups"],
        "encryption": lambda _: ["encryption"],
        "endpoints": lambda _: ["network.private", "network.endpoints"],
        "flow-logs": lambda _: ["network.flow_logs"],
        "iam": lambda user: [*_of_role(user), "iam"],
        "network": lambda part: ["network.nat_gateways" if part.startswith("nat_") else "network"],
        "node-groups": lambda name: [f"node_groups.{name}"],
        "private-access": lambda _: ["access.private_cidrs", "access.private_security_groups"],
        "service-accounts": lambda key: [f"service_accounts.{key}"],
        "storage-buckets": lambda name: [f"storage.buckets.{name}"],
        "storage-efs": lambda name: [f"storage.efs.{name}"],
        "storage-lustre": lambda name: [f"storage.lustre.{name}"],
        "way-out": lambda _: ["network"],
    }
)
_ADD_ON, _SERVICE_ACCOUNT = "add-on_", "service-account_"
_ROLES = MappingProxyType(
    {"cluster": "control_plane", "flow-logs": "network.flow_logs", "node": "node_groups"}
)


def origins_of(path: str) -> Sequence[str]:
    """Name the fields and sections that something in the stack comes from.

    Of what an older release made, and this one does not, nothing is known.

    Args:
        path: Its construct path, as ``demo/node-groups/training/launch-template``.
    """
    first, *others = [*path.split("/")[1:], ""]
    found = _ORIGINS.get(first)
    return [] if found is None else found(others[0] if others else "")


def _of_role(user: str) -> Sequence[str]:
    if user.startswith(_ADD_ON):
        return [f"add_ons.{user.removeprefix(_ADD_ON)}"]
    if user.startswith(_SERVICE_ACCOUNT):
        return [f"service_accounts.{user.removeprefix(_SERVICE_ACCOUNT)}"]
    return [_ROLES[user]] if user in _ROLES else []
