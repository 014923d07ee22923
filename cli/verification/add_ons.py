"""Add-ons, and the roles of their pods."""

from collections.abc import Iterator, Sequence
from typing import Any

from cli.verification.check import Aws, Check
from cli.verification.roles import attached_policies
from modules.catalog.add_ons import ADD_ONS
from modules.config import AddOnConfig, ClusterConfig
from modules.config.derived.add_ons import installed_add_ons


def check_add_ons(cluster: ClusterConfig, aws: Aws) -> Iterator[Check]:
    """Check that there are the add-ons of the file, and each of them."""
    eks, iam = aws.client("eks"), aws.client("iam")
    wanted = _wanted(cluster)
    names = eks.list_addons(clusterName=cluster.name)["addons"]
    yield Check(subject="add-ons", expected=sorted(wanted), actual=sorted(names))
    for name, config in sorted(wanted.items()):
        add_on = eks.describe_addon(clusterName=cluster.name, addonName=name)["addon"]
        yield Check(subject=f"add-on {name}: status", expected="ACTIVE", actual=add_on["status"])
        if config.version not in {"default", "most_recent"}:
            version = add_on["addonVersion"]
            yield Check(subject=f"add-on {name}: version", expected=config.version, actual=version)
        yield Check(
            subject=f"add-on {name}: policies of its pods",
            expected=_policies(name, config),
            actual=_actual_policies(eks, iam, add_on),
        )


def _wanted(cluster: ClusterConfig) -> dict[str, AddOnConfig]:
    return {name: cluster.add_ons.get(name, AddOnConfig()) for name in installed_add_ons(cluster)}


def _policies(name: str, config: AddOnConfig) -> list[str]:
    policies: Sequence[str] = ()
    if config.pod_identity is not None:
        policies = config.pod_identity.policy_arns
    elif name in ADD_ONS and ADD_ONS[name].service_account is not None:
        policies = ADD_ONS[name].managed_policies
    return sorted(policy.rpartition("/")[2] for policy in policies)


def _actual_policies(eks: Any, iam: Any, add_on: dict[str, Any]) -> list[str]:
    policies: list[str] = []
    for arn in add_on.get("podIdentityAssociations", ()):
        answer = eks.describe_pod_identity_association(
            clusterName=add_on["clusterName"], associationId=arn.rpartition("/")[2]
        )
        role = answer["association"]["roleArn"].rpartition("/")[2]
        policies += attached_policies(iam, role)
    return sorted(policies)
