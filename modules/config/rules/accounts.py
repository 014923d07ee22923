"""Rules of accounts, partitions and regions."""

from collections.abc import Iterator, Sequence

from modules.config.derived.buckets import made_buckets
from modules.config.problems import Path, Problem
from modules.config.sections.cluster import ClusterSections

#: Whose resources a cluster can use of its own account alone.
_OF_ACCOUNT = ("resource-groups",)


def _arns_are_of_the_partition(cluster: ClusterSections) -> Iterator[Problem]:
    partition = cluster.region_facts.partition
    for path, arn in (*_arns(cluster), *_resources_of_statements(cluster)):
        written = arn.split(":")[1]
        if written != partition:
            yield Problem(
                path,
                f"{arn!r} is of the partition {written}, but {cluster.region} is in {partition}; "
                f"write arn:{partition}:...",
                also=(("region",),),
            )


def _arns(cluster: ClusterSections) -> Iterator[tuple[Path, str]]:
    for key in ("admins", "viewers"):
        yield from _listed(("access", key), getattr(cluster.access, key))
    yield from _listed(("iam", "node_policy_arns"), cluster.iam.node_policy_arns)
    yield from ((("access", "entries", arn), arn) for arn in cluster.access.entries)
    single: list[tuple[Path, str | None]] = [
        (("assume_role_arn",), cluster.assume_role_arn),
        (("iam", "permissions_boundary"), cluster.iam.permissions_boundary),
        (("state", "kms_key_arn"), cluster.state.kms_key_arn),
        *(
            (("node_groups", name, "volume", "kms_key_arn"), group.volume.kms_key_arn)
            for name, group in cluster.node_groups.items()
        ),
        *(
            (("storage", "buckets", name, "kms_key_arn"), bucket.kms_key_arn)
            for name, bucket in cluster.storage.buckets.items()
        ),
        *(
            (("storage", "lustre", name, "kms_key_arn"), lustre.kms_key_arn)
            for name, lustre in cluster.storage.lustre.items()
        ),
        *(
            (("storage", "efs", name, "kms_key_arn"), efs.kms_key_arn)
            for name, efs in cluster.storage.efs.items()
        ),
    ]
    yield from ((path, arn) for path, arn in single if arn is not None)
    for name, group in cluster.node_groups.items():
        if group.capacity.resource_group_arn is not None:
            path = ("node_groups", name, "capacity", "resource_group_arn")
            yield path, group.capacity.resource_group_arn
    for name, add_on in cluster.add_ons.items():
        if add_on.pod_identity is not None:
            yield from _listed(
                ("add_ons", name, "pod_identity", "policy_arns"), add_on.pod_identity.policy_arns
            )
    for name, account in cluster.service_accounts.items():
        yield from _listed(("service_accounts", name, "policy_arns"), account.policy_arns)


def _resources_of_statements(cluster: ClusterSections) -> Iterator[tuple[Path, str]]:
    """Give what service accounts may reach, which other accounts may own."""
    for key, account in cluster.service_accounts.items():
        for number, statement in enumerate(account.statements):
            path = ("service_accounts", key, "statements", number, "resources")
            yield from ((at, arn) for at, arn in _listed(path, statement.resources) if arn != "*")


def _listed(path: Path, arns: Sequence[str]) -> Iterator[tuple[Path, str]]:
    yield from (((*path, index), arn) for index, arn in enumerate(arns))


def _the_role_is_of_the_account(cluster: ClusterSections) -> Iterator[Problem]:
    arn, account = cluster.assume_role_arn, cluster.account_id
    if arn is not None and account is not None and arn.split(":")[4] != account:
        yield Problem(
            ("assume_role_arn",),
            f"the role is of account {arn.split(':')[4]}, but account_id is {account}; "
            "name a role of that account",
            also=(("account_id",),),
        )


def account_of(cluster: ClusterSections) -> tuple[str, Path] | None:
    """Give the account of a cluster and where the file says it; None where nothing does."""
    if cluster.account_id is not None:
        return cluster.account_id, ("account_id",)
    if cluster.assume_role_arn is not None:
        return cluster.assume_role_arn.split(":")[4], ("assume_role_arn",)
    return None


def _policies_are_of_the_account(cluster: ClusterSections) -> Iterator[Problem]:
    """Roles take policies of their own account, and those of AWS.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
    """
    account = account_of(cluster)
    for path, arn in _arns(cluster):
        _, _, service, _, owner, name = arn.split(":", maxsplit=5)
        is_policy = service == "iam" and name.startswith("policy/") and owner != "aws"
        if account is not None and owner != account[0] and (is_policy or service in _OF_ACCOUNT):
            what = "the policy" if is_policy else "the resource group"
            yield Problem(
                path,
                f"{what} is of account {owner}, but the cluster is in {account[0]}, and AWS takes "
                "none of another; name one of that account",
                also=(account[1],),
            )


def _regional_things_are_in_their_region(cluster: ClusterSections) -> Iterator[Problem]:
    of_state = cluster.state.region if cluster.state.region is not None else cluster.region
    asked: list[tuple[Path, str | None, str, str]] = [
        (("state", "kms_key_arn"), cluster.state.kms_key_arn, of_state, "the bucket is"),
    ]
    for name, group in cluster.node_groups.items():
        path: Path = ("node_groups", name, "volume", "kms_key_arn")
        asked.append((path, group.volume.kms_key_arn, cluster.region, "the nodes are"))
        path = ("node_groups", name, "capacity", "resource_group_arn")
        asked.append((path, group.capacity.resource_group_arn, cluster.region, "the nodes are"))
    for name, bucket in made_buckets(cluster).items():
        path = ("storage", "buckets", name, "kms_key_arn")
        asked.append((path, bucket.kms_key_arn, cluster.region, "the bucket is"))
    for name, lustre in cluster.storage.lustre.items():
        path = ("storage", "lustre", name, "kms_key_arn")
        asked.append((path, lustre.kms_key_arn, cluster.region, "the file system is"))
    for name, efs in cluster.storage.efs.items():
        path = ("storage", "efs", name, "kms_key_arn")
        asked.append((path, efs.kms_key_arn, cluster.region, "the file system is"))
    for path, arn, region, who in asked:
        if arn is not None and arn.split(":")[3] != region:
            what = "key" if path[-1] == "kms_key_arn" else "group"
            yield Problem(
                path,
                f"the {what} is in {arn.split(':')[3]}, but {who} in {region}; "
                f"use a {what} of that region",
                also=(("region",), *_decides_too(path)),
            )


def _decides_too(path: Path) -> Sequence[Path]:
    """Name what of a key's neighbours decides which region it must be of."""
    neighbours = {"state": "region", "buckets": "existing"}
    section = str(path[1] if path[0] == "storage" else path[0])
    return [(*path[:-1], neighbours[section])] if section in neighbours else []


def _the_creator_has_one_entry(cluster: ClusterSections) -> Iterator[Problem]:
    """EKS makes an entry for whoever creates the cluster, and takes no second one.

    Source: https://github.com/terraform-aws-modules/terraform-aws-eks/issues/3293
    """
    access, creator = cluster.access, cluster.assume_role_arn
    for path, arn in _arns(cluster):
        if access.cluster_creator_admin and path[0] == "access" and arn == creator:
            yield Problem(
                path,
                f"{creator} is assume_role_arn too, which creates the cluster, and EKS makes an "
                "entry of its own for it; remove it here, or cluster_creator_admin",
                also=(("assume_role_arn",), ("access", "cluster_creator_admin")),
            )


def principals_of_others(cluster: ClusterSections) -> Iterator[Problem]:
    """Warn of administrators and viewers of other accounts: EKS takes them, if they are meant.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html
    """
    account = account_of(cluster)
    for path, arn in _arns(cluster):
        owner = arn.split(":")[4]
        if path[0] == "access" and account is not None and owner != account[0]:
            yield Problem(
                path,
                f"{arn} is of account {owner}, and the cluster is in {account[0]}; EKS lets it in, "
                "if that is meant",
            )


RULES = (
    _the_creator_has_one_entry,
    _arns_are_of_the_partition,
    _the_role_is_of_the_account,
    _policies_are_of_the_account,
    _regional_things_are_in_their_region,
)
