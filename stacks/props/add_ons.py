"""Which add-ons a cluster gets, and their inputs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from modules.add_ons.add_on import MostRecentVersion
from modules.catalog.add_ons import ADD_ONS, AddOnFacts
from modules.config import AddOnConfig
from modules.config.derived.add_ons import add_on_configuration, installed_add_ons
from stacks.props.target import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class PodIdentityPlan:
    """The role an add-on's pods will work with.

    Attributes:
        add_on: Name of the add-on.
        purpose: Short form of it, for the role's name.
        namespace: Kubernetes namespace of the pods.
        service_account: Kubernetes service account of the pods.
        policy_arns: Policies of the role.
        former_policies: Names of policies that older releases attached.
    """

    add_on: str
    purpose: str
    namespace: str
    service_account: str
    policy_arns: Sequence[str]
    former_policies: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AddOnPlan:
    """An add-on to install.

    Attributes:
        name: Name of the add-on.
        needs_nodes: Whether it stays unhealthy until a node can run its pods.
        version: As `modules.add_ons.add_on.AddOnProps` has it.
        configuration: Settings, or None for the add-on's defaults.
        pod_identity: Role of its pods, or None.
    """

    name: str
    needs_nodes: bool
    version: str | MostRecentVersion | None
    configuration: Mapping[str, object] | None
    pod_identity: PodIdentityPlan | None


def plan_add_ons(target: Target) -> Sequence[AddOnPlan]:
    """List the add-ons of a cluster: those it gets by default and those the file names."""
    asked = target.cluster.add_ons
    return [
        _plan(target, name, asked.get(name, AddOnConfig()))
        for name in sorted(installed_add_ons(target.cluster))
    ]


def _plan(target: Target, name: str, config: AddOnConfig) -> AddOnPlan:
    facts = ADD_ONS.get(name)
    return AddOnPlan(
        name=name,
        # An add-on the catalog does not know is safest installed last.
        needs_nodes=facts is None or facts.phase == "after_nodes",
        version=_version(config.version),
        configuration=add_on_configuration(target.cluster, name),
        pod_identity=_pod_identity(target, name, config, facts),
    )


def _version(version: str) -> str | MostRecentVersion | None:
    match version:
        case "default":
            return None
        case "most_recent":
            return MostRecentVersion()
        case pinned:
            return pinned


def _pod_identity(
    target: Target, name: str, config: AddOnConfig, facts: AddOnFacts | None
) -> PodIdentityPlan | None:
    purpose = name if facts is None else facts.role_suffix
    if config.pod_identity is not None:
        return PodIdentityPlan(
            add_on=name,
            purpose=purpose,
            namespace=config.pod_identity.namespace,
            service_account=config.pod_identity.service_account,
            policy_arns=config.pod_identity.policy_arns,
        )
    if facts is None or facts.service_account is None:
        return None
    return PodIdentityPlan(
        add_on=name,
        purpose=purpose,
        namespace=facts.namespace,
        service_account=facts.service_account,
        policy_arns=[target.managed_policy_arn(policy) for policy in facts.managed_policies],
        former_policies=[policy.rpartition("/")[-1] for policy in facts.former_policies],
    )
