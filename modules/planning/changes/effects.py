"""What a plan does, gravest first, in words that a reader of the cluster file understands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from modules.planning.changes.node_groups import GroupChange, GroupFate, group_changes
from modules.planning.changes.plans import Plan, ResourceChange, read_plan
from modules.planning.changes.vanished import Vanished, vanished

CLUSTER, NETWORK, NODE_GROUP = "aws_eks_cluster", "aws_vpc", "aws_eks_node_group"
#: What holds data, or what data cannot be read without; and what becomes of it.
HOLDS_DATA = {
    "aws_kms_key": "schedules the deletion of keys",
    "aws_cloudwatch_log_group": "deletes logs",
    "aws_s3_bucket": "deletes buckets",
    "aws_fsx_lustre_file_system": "deletes file systems",
    "aws_efs_file_system": "deletes file systems",
}
_LET_GO = {"aws_kms_key": "keys", "aws_cloudwatch_log_group": "logs", "aws_s3_bucket": "buckets"}
#: What else people would miss. What only ties such things together goes with them, unnamed.
_MISSED = {
    "aws_subnet": "subnets",
    "aws_nat_gateway": "NAT gateways",
    "aws_eip": "public addresses",
    "aws_internet_gateway": "the internet gateway",
    "aws_vpc_endpoint": "VPC endpoints",
    "aws_fsx_data_repository_association": "links to buckets",
    "aws_efs_access_point": "access points",
    "aws_efs_mount_target": "mount targets",
    "aws_iam_role": "roles",
    "aws_security_group": "security groups",
    "aws_placement_group": "placement groups",
    "aws_launch_template": "launch templates",
    "aws_eks_addon": "add-ons",
    "aws_eks_access_entry": "access entries",
    "aws_eks_pod_identity_association": "Pod Identity associations",
    "aws_flow_log": "flow logs",
    "aws_autoscaling_schedule": "scheduled starts",
    "aws_autoscaling_group_tag": "tags of Auto Scaling groups",
}
_GROUP_WORDS: Mapping[GroupFate, str] = {
    "removed": "removes {}",
    "replaced": "replaces {}",
    "rolls": "rolls the nodes of {}",
    "shrinks": "takes nodes away from {}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """What a plan does.

    Attributes:
        plan: Every change of the plan to something in AWS.
        groups: What happens to each node group that changes.
        keeps_cluster: Whether there is a cluster that stays.
        vanished: What is in the state, and was not found in AWS.
        from_nothing: Whether the state holds nothing.
    """

    plan: Plan
    groups: tuple[GroupChange, ...]
    keeps_cluster: bool
    vanished: tuple[Vanished, ...] = ()
    from_nothing: bool = False

    def lost(self, type_: str) -> tuple[ResourceChange, ...]:
        """Give what is destroyed of a type of resource, whether it is made anew or not."""
        return tuple(
            change
            for change in self.plan.changes
            if change.type == type_ and "delete" in change.actions
        )

    def of_fate(self, fate: GroupFate) -> tuple[GroupChange, ...]:
        """Give the groups to which one thing happens."""
        return tuple(group for group in self.groups if group.fate == fate)

    @property
    def forgotten(self) -> tuple[Vanished, ...]:
        """What runs on where the plan no longer looks."""
        return tuple(each for each in self.vanished if each.runs_on_in)

    @property
    def only_adds(self) -> bool:
        """Whether nothing that exists is touched, and nothing is missing."""
        created = all(change.actions == ("create",) for change in self.plan.changes)
        return created and not self.vanished


def effects_of(document: Mapping[str, Any]) -> Effects:
    """Tell what a plan does.

    Args:
        document: What ``terraform show -json PLAN`` wrote.
    """
    keeps_cluster = any(
        resource["type"] == CLUSTER and not {"create", "delete"} & {*resource["change"]["actions"]}
        for resource in document.get("resource_changes", ())
    )
    return Effects(
        plan=read_plan(document).in_aws,
        groups=group_changes(document),
        keeps_cluster=keeps_cluster,
        vanished=vanished(document),
        from_nothing=_holds_nothing(document),
    )


def _holds_nothing(document: Mapping[str, Any]) -> bool:
    """Whether there is nothing in the state that a plan was made on."""
    managed = (
        resource["change"]["actions"]
        for resource in document.get("resource_changes", ())
        if resource.get("mode", "managed") == "managed"
    )
    return all(actions == ["create"] for actions in managed) and not document.get("resource_drift")


def worded(effects: Effects, *, edited: str | None = None, groups: int | None = None) -> list[str]:
    """Say what a plan does, gravest first; ``in place`` or ``nothing`` if no more can be said.

    What goes with the cluster or the network is not listed apart, but data is.

    Args:
        effects: What it does.
        edited: The group whose settings were changed, which is then ``the node group``.
        groups: How many groups the cluster has; where all are meant, that is said.
    """
    told = [*_forgets(effects), *_foundations(effects), *_data(effects)]
    if not effects.lost(CLUSTER):
        told += _groups(effects, edited, groups)
    if not effects.lost(CLUSTER) and not effects.lost(NETWORK):
        told += _missed(effects)
    told += _let_go(effects)
    told += _not_found(effects)
    if told:
        return told
    return ["in place"] if effects.plan.changes else ["nothing"]


def _forgets(effects: Effects) -> Iterator[str]:
    if effects.forgotten:
        places = dict.fromkeys(each.runs_on_in for each in effects.forgotten)
        names = _all_named(effects.forgotten)
        yield f"forgets {names}, left running in {' and '.join(places)}"


def _not_found(effects: Effects) -> Iterator[str]:
    deleted = [each for each in effects.vanished if not each.runs_on_in]
    if deleted:
        yield f"no longer finds {_all_named(deleted)}, deleted outside of Terraform"


def _all_named(resources: Sequence[Vanished]) -> str:
    """Name what people would miss first, and count what they would not."""
    types = {each.type for each in resources}
    foundations = {NETWORK: "the network", CLUSTER: "the cluster", NODE_GROUP: "node groups"}
    named = [name for type_, name in {**foundations, **_LET_GO}.items() if type_ in types]
    named = named or [name for type_, name in _MISSED.items() if type_ in types]
    count = len(resources)
    named = named or ["1 resource" if count == 1 else f"{count} resources"]
    return " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)


def _foundations(effects: Effects) -> Iterator[str]:
    what = [
        name
        for type_, name in ((NETWORK, "the network"), (CLUSTER, "the cluster"))
        if effects.lost(type_)
    ]
    if what:
        lost = [*effects.lost(NETWORK), *effects.lost(CLUSTER)]
        anew = all("create" in change.actions for change in lost)
        # The cluster's network interfaces are in the network: AWS answers DependencyViolation.
        refused = ", which AWS refuses while the cluster is in it" if effects.keeps_cluster else ""
        yield f"{'replaces' if anew else 'destroys'} {' and '.join(what)}{refused}"


def _data(effects: Effects) -> Iterator[str]:
    lost = [words for type_, words in HOLDS_DATA.items() if effects.lost(type_)]
    yield from dict.fromkeys(lost)


def _let_go(effects: Effects) -> Iterator[str]:
    types = {change.type for change in effects.plan.changes if change.actions == ("forget",)}
    names = [name for type_, name in _LET_GO.items() if type_ in types]
    if names:
        yield f"lets go of {', '.join(names)}, which stay in the account"


def _groups(effects: Effects, edited: str | None, groups: int | None) -> Iterator[str]:
    for fate, words in _GROUP_WORDS.items():
        names = [group.name for group in effects.of_fate(fate)]
        if names:
            yield words.format(_named(names, edited, groups))


def _named(names: Sequence[str], edited: str | None, groups: int | None) -> str:
    if edited is not None and names == [edited]:
        return "the node group"
    if groups is not None:
        return "every node group" if len(names) == groups else "some node groups"
    return f"{len(names)} node groups" if len(names) > 1 else "one node group"


def _missed(effects: Effects) -> Iterator[str]:
    replaced: list[str] = []
    removed: list[str] = []
    for type_, name in _MISSED.items():
        lost = effects.lost(type_)
        if any("create" in change.actions for change in lost):
            replaced.append(name)
        elif lost:
            removed.append(name)
    # A group takes its launch template along.
    gone = effects.of_fate("removed") or effects.of_fate("replaced")
    removed = [name for name in removed if not (gone and name == _MISSED["aws_launch_template"])]
    if replaced:
        yield f"replaces {', '.join(replaced)}"
    if removed:
        yield f"removes {', '.join(removed)}"
