"""One set of policies for many clusters, which does not grow with their number.

Either each cluster has a role of its own, and what is particular to it stands in the tags of that
role, which the policies refer to; or one role is for all clusters whose names match a pattern.

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html for
where variables may stand; https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from modules.planning.identity.deployed_stack import DeployedStack
from modules.planning.identity.state_access import StateObject
from modules.planning.names import control_plane_log_group_name, flow_log_group_name

#: Tags of a cluster's role. Their values have no wildcards, which IAM takes in no tag.
_CLUSTER = "trainyard-cluster"
_REGION = "trainyard-region"
_ROLES = "trainyard-roles"
_STATE_BUCKET = "trainyard-state-bucket"
_STATE_KEY = "trainyard-state-key"
_STATE_KMS_KEY = "trainyard-state-kms-key"
#: Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
LONGEST_TAG_VALUE = 256

_KMS_KEYS = ":key/"


def _tag(name: str) -> str:
    return f"${{aws:PrincipalTag/{name}}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fleet:
    """Clusters of one account whose roles have the same policies.

    Attributes:
        stack: What the clusters contain, all of them together, with what stands for their names.
        states: Where their states are.
    """

    stack: DeployedStack
    states: Sequence[StateObject]


def fleet_by_tags(stacks: Sequence[DeployedStack], states: Iterable[StateObject]) -> Fleet:
    """Let the tags of a role, as `role_tags` gives them, say which cluster it is for."""
    with_key = any(state.kms_key_arn for state in states)
    tagged = StateObject(
        bucket=_tag(_STATE_BUCKET),
        key=_tag(_STATE_KEY),
        kms_key_arn=f"arn:{stacks[0].partition}:kms:*:*:key/{_tag(_STATE_KMS_KEY)}"
        if with_key
        else None,
    )
    return Fleet(
        stack=_together(stacks, _tag(_CLUSTER), [_tag(_REGION)], [f"{_tag(_ROLES)}*"]),
        states=[tagged] if [*states] else [],
    )


def fleet_by_names(
    stacks: Sequence[DeployedStack], states: Iterable[StateObject], pattern: str
) -> Fleet:
    """Let one role be for all clusters whose names match a pattern, in the regions of these.

    Args:
        stacks: Clusters that match it.
        states: Where their states are.
        pattern: A name in which ``*`` stands for anything.
    """
    regions = sorted({stack.region for stack in stacks})
    roles = sorted({f"{path[1:]}{pattern}-*" for stack in stacks for path in role_paths(stack)})
    together = _together(stacks, pattern, regions, roles)
    places = {(state.bucket, state.prefix, state.kms_key_arn) for state in states}
    return Fleet(
        stack=replace(together, region=regions[0], regions=()) if len(regions) == 1 else together,
        states=[
            StateObject(bucket=bucket, key=f"{prefix}/{pattern}.tfstate", kms_key_arn=kms_key_arn)
            for bucket, prefix, kms_key_arn in sorted(places, key=str)
        ],
    )


def role_tags(stack: DeployedStack, state: StateObject | None) -> Mapping[str, str]:
    """Give the tags of the role of one cluster of a fleet."""
    tags = {_CLUSTER: stack.cluster, _REGION: stack.region, _ROLES: _role_prefix(stack)}
    if state is not None:
        tags |= {_STATE_BUCKET: state.bucket, _STATE_KEY: state.key}
        if state.kms_key_arn is not None:
            tags[_STATE_KMS_KEY] = state.kms_key_arn.partition(_KMS_KEYS)[2]
    return tags


def role_paths(stack: DeployedStack) -> frozenset[str]:
    """Give the IAM paths of a cluster's roles; there is one."""
    return frozenset(f"{_role(arn).rpartition('/')[0]}/" for arn in stack.role_arns)


def has_whole_role_names(stack: DeployedStack) -> bool:
    """Whether the names of all roles begin with the cluster's name and region, not cut."""
    prefix = f"/{_role_prefix(stack)}"
    return all(_role(arn).startswith(prefix) for arn in stack.role_arns)


def _role_prefix(stack: DeployedStack) -> str:
    (path,) = role_paths(stack)
    return f"{path[1:]}{stack.cluster}-{stack.region}-"


def _role(arn: str) -> str:
    """Give path and name of a role."""
    return arn.partition(":role")[2]


def _keys(stack: DeployedStack) -> Iterator[str]:
    """Give what the aliases of keys have after the cluster's name."""
    return (alias.removeprefix(f"alias/{stack.cluster}-") for alias in stack.key_aliases)


def _together(
    stacks: Sequence[DeployedStack], name: str, regions: Sequence[str], roles: Sequence[str]
) -> DeployedStack:
    """Describe stacks as one that is called by a pattern or variable, in any of some regions."""

    def all_of(listed: Callable[[DeployedStack], Sequence[str]]) -> list[str]:
        return sorted({text for stack in stacks for text in listed(stack)})

    first = stacks[0]
    return DeployedStack(
        cluster=name,
        partition=first.partition,
        region="*",
        regions=regions,
        account_id=first.account_id,
        types=frozenset().union(*(stack.types for stack in stacks)),
        role_arns=[first.global_arn("iam", f"role/{role}") for role in roles],
        role_services=all_of(lambda stack: stack.role_services),
        policy_arns=all_of(lambda stack: stack.policy_arns),
        former_policy_arns=all_of(lambda stack: stack.former_policy_arns),
        permissions_boundaries=all_of(lambda stack: stack.permissions_boundaries),
        log_groups=[
            log_group(name)
            for log_group in (control_plane_log_group_name, flow_log_group_name)
            if any(log_group(stack.cluster) in stack.log_groups for stack in stacks)
        ],
        key_aliases=sorted({f"alias/{name}-{key}" for stack in stacks for key in _keys(stack)}),
        node_groups=["*"],
        uses_spot=any(stack.uses_spot for stack in stacks),
        buckets=_buckets(stacks, name, lambda stack: stack.buckets),
        emptied_buckets=_buckets(stacks, name, lambda stack: stack.emptied_buckets),
        let_go_buckets=_buckets(stacks, name, lambda stack: stack.let_go_buckets),
        let_go_types=frozenset().union(*(stack.let_go_types for stack in stacks)),
    )


def _buckets(
    stacks: Sequence[DeployedStack], name: str, listed: Callable[[DeployedStack], Sequence[str]]
) -> Sequence[str]:
    """Name buckets that begin with the name of their cluster by what stands for it."""
    found = set()
    for stack in stacks:
        own = f"{stack.cluster}-"
        for bucket in listed(stack):
            rest = bucket.removeprefix(own)
            found.add(bucket if rest == bucket else f"{name}-{rest}")
    return sorted(found)
