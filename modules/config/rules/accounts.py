"""Rules of accounts, partitions and regions."""

from collections.abc import Iterator

from modules.config.problems import Path, Problem
from modules.config.sections.cluster import ClusterSections


def _arns_are_of_the_partition(cluster: ClusterSections) -> Iterator[Problem]:
    partition = cluster.region_facts.partition
    for path, arn in _arns(cluster):
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
        for index, arn in enumerate(getattr(cluster.access, key)):
            yield ("access", key, index), arn
    single: list[tuple[Path, str | None]] = [
        (("assume_role_arn",), cluster.assume_role_arn),
        (("iam", "permissions_boundary"), cluster.iam.permissions_boundary),
        (("state", "kms_key_arn"), cluster.state.kms_key_arn),
        *(
            (("node_groups", name, "volume", "kms_key_arn"), group.volume.kms_key_arn)
            for name, group in cluster.node_groups.items()
        ),
    ]
    yield from ((path, arn) for path, arn in single if arn is not None)
    for name, group in cluster.node_groups.items():
        if group.capacity.resource_group_arn is not None:
            path = ("node_groups", name, "capacity", "resource_group_arn")
            yield path, group.capacity.resource_group_arn
    for name, add_on in cluster.add_ons.items():
        if add_on.pod_identity is not None:
            for index, arn in enumerate(add_on.pod_identity.policy_arns):
                yield ("add_ons", name, "pod_identity", "policy_arns", index), arn


def _the_role_is_of_the_account(cluster: ClusterSections) -> Iterator[Problem]:
    arn, account = cluster.assume_role_arn, cluster.account_id
    if arn is not None and account is not None and arn.split(":")[4] != account:
        yield Problem(
            ("assume_role_arn",),
            f"the role is of account {arn.split(':')[4]}, but account_id is {account}; "
            "name a role of that account",
            also=(("account_id",),),
        )


def _volume_keys_are_in_the_region(cluster: ClusterSections) -> Iterator[Problem]:
    for name, group in cluster.node_groups.items():
        arn = group.volume.kms_key_arn
        if arn is not None and arn.split(":")[3] != cluster.region:
            yield Problem(
                ("node_groups", name, "volume", "kms_key_arn"),
                f"the key is in {arn.split(':')[3]}, but the nodes are in {cluster.region}; "
                "use a key of that region",
                also=(("region",),),
            )


RULES = (
    _arns_are_of_the_partition,
    _the_role_is_of_the_account,
    _volume_keys_are_in_the_region,
)
