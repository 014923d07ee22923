"""A cluster file as what it is and costs at each of its sizes."""

from collections.abc import Sequence
from datetime import date

from modules.catalog.kubernetes_versions import KUBERNETES_VERSIONS
from modules.config.derived.buckets import buckets_with_own_key
from modules.config.derived.file_systems import has_key_of_file_systems
from modules.config.derived.network import nat_zones
from modules.config.derived.nodes import interfaces_of
from modules.config.derived.private_cluster import endpoint_services
from modules.config.sections.cluster import ClusterSections
from modules.planning.estimate.cost import FileSystem, Fixed
from modules.planning.estimate.sizes import GroupSizes

#: Besides a shared one: secrets, log groups, and volumes where the file says so.
_KEYS_APART = 2


def group_sizes(cluster: ClusterSections) -> Sequence[GroupSizes]:
    """Describe the node groups, by name."""
    return [
        GroupSizes(
            name=name,
            facts=group.hardware_facts[0],
            nodes={
                "min": group.scaling.min,
                "desired": group.scaling.desired,
                "max": group.scaling.max,
            },
            purchase=group.capacity.type,
            efa_interfaces=sum(interface.carries_efa for interface in interfaces_of(group)),
            volume_size_gib=group.volume.size_gib,
            volume_iops=group.volume.iops,
            volume_throughput_mibps=group.volume.throughput_mibps,
        )
        for name, group in sorted(cluster.node_groups.items())
    ]


def fixed_costs(cluster: ClusterSections, *, today: date) -> Fixed:
    """Describe what the cluster has whatever its size.

    Args:
        cluster: The cluster.
        today: The day that support of its version is judged by.
    """
    facts = KUBERNETES_VERSIONS.get(cluster.kubernetes_version)
    own_network = cluster.network.existing is None
    return Fixed(
        is_in_extended_support=facts is not None and facts.support_on(today) == "extended",
        tier=cluster.control_plane.tier,
        nat_gateways=len(set(nat_zones(cluster).values())) if own_network else 0,
        endpoints_in_zones=len(endpoint_services(cluster)) * len(cluster.zones),
        kms_keys=_keys(cluster),
        file_systems=[
            FileSystem(
                name=name,
                kind=lustre.kind,
                capacity_gib=lustre.capacity_gib,
                has_metadata_iops=lustre.metadata_iops is not None,
            )
            for name, lustre in sorted(cluster.storage.lustre.items())
        ],
    )


def _keys(cluster: ClusterSections) -> int:
    of_storage = bool(buckets_with_own_key(cluster)) + has_key_of_file_systems(cluster)
    if cluster.encryption.keys == "shared":
        return 1 + of_storage
    return _KEYS_APART + (cluster.encryption.volumes == "cluster") + of_storage
