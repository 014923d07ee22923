"""What a cluster file may say but probably does not mean."""

from collections.abc import Iterator
from datetime import date

from modules.catalog.add_ons import ADD_ONS
from modules.catalog.instance_types import instance_types
from modules.catalog.regions import UnknownRegionError, regions
from modules.config.derived.access_grants import access_grants
from modules.config.derived.add_ons import installed_add_ons
from modules.config.derived.private_cluster import images_to_mirror, services_of_nodes
from modules.config.problems import Problem
from modules.config.rules import (
    add_on_pods,
    addresses,
    calendar,
    decommission,
    lustre,
    networks,
    nodes,
    offerings,
    pods,
    private_access,
    typed,
    updates,
)
from modules.config.rules.accounts import principals_of_others
from modules.config.sections.cluster import ClusterSections


def warnings_for(cluster: ClusterSections, *, today: date) -> tuple[Problem, ...]:
    """List what is allowed but probably not meant.

    Args:
        cluster: The cluster.
        today: The day to judge dates by; what is built never depends on it.
    """
    found = [warning for rule in _WARNINGS for warning in rule(cluster)]
    by_day = [warning for rule in calendar.WARNINGS for warning in rule(cluster, today)]
    return (*found, *by_day)


def _nobody_gets_in(cluster: ClusterSections) -> Iterator[Problem]:
    access = cluster.access
    grants = access_grants(access).values()
    administered = any("cluster_admin" in grant.policies for grant in grants)
    if not administered and not access.cluster_creator_admin:
        yield Problem(
            ("access", "admins"), "nobody may use kubectl on this cluster; name an IAM role or user"
        )


def _entries_do_something(cluster: ClusterSections) -> Iterator[Problem]:
    for arn, entry in cluster.access.entries.items():
        if entry.type == "standard" and not entry.policies and not entry.kubernetes_groups:
            yield Problem(
                ("access", "entries", arn),
                "it may do what a role binding to its own name allows, and nothing else; give it "
                "policies or kubernetes_groups, unless there is one",
            )


def _credentials_stay_on_nodes(cluster: ClusterSections) -> Iterator[Problem]:
    for name, group in cluster.node_groups.items():
        if group.imds_hop_limit > 1:
            yield Problem(
                ("node_groups", name, "imds_hop_limit"),
                "pods that are not on the node's own network can take the node's credentials; give "
                "them a role by service_accounts, and leave this out",
            )


def _nodes_need_a_way_out(cluster: ClusterSections) -> Iterator[Problem]:
    network = cluster.network
    if network.existing is None and network.nat_gateways == "none" and not network.private:
        yield Problem(
            ("network", "nat_gateways"),
            "without NAT, nodes join only if something else gives them a way to the AWS APIs: "
            f"a transit gateway, or VPC endpoints for {', '.join(services_of_nodes(cluster))}; "
            "or write private: true",
        )


def _images_come_from_elsewhere(cluster: ClusterSections) -> Iterator[Problem]:
    if not cluster.network.private:
        return
    images = images_to_mirror(cluster)
    if images:
        yield Problem(
            ("network", "private"),
            "nodes pull from the region's ECR alone; mirror there what you install of "
            + ", ".join(images),
        )
    for name in sorted(installed_add_ons(cluster) - set(ADD_ONS)):
        yield Problem(
            ("add_ons", name),
            "which AWS services it calls is not known; name them in network.endpoints",
        )


def _add_ons_are_upgraded_too(cluster: ClusterSections) -> Iterator[Problem]:
    if cluster.running_kubernetes_version in {None, cluster.kubernetes_version}:
        return
    asked = cluster.add_ons
    kept = [
        name
        for name in sorted(installed_add_ons(cluster))
        if name not in asked or asked[name].version == "default"
    ]
    if kept:
        yield Problem(
            ("add_ons",),
            f"{', '.join(kept)} keep the version they were installed with; write version: "
            "most_recent, or the one that goes with the new version of Kubernetes",
        )


def _hardware_is_known(cluster: ClusterSections) -> Iterator[Problem]:
    for name, group in cluster.node_groups.items():
        known = [each for each in group.instance_types if each in instance_types()]
        if group.hardware is not None and known:
            yield Problem(
                ("node_groups", name, "hardware"),
                f"the catalog knows {known[0]}, and hardware overrules it; remove hardware, unless "
                "the catalog is wrong",
            )


def _the_state_is_in_a_known_region(cluster: ClusterSections) -> Iterator[Problem]:
    region = cluster.state.region
    if region is not None and region not in {*regions(), cluster.region}:
        yield Problem(("state", "region"), str(UnknownRegionError(region)))


_WARNINGS = (
    *networks.WARNINGS,
    *nodes.WARNINGS,
    *add_on_pods.WARNINGS,
    *pods.WARNINGS,
    *addresses.WARNINGS,
    *updates.WARNINGS,
    *private_access.WARNINGS,
    _entries_do_something,
    _nobody_gets_in,
    principals_of_others,
    _credentials_stay_on_nodes,
    _nodes_need_a_way_out,
    _images_come_from_elsewhere,
    _add_ons_are_upgraded_too,
    _hardware_is_known,
    _the_state_is_in_a_known_region,
    *offerings.WARNINGS,
    *typed.WARNINGS,
    *decommission.WARNINGS,
    *lustre.WARNINGS,
)
