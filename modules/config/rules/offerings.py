"""Rules of where AWS offers which instance types.

A region without a type is refused, and ``capacity: {unlisted: true}`` is the way through: the
answers are of one month, and a control plane is built before EC2 says no. Of a zone there is a
warning alone: in the oldest regions its letter stands for another zone in each account.
"""

from collections.abc import Iterator

from modules.catalog.instance_types import InstanceTypeFacts
from modules.catalog.offerings import answered, offered_zones, regions_offering, zones_seen
from modules.config.problems import Problem
from modules.config.sections.cluster import ClusterSections
from modules.config.sections.node_group import NodeGroupConfig

_MEANT = "if AWS does by now, add capacity: {unlisted: true}"


def _types_are_offered(cluster: ClusterSections) -> Iterator[Problem]:
    for name, group in _looked_up(cluster):
        for index, facts in enumerate(group.hardware_facts):
            message = _not_offered(facts, cluster.region, group.availability_zone)
            if message is not None:
                yield Problem(
                    ("node_groups", name, "instance_types", index),
                    message,
                    also=(
                        ("region",),
                        ("node_groups", name, "availability_zone"),
                        ("node_groups", name, "capacity"),
                    ),
                )


def _not_offered(facts: InstanceTypeFacts, region: str, zone: str | None) -> str | None:
    only = facts.family.only_zones
    if only:
        if zone in only:
            return None
        return (
            f"AWS offers {facts.name} in {' and '.join(only)} alone; write availability_zone: "
            f"{only[0]}, and name a subnet there in network.existing: a Local Zone is for nodes "
            f"and no part of a VPC built here; {_MEANT} elsewhere"
        )
    if offered_zones(facts.name, region) != ():
        return None
    return (
        f"AWS did not offer {facts.name} in {region} in {answered():%B %Y}, but in "
        f"{', '.join(regions_offering(facts.name))}; {_MEANT}"
    )


def _zones_may_lack_types(cluster: ClusterSections) -> Iterator[Problem]:
    region = cluster.region_facts
    for name, group in _looked_up(cluster):
        # Whoever has a reservation knows where.
        if group.capacity.is_in_one_zone:
            continue
        zones = cluster.zones if group.availability_zone is None else [group.availability_zone]
        for index, facts in enumerate(group.hardware_facts):
            offered = offered_zones(facts.name, region.name)
            lacking = [
                zone for zone in zones if zone in zones_seen(region.name) - set(offered or ())
            ]
            if not offered or not lacking:
                continue
            letters = (
                ""
                if region.letters_are_everyones
                else ", though zones have other letters in other accounts"
            )
            yield Problem(
                ("node_groups", name, "availability_zone")
                if group.availability_zone
                else ("node_groups", name, "instance_types", index),
                f"in {answered():%B %Y} AWS offered {facts.name} in {', '.join(offered)} and not "
                f"in {', '.join(lacking)}{letters}; to see where your account has it: aws ec2 "
                f"describe-instance-type-offerings --location-type availability-zone --region "
                f"{region.name} --filters Name=instance-type,Values={facts.name}",
            )


def _offerings_are_unknown(cluster: ClusterSections) -> Iterator[Problem]:
    unknown = sorted(
        {
            facts.name
            for _, group in _looked_up(cluster)
            for facts in group.hardware_facts
            if offered_zones(facts.name, cluster.region) is None
        }
    )
    if unknown:
        yield Problem(
            ("region",),
            f"the catalog does not know whether AWS offers {', '.join(unknown)} in "
            f"{cluster.region}; aws ec2 describe-instance-type-offerings --region "
            f"{cluster.region} tells",
        )


def _looked_up(cluster: ClusterSections) -> Iterator[tuple[str, NodeGroupConfig]]:
    """Give the groups whose types are the catalog's to know of."""
    for name, group in cluster.node_groups.items():
        if group.hardware is None and not group.capacity.unlisted:
            yield name, group


RULES = (_types_are_offered,)
WARNINGS = (_zones_may_lack_types, _offerings_are_unknown)
