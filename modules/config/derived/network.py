"""What follows from the ``network`` section, handed to planning."""

from collections.abc import Mapping

from modules.config.sections.cluster import ClusterSections
from modules.planning.network.nat import plan_nat_gateways


def nat_zones(cluster: ClusterSections) -> Mapping[str, str]:
    """Give for each zone the zone of the NAT gateway it uses; empty without NAT."""
    network = cluster.network
    if network.private:
        return {}
    return plan_nat_gateways(network.nat_gateways, cluster.zones, network.single_nat_zone)
