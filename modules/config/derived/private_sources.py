"""Who is let in from networks."""

from collections.abc import Mapping
from ipaddress import IPv4Network

from modules.config.sections.cluster import ClusterSections
from modules.planning.network.https_sources import HttpsSource, https_sources


def api_sources(cluster: ClusterSections) -> Mapping[str, HttpsSource]:
    """Give who reaches the private endpoint of the API, beside the nodes."""
    access = cluster.access
    return https_sources(access.private_cidrs, access.private_security_groups)


def endpoint_sources(cluster: ClusterSections) -> Mapping[str, HttpsSource]:
    """Give who reaches the VPC endpoints of a private network, beside its own VPC.

    EC2 takes no rule twice, and the VPC has one.
    """
    if not cluster.network.private:
        return {}
    vpc = IPv4Network(cluster.network.cidr)
    access = cluster.access
    outside = [each for each in access.private_cidrs if not IPv4Network(each).subnet_of(vpc)]
    return https_sources(outside, access.private_security_groups)
