"""Rules that need more than one part of a cluster file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import IPv4Network
from typing import TYPE_CHECKING

from modules.catalog.add_ons import ADD_ONS
from modules.catalog.kubernetes_versions import KUBERNETES_VERSIONS, minor
from modules.catalog.nearest import nearest
from modules.catalog.regions import region_facts, regions
from modules.config.derived.nodes import tags_for_autoscaler, user_data
from modules.config.problems import Path, Problem
from modules.planning.nodes.autoscaler_tags import MOST_TAGS
from modules.planning.nodes.user_data import MOST_BYTES

if TYPE_CHECKING:
    from modules.config.sections.cluster import ClusterConfig

#: Source: https://docs.aws.amazon.com/eks/latest/userguide/node-efa.html
_CNI_WITH_EFA_ONLY = (1, 18, 5)


def problems_of(cluster: ClusterConfig) -> tuple[Problem, ...]:
    """List what is wrong with a cluster whose every part is right by itself."""
    return tuple(problem for rule in _RULES for problem in rule(cluster))


def _zones_are_the_regions(cluster: ClusterConfig) -> Iterator[Problem]:
    known = region_facts(cluster.region).zones
    seen: set[str] = set()
    for path, zone in _zones_of_the_network(cluster):
        if zone not in known:
            hint = f"did you mean {nearest(zone, known)!r}? " if nearest(zone, known) else ""
            yield Problem(
                path,
                f"no availability zone {zone!r} in {cluster.region}; "
                f"{hint}it has {', '.join(known)}",
                also=(("region",),),
            )
        elif zone in seen:
            yield Problem(path, f"availability zone {zone!r} stands twice; name it once")
        if isinstance(path[-1], int):
            seen.add(zone)


def _zones_of_the_network(cluster: ClusterConfig) -> Iterator[tuple[Path, str]]:
    network = cluster.network
    for index, zone in enumerate(network.availability_zones or ()):
        yield ("network", "availability_zones", index), zone
    if network.existing is not None:
        for key in ("private_subnets", "public_subnets"):
            for zone in getattr(network.existing, key):
                yield ("network", "existing", key, zone), zone


def _chosen_zones_are_the_networks(cluster: ClusterConfig) -> Iterator[Problem]:
    chosen: list[tuple[Path, str | None]] = [
        (("network", "single_nat_zone"), cluster.network.single_nat_zone),
        *(
            (("node_groups", name, "availability_zone"), group.availability_zone)
            for name, group in cluster.node_groups.items()
        ),
    ]
    for path, zone in chosen:
        if zone is not None and zone not in cluster.zones:
            yield Problem(
                path,
                f"the network has no zone {zone!r}; write one of {', '.join(cluster.zones)}",
                also=(("network",), ("region",)),
            )


def _somewhere_to_run(cluster: ClusterConfig) -> Iterator[Problem]:
    if not any(group.runs_any_pod for group in cluster.node_groups.values()):
        yield Problem(
            ("node_groups",),
            "every node group is tainted, so CoreDNS has nowhere to run and the apply would wait "
            "20 minutes and fail; add a group without NoSchedule and NoExecute taints, such as "
            "system: {instance_types: [m7i.large]}",
        )


def _services_and_vpc_are_apart(cluster: ClusterConfig) -> Iterator[Problem]:
    network = cluster.network
    vpc, services = IPv4Network(network.cidr), IPv4Network(network.service_cidr)
    if network.existing is None and vpc.overlaps(services):
        other = "10.100.0.0/16" if vpc.overlaps(IPv4Network("172.20.0.0/16")) else "172.20.0.0/16"
        yield Problem(
            ("network", "service_cidr"),
            f"the services' block {services} overlaps the VPC's {vpc}; "
            f"write service_cidr: {other} or another block apart from it",
            also=(("network", "cidr"),),
        )


def _arns_are_of_the_partition(cluster: ClusterConfig) -> Iterator[Problem]:
    partition = region_facts(cluster.region).partition
    for path, arn in _arns(cluster):
        written = arn.split(":")[1]
        if written != partition:
            yield Problem(
                path,
                f"{arn!r} is of the partition {written}, but {cluster.region} is in {partition}; "
                f"write arn:{partition}:...",
                also=(("region",),),
            )


def _arns(cluster: ClusterConfig) -> Iterator[tuple[Path, str]]:
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


def _the_role_is_of_the_account(cluster: ClusterConfig) -> Iterator[Problem]:
    arn, account = cluster.assume_role_arn, cluster.account_id
    if arn is not None and account is not None and arn.split(":")[4] != account:
        yield Problem(
            ("assume_role_arn",),
            f"the role is of account {arn.split(':')[4]}, but account_id is {account}; "
            "name a role of that account",
            also=(("account_id",),),
        )


def _volume_keys_are_in_the_region(cluster: ClusterConfig) -> Iterator[Problem]:
    for name, group in cluster.node_groups.items():
        arn = group.volume.kms_key_arn
        if arn is not None and arn.split(":")[3] != cluster.region:
            yield Problem(
                ("node_groups", name, "volume", "kms_key_arn"),
                f"the key is in {arn.split(':')[3]}, but the nodes are in {cluster.region}; "
                "use a key of that region",
                also=(("region",),),
            )


def _user_data_fits(cluster: ClusterConfig) -> Iterator[Problem]:
    for name, group in cluster.node_groups.items():
        text = user_data(group, prefix_delegation=cluster.network.prefix_delegation)
        size = len((text or "").encode())
        if size > MOST_BYTES:
            yield Problem(
                ("node_groups", name, "user_data"),
                f"the user data has {size} bytes; EC2 takes 16384, of which EKS needs some: "
                f"keep it below {MOST_BYTES}, for example by having a script fetch what is long",
            )


def _tags_fit(cluster: ClusterConfig) -> Iterator[Problem]:
    for name, group in cluster.node_groups.items():
        tags = len(tags_for_autoscaler(group))
        if group.scaling.owner == "autoscaler" and tags > MOST_TAGS:
            yield Problem(
                ("node_groups", name, "labels"),
                f"an Auto Scaling group has room for {MOST_TAGS} tags that tell the autoscaler of "
                f"labels, taints and resources, and here are {tags}; have fewer labels",
            )


def _cni_knows_efa_only(cluster: ClusterConfig) -> Iterator[Problem]:
    pinned = cluster.add_ons.get("vpc-cni")
    release = None if pinned is None else re.fullmatch(r"v(\d+)\.(\d+)\.(\d+)-.*", pinned.version)
    if release is None or tuple(int(part) for part in release.groups()) >= _CNI_WITH_EFA_ONLY:
        return
    for name, group in cluster.node_groups.items():
        if any(not interface.has_ip for interface in group.interfaces):
            oldest = ".".join(str(part) for part in _CNI_WITH_EFA_ONLY)
            yield Problem(
                ("add_ons", "vpc-cni", "version"),
                f"the VPC CNI must be v{oldest} or newer for the EFA interfaces without IP of "
                f"{name}; write a newer version, or default",
                also=(("node_groups", name, "efa"),),
            )
            return


def _subnets_are_private(cluster: ClusterConfig) -> Iterator[Problem]:
    existing = cluster.network.existing
    if existing is None:
        return
    public = set(existing.public_subnets.values())
    for zone, subnet in existing.private_subnets.items():
        if subnet in public:
            yield Problem(
                ("network", "existing", "private_subnets", zone),
                f"{subnet} is among the public subnets too; nodes go in private ones: EC2 gives no "
                "public address to an instance with several interfaces, as EFA needs, so it would "
                "reach nothing",
                also=(("network", "existing", "public_subnets"),),
            )


def _state_region_exists(cluster: ClusterConfig) -> Iterator[Problem]:
    region = cluster.state.region
    if region is not None and region not in regions():
        hint = nearest(region, regions())
        yield Problem(
            ("state", "region"),
            f"no region {region!r} in the catalog"
            + (f"; did you mean {hint!r}?" if hint else "; write one like us-west-2"),
        )


def _add_ons_are_known(cluster: ClusterConfig) -> Iterator[Problem]:
    for name, add_on in cluster.add_ons.items():
        facts = ADD_ONS.get(name)
        if facts is None and not add_on.unlisted:
            hint = nearest(name, ADD_ONS)
            yield Problem(
                ("add_ons", name),
                f"no add-on {name!r} in the catalog; "
                + (f"did you mean {hint!r}? " if hint else "")
                + "for one newer than the catalog add unlisted: true",
            )
        if facts is not None and not add_on.install and facts.needed_because is not None:
            yield Problem(
                ("add_ons", name, "install"),
                f"{name} cannot be left out: {facts.needed_because}; remove install: false",
            )


def _standard_support_has_not_ended(cluster: ClusterConfig) -> Iterator[Problem]:
    facts = KUBERNETES_VERSIONS.get(cluster.kubernetes_version)
    asked = cluster.control_plane.upgrade_policy
    if facts is not None and facts.is_in_extended_support and asked == "standard":
        yield Problem(
            ("control_plane", "upgrade_policy"),
            f"standard support of {facts.name} ended on {facts.standard_until}, so EKS refuses "
            "upgrade_policy standard; write extended, or a newer kubernetes_version",
            also=(("kubernetes_version",),),
        )


def _upgrades_one_version_at_a_time(cluster: ClusterConfig) -> Iterator[Problem]:
    running, wanted = cluster.running_kubernetes_version, cluster.kubernetes_version
    if running is None:
        return
    steps = minor(wanted) - minor(running)
    also = (("running_kubernetes_version",),)
    if steps < 0:
        yield Problem(
            ("kubernetes_version",),
            f"{wanted} is older than {running}, which runs now; EKS has no way back: "
            f'write "{running}" or newer',
            also=also,
        )
    elif steps > 1:
        yield Problem(
            ("kubernetes_version",),
            f"{wanted} is {steps} minor versions from {running}, which runs now; EKS upgrades one "
            f'at a time: write "1.{minor(running) + 1}", apply it, and go on from there',
            also=also,
        )


_RULES = (
    _upgrades_one_version_at_a_time,
    _zones_are_the_regions,
    _chosen_zones_are_the_networks,
    _somewhere_to_run,
    _services_and_vpc_are_apart,
    _arns_are_of_the_partition,
    _the_role_is_of_the_account,
    _volume_keys_are_in_the_region,
    _user_data_fits,
    _tags_fit,
    _cni_knows_efa_only,
    _subnets_are_private,
    _state_region_exists,
    _add_ons_are_known,
    _standard_support_has_not_ended,
)
