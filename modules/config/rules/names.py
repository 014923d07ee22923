"""Rules of names that are made of what several sections say."""

from collections.abc import Iterator, Mapping, Sequence

from modules.catalog.add_ons import ADD_ONS
from modules.config.derived.node_roles import node_policies
from modules.config.derived.nodes import nodes_of
from modules.config.derived.service_accounts import statements_of
from modules.config.problems import Path, Problem
from modules.config.sections.cluster import ClusterSections
from modules.planning.identity.state_access import state_key
from modules.planning.names import (
    LONGEST_LAUNCH_TEMPLATE_NAME,
    LONGEST_OBJECT_KEY,
    NO_SECURITY_GROUP,
    autoscaling_tag_id,
    launch_template_name,
    policy_key,
    service_account_purpose,
)
from modules.planning.nodes.autoscaler_tags import autoscaler_tags
from modules.planning.terraform.addresses import TAKEN_IDS

#: What Terraform calls the lock beside a state.
_LOCK = ".tflock"
#: What roles are for that every cluster has.
_OUR_ROLES = ("cluster", "node", "flow-logs")
#: What JavaScript makes no child of.
_NO_POLICIES = frozenset({"__proto__"})


def _launch_templates_have_room(cluster: ClusterSections) -> Iterator[Problem]:
    for group in cluster.node_groups:
        name = launch_template_name(cluster.name, group)
        over = len(name) - LONGEST_LAUNCH_TEMPLATE_NAME
        if over > 0:
            yield Problem(
                ("node_groups", group),
                f"its launch template would be called {name}, of {len(name)} characters where the "
                f"AWS provider takes {LONGEST_LAUNCH_TEMPLATE_NAME}: shorten the name of the group "
                f"or of the cluster by {over}",
                also=(("name",),),
            )


def _security_groups_may_have_their_names(cluster: ClusterSections) -> Iterator[Problem]:
    with_efa = any(group.efa_layout is not None for group in cluster.node_groups.values())
    with_groups = (
        with_efa or cluster.network.private or cluster.storage.lustre or cluster.storage.efs
    )
    if cluster.name.startswith(NO_SECURITY_GROUP) and with_groups:
        yield Problem(
            ("name",),
            f"begins with {NO_SECURITY_GROUP!r}, as the ids of security groups do; EC2 takes no "
            "security group of such a name: choose another beginning",
        )


def _the_state_has_a_key(cluster: ClusterSections) -> Iterator[Problem]:
    key = f"{state_key(cluster.state.key_prefix, cluster.name)}{_LOCK}"
    over = len(key.encode()) - LONGEST_OBJECT_KEY
    if over > 0:
        yield Problem(
            ("state", "key_prefix"),
            f"the key of the state and its lock would have {len(key.encode())} characters where S3 "
            f"takes {LONGEST_OBJECT_KEY}: shorten it by {over}",
            also=(("name",),),
        )


def _tags_for_the_autoscaler_are_distinct(cluster: ClusterSections) -> Iterator[Problem]:
    for name, node in nodes_of(cluster).items():
        if cluster.node_groups[name].scaling.owner != "autoscaler":
            continue
        first: dict[str, str] = {}
        for key in autoscaler_tags(node, group=name):
            other = first.setdefault(autoscaling_tag_id(key), key)
            if other != key:
                one, two = (tag.partition("/node-template/")[2] for tag in (key, other))
                yield Problem(
                    ("node_groups", name, "labels"),
                    f"the autoscaler's tags for {one} and {two} differ only in punctuation that "
                    "Terraform addresses cannot hold; rename one of the two",
                )


def _policy_lists(
    cluster: ClusterSections,
) -> Iterator[tuple[Path, Sequence[str], Mapping[str, str]]]:
    """Give each list of policies, where it is, and what its role has already, by name."""
    partition = cluster.region_facts.partition
    of_nodes = {name: f"arn:{partition}:iam::aws:policy/{name}" for name in node_policies(cluster)}
    yield ("iam", "node_policy_arns"), cluster.iam.node_policy_arns, of_nodes
    for name, add_on in cluster.add_ons.items():
        if add_on.pod_identity is not None:
            path = ("add_ons", name, "pod_identity", "policy_arns")
            yield path, add_on.pod_identity.policy_arns, {}
    for name, account in cluster.service_accounts.items():
        own = {"statements": "its own statements"} if statements_of(cluster, name) else {}
        if account.read or account.write:
            own["buckets"] = "what it may do with buckets"
        yield ("service_accounts", name, "policy_arns"), account.policy_arns, own


def _policies_are_distinct(cluster: ClusterSections) -> Iterator[Problem]:
    for of_list, arns, already in _policy_lists(cluster):
        first = {"role": "the role itself", **already}
        for index, arn in enumerate(arns):
            path = (*of_list, index)
            key = policy_key(arn)
            if key in TAKEN_IDS | _NO_POLICIES:
                message = f"{key!r} is a word that stacks are built with; rename the policy"
                yield Problem(path, message)
            elif already.get(key) == arn:
                yield Problem(path, f"{arn} is of every node's role already; remove it")
            elif first.get(key) == arn:
                yield Problem(path, f"{arn} stands twice; name it once")
            elif key in first:
                yield Problem(
                    path,
                    f"{arn} and {first[key]} have one name but for a path or punctuation, and "
                    "Terraform addresses hold neither; rename one of the two",
                )
            first.setdefault(key, arn)


def _roles_are_distinct(cluster: ClusterSections) -> Iterator[Problem]:
    taken = {purpose: "the cluster" for purpose in _OUR_ROLES}
    taken |= {facts.role_suffix: f"the add-on {name}" for name, facts in ADD_ONS.items()}
    taken |= {
        service_account_purpose(key): f"the service account {key}"
        for key in cluster.service_accounts
    }
    for name, add_on in cluster.add_ons.items():
        if add_on.pod_identity is not None and name not in ADD_ONS and name in taken:
            yield Problem(
                ("add_ons", name, "pod_identity"),
                f"the role would have the name of one of {taken[name]}; take pod_identity away and "
                "make its role elsewhere",
            )


RULES = (
    _launch_templates_have_room,
    _security_groups_may_have_their_names,
    _the_state_has_a_key,
    _tags_for_the_autoscaler_are_distinct,
    _policies_are_distinct,
    _roles_are_distinct,
)
